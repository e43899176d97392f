import * as z from "zod/mini";
import { FieldName, MappingName } from "../ids.ts";
import { directions, sides } from "../side.ts";

const Column = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      "This must be the name of a property: letters, digits and _.",
    ),
    z.maxLength(128),
  );
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One condition on a record; a filter is the conjunction of its conditions (rule M2). */
export const Condition = z.strictObject({
  column: Column,
  is: z.enum([
    "equal",
    "notEqual",
    "oneOf",
    "noneOf",
    "blank",
    "notBlank",
    "greater",
    "less",
    "startsWith",
  ]),
  value: z.optional(z.union([Scalar, z.array(Scalar)])),
});
export type Condition = z.infer<typeof Condition>;

/**
 * Text can stand in one column, or be joined from several (`Ida` + `Birk` ↔ `Ida Birk`). `maxLength`
 * is the limit of each column.
 */
export const TextPlace = z.union([
  z.strictObject({ column: Column, maxLength: z.optional(z.int().check(z.positive())) }),
  z.strictObject({
    columns: z.array(Column).check(z.minLength(2), z.maxLength(4)),
    separator: z._default(z.string().check(z.minLength(1)), " "),
    maxLength: z.optional(z.int().check(z.positive())),
  }),
]);
export type TextPlace = z.infer<typeof TextPlace>;

/** A step that changes text on its way. Which ones may stand in a two-way field: rule T2. */
export const Transformation = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("trim") }),
  z.strictObject({ kind: z.literal("upper") }),
  z.strictObject({ kind: z.literal("lower") }),
  z.strictObject({
    kind: z.literal("replace"),
    find: z.string().check(z.minLength(1)),
    with: z.string(),
  }),
  z.strictObject({
    kind: z.literal("regex"),
    pattern: z.string().check(z.minLength(1)),
    with: z.string(),
  }),
  z.strictObject({
    kind: z.literal("map"),
    values: z.record(z.string(), z.string()),
    otherwise: z._default(z.enum(["keep", "refuse"]), "refuse"),
  }),
  z.strictObject({
    kind: z.literal("substring"),
    start: z.int().check(z.nonnegative()),
    length: z.optional(z.int().check(z.positive())),
  }),
]);
export type Transformation = z.infer<typeof Transformation>;

const updateConflicts = ["manual", "businessCentralWins", "dataverseWins", "latestWins"] as const;
export const UpdateConflict = z.enum(updateConflicts);
export type UpdateConflict = z.infer<typeof UpdateConflict>;

export const DeleteConflict = z.enum(["manual", "restore", "removeCoupling", "delete"]);
export type DeleteConflict = z.infer<typeof DeleteConflict>;

const common = {
  name: FieldName,
  direction: z.enum(directions),
  enabled: z._default(z.boolean(), true),
  updateConflict: z.optional(UpdateConflict),
  /**
   * Of a one-way field, what a record that is created on the origin's side begins with: what the app
   * gives new records, or what the receiving record holds (which the origin would overwrite otherwise).
   */
  startsFrom: z._default(z.enum(["origin", "receiver"]), "origin"),
};
/** K1: records are found to be the same by it. Fields of equal priority must all agree; smaller ones go first. */
const value = {
  ...common,
  match: z.optional(
    z.strictObject({
      priority: z._default(z.int().check(z.nonnegative()), 0),
      /** Only text has a case that can differ. */
      caseSensitive: z._default(z.boolean(), false),
    }),
  ),
};
const onePlace = z.strictObject({ column: Column });
const bothPlaces = { businessCentral: onePlace, dataverse: onePlace };
const Text = {
  businessCentral: TextPlace,
  dataverse: TextPlace,
  length: z._default(z.enum(["reject", "truncate"]), "reject"),
  transform: z._default(z.array(Transformation), []),
  /** Written only into a new record: a key that must not be renamed afterwards. One-way fields only. */
  on: z.optional(z.literal("create")),
};
const Scale = z.int().check(z.minimum(0), z.maximum(10));

export const FieldMapping = z.discriminatedUnion("kind", [
  z.strictObject({ ...value, kind: z.literal("text"), ...Text }),
  /** A Business Central Code: trimmed and upper-cased before comparing and sending. */
  z.strictObject({ ...value, kind: z.literal("code"), ...Text }),
  z.strictObject({ ...value, kind: z.literal("guid"), ...bothPlaces }),
  z.strictObject({ ...value, kind: z.literal("boolean"), ...bothPlaces }),
  z.strictObject({ ...value, kind: z.literal("integer"), ...bothPlaces }),
  /** `scale`: decimals that both sides can hold (the narrower of the two). Money is a decimal. */
  z.strictObject({ ...value, kind: z.literal("decimal"), ...bothPlaces, scale: Scale }),
  z.strictObject({ ...value, kind: z.literal("date"), ...bothPlaces }),
  /** Compared and sent at whole seconds. */
  z.strictObject({ ...value, kind: z.literal("dateTime"), ...bothPlaces }),
  /** Option ↔ choice by a value map: Business Central's name → Dataverse's number, one to one. */
  z.strictObject({
    ...value,
    kind: z.literal("choice"),
    ...bothPlaces,
    values: z.record(z.string(), z.union([z.int(), z.boolean()])),
    /** Business Central's blank, unless `values` names it: `_x0020_` (an enum) when absent, "" for a code. */
    blank: z.optional(z.string()),
  }),
  /** A reference to a record of another mapping, translated through that mapping's couplings. */
  z.strictObject({
    ...value,
    kind: z.literal("lookup"),
    mapping: MappingName,
    /** `by: "key"`: the column holds the other record's key (number, code) and not its id. */
    businessCentral: z.strictObject({
      column: Column,
      by: z._default(z.enum(["id", "key"]), "id"),
    }),
    /** `column` is read (`_x_value`); `navigation` and `set` are written (`x@odata.bind`). */
    dataverse: z.strictObject({ column: Column, navigation: Column, set: Column }),
    /**
     * While the other record is not coupled. `defer`: write the rest, list the record, add the link
     * when it can be; `wait`: write nothing; `clear`: blank the link; `leave`: do not touch the link.
     */
    whenUncoupled: z._default(z.enum(["defer", "wait", "clear", "leave"]), "defer"),
    /** What Dataverse holds where Business Central is blank: nothing, or the organisation's base currency. */
    blankIs: z._default(z.enum(["nothing", "baseCurrency"]), "nothing"),
    /** A blank never replaces a link on the other side (Business Central's "Not Null"). */
    notNull: z._default(z.boolean(), false),
  }),
  /** Written to one side, read from neither. `on: "create"`: left alone afterwards. */
  z.strictObject({
    ...common,
    kind: z.literal("constant"),
    side: z.enum(sides),
    column: Column,
    /** `row` names a Dataverse row to bind to by one of its columns, e.g. the unit "Primary Unit". */
    value: z.union([
      Scalar,
      z.strictObject({
        row: z.strictObject({ set: Column, key: Column, column: Column, equals: z.string() }),
      }),
    ]),
    on: z._default(z.enum(["create", "afterCreate", "always"]), "always"),
  }),
]);
export type FieldMapping = z.infer<typeof FieldMapping>;

export const TableMapping = z.strictObject({
  name: MappingName,
  enabled: z._default(z.boolean(), true),
  direction: z.enum(directions),
  businessCentral: z.strictObject({
    /** Entity set of the API, e.g. `customers`. */
    entity: Column,
    /** Path of a custom API, `publisher/group/version`; the standard `v2.0` when absent. */
    api: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^[\w-]+\/[\w-]+\/[\w.-]+$/,
            "This must be publisher/group/version of a custom API.",
          ),
        ),
    ),
    /** Column with the record's key (number, code): what people call it by, and what lookups by key use. */
    key: Column,
    title: Column,
    filter: z._default(z.array(Condition), []),
  }),
  dataverse: z.strictObject({
    /** Entity set and logical name, e.g. `accounts`, `account`. */
    set: Column,
    table: Column,
    id: Column,
    title: Column,
    changeTracking: z._default(z.boolean(), true),
    /** Rows of the table can be merged (account, contact): the loser says so in `merged` and `masterid`. */
    mergeable: z._default(z.boolean(), false),
    filter: z._default(z.array(Condition), []),
  }),
  onlyCoupled: z._default(z.boolean(), true),
  merge: z._default(z.enum(["field", "record"]), "field"),
  updateConflict: z._default(UpdateConflict, "manual"),
  deleteConflict: z._default(DeleteConflict, "manual"),
  /** Failures in a row after which a record that could heal is skipped. */
  parkAfter: z._default(z.int().check(z.minimum(1), z.maximum(100)), 3),
  /** Largest share of a mapping's couplings that one run may find deleted before it stops and asks. */
  maxDeletedShare: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.2),
  /** Share of one piece of a run that may fail for the first time before it counts as one problem of the mapping. */
  maxFailedShare: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.5),
  /** Mappings to synchronize fully before this one. */
  dependsOn: z._default(z.array(MappingName), []),
  schedule: z._default(
    z.strictObject({
      minutesBetweenRuns: z.int().check(z.minimum(1), z.maximum(44640)),
      inactivityTimeoutMinutes: z.optional(z.int().check(z.minimum(0), z.maximum(44640))),
    }),
    { minutesBetweenRuns: 30, inactivityTimeoutMinutes: 720 },
  ),
  fields: z.array(FieldMapping).check(z.minLength(1), z.maxLength(200)),
});
export type TableMapping = z.infer<typeof TableMapping>;
/** A field that is read from the apps and compared. */
export type ValueField = Exclude<FieldMapping, { kind: "constant" }>;
export type TextField = Extract<FieldMapping, { kind: "text" | "code" }>;
export type ChoiceField = Extract<FieldMapping, { kind: "choice" }>;
export type LookupField = Extract<FieldMapping, { kind: "lookup" }>;
export type ConstantField = Extract<FieldMapping, { kind: "constant" }>;
