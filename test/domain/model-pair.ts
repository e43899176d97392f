import type { MappingContext } from "../../lib/domain/conversion/context.ts";
import type { SideState } from "../../lib/domain/conversion/observation.ts";
import { observe } from "../../lib/domain/conversion/observe.ts";
import type { Base, Coupling } from "../../lib/domain/coupling.ts";
import { decide } from "../../lib/domain/decision/decide.ts";
import type { DecideInput, Force } from "../../lib/domain/decision/decide-input.ts";
import type { Decision } from "../../lib/domain/decision/decision.ts";
import { baseAfter } from "../../lib/domain/decision/next-base.ts";
import { couplingIdOf, MappingName, RecordId } from "../../lib/domain/ids.ts";
import type { Instant } from "../../lib/domain/instant.ts";
import { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { Value, WireFields, WireValue } from "../../lib/domain/record.ts";
import { otherSide, type PerSide, type Side } from "../../lib/domain/side.ts";

export const businessCentralId = RecordId.parse("b0000000-0000-4000-8000-000000000001");
export const dataverseId = RecordId.parse("d0000000-0000-4000-8000-000000000001");
const ids: PerSide<RecordId> = { businessCentral: businessCentralId, dataverse: dataverseId };

const noContext: MappingContext = { links: new Map(), rows: new Map() };

/** A text field of the same name on both sides. */
export const text = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  kind: "text",
  direction: "bidirectional",
  businessCentral: { column: name },
  dataverse: { column: name },
  ...more,
});

/** The customer's primary contact: a link to a record of mapping CONTACT. */
export const contactLink = (more: Readonly<Record<string, unknown>> = {}) => ({
  name: "contact",
  kind: "lookup",
  direction: "bidirectional",
  mapping: "CONTACT",
  businessCentral: { column: "contactId" },
  dataverse: { column: "_contact_value", navigation: "contact", set: "contacts" },
  ...more,
});

export const aMapping = (
  fields: readonly Readonly<Record<string, unknown>>[],
  more: Readonly<Record<string, unknown>> = {},
): TableMapping =>
  TableMapping.parse({
    name: "CUSTOMER",
    direction: "bidirectional",
    businessCentral: { entity: "customers", key: "number", title: "displayName" },
    dataverse: { set: "accounts", table: "account", id: "accountid", title: "name" },
    onlyCoupled: false,
    fields,
    ...more,
  });

const aCoupling = (base: Base): Coupling => ({
  id: couplingIdOf(MappingName.parse("CUSTOMER"), businessCentralId),
  mapping: MappingName.parse("CUSTOMER"),
  ids: { businessCentral: businessCentralId, dataverse: dataverseId },
  base,
  versions: { businessCentral: "1", dataverse: "1" },
  unread: [],
  key: "10000",
  title: "Adatum",
  status: "active",
  revision: 1,
});

/** What one side is told to hold. A missing `fields` is a side that was not read. */
export type Given =
  | { readonly fields: WireFields; readonly modifiedOn?: Instant | undefined }
  | "unchangedSinceBase"
  | "deleted"
  | "none";

export interface Pair {
  readonly mapping: TableMapping;
  readonly base?: Readonly<Record<string, Value>> | undefined;
  readonly businessCentral: Given;
  readonly dataverse: Given;
  readonly context?: MappingContext | undefined;
  readonly force?: Force | undefined;
}

export const statesOf = (pair: Pair): PerSide<SideState> => ({
  businessCentral: stateOf(pair, "businessCentral"),
  dataverse: stateOf(pair, "dataverse"),
});

export const inputOf = (pair: Pair): DecideInput => ({
  mapping: pair.mapping,
  coupling: pair.base === undefined ? undefined : aCoupling(pair.base),
  states: statesOf(pair),
  context: pair.context ?? noContext,
  force: pair.force,
});

export const decideOn = (pair: Pair): Decision => decide(inputOf(pair));

/** What an app makes of a property it is told to hold. */
export type Memory = (property: string, value: WireValue) => WireValue;

export const faithful: Memory = (_property, value) => value;

/** The pair after both apps did what was decided, and its new base. Untouched when nothing was. */
export const carriedOut = (
  pair: Pair,
  decision: Decision,
  memory: PerSide<Memory> = { businessCentral: faithful, dataverse: faithful },
): Pair => {
  if (decision.kind !== "write" && decision.kind !== "create" && decision.kind !== "agree") {
    return pair;
  }
  const written = new Map<Side, WireFields>();
  for (const { side, fields } of writesOf(decision)) {
    written.set(side, { ...heldOn(pair, side), ...remembered(fields, memory[side]) });
  }
  const observed = Object.fromEntries(
    [...written].map(([side, fields]) => [side, observedAs(pair, side, fields)]),
  );
  const base = baseAfter({
    mapping: pair.mapping,
    base: pair.base ?? {},
    decision,
    states: statesOf(pair),
    written: observed,
  });
  const after = (side: Side): Given => {
    const fields = written.get(side);
    return fields === undefined ? pair[side] : { fields };
  };
  return {
    ...pair,
    base,
    businessCentral: after("businessCentral"),
    dataverse: after("dataverse"),
    force: undefined,
  };
};

export const valuesOn = (pair: Pair, side: Side): Readonly<Record<string, Value>> => {
  const state = statesOf(pair)[side];
  return state.kind === "read" ? state.observed.values : {};
};

/** The same pair, seen in a mirror: what Business Central held, Dataverse holds. */
export const mirrored = (pair: Pair): Pair => ({
  ...pair,
  mapping: {
    ...pair.mapping,
    direction: mirroredDirection[pair.mapping.direction],
    updateConflict: mirroredPolicy[pair.mapping.updateConflict],
    fields: pair.mapping.fields.map((field) => ({
      ...field,
      direction: mirroredDirection[field.direction],
      updateConflict:
        field.updateConflict === undefined ? undefined : mirroredPolicy[field.updateConflict],
    })),
  },
  businessCentral: pair.dataverse,
  dataverse: pair.businessCentral,
  force:
    pair.force === undefined
      ? undefined
      : { use: pair.force.use === "merge" ? "merge" : otherSide[pair.force.use] },
});

const mirroredDirection = {
  bidirectional: "bidirectional",
  toDataverse: "toBusinessCentral",
  toBusinessCentral: "toDataverse",
} as const;

const mirroredPolicy = {
  manual: "manual",
  latestWins: "latestWins",
  businessCentralWins: "dataverseWins",
  dataverseWins: "businessCentralWins",
} as const;

const stateOf = (pair: Pair, side: Side): SideState => {
  const given = pair[side];
  if (typeof given === "string") return { kind: given };
  return { kind: "read", observed: observedAs(pair, side, given.fields, given.modifiedOn) };
};

const observedAs = (pair: Pair, side: Side, fields: WireFields, modifiedOn?: Instant) => {
  const all = { ...blankRecord(pair.mapping, side), ...fields };
  const record = { id: ids[side], version: "1", modifiedOn, fields: all };
  return observe(
    { mapping: pair.mapping, context: pair.context ?? noContext },
    side,
    record,
    pair.base ?? {},
  );
};

const blankRecord = ({ fields }: TableMapping, side: Side): WireFields =>
  Object.fromEntries(
    fields.flatMap((field) => {
      if (field.kind === "constant") return [];
      const place = field[side];
      return "column" in place ? [[place.column, null]] : [];
    }),
  );

const heldOn = (pair: Pair, side: Side): WireFields => {
  const given = pair[side];
  if (typeof given !== "string") return given.fields;
  return given === "unchangedSinceBase" ? { ...pair.base } : {};
};

const writesOf = (
  decision: Extract<Decision, { kind: "write" | "create" | "agree" }>,
): readonly { readonly side: Side; readonly fields: WireFields }[] => {
  switch (decision.kind) {
    case "write":
      return decision.writes;
    case "create":
      return [{ side: decision.on, fields: decision.fields }];
    case "agree":
      return [];
  }
};

/** Dataverse takes a link by its navigation property and shows it in another one. */
const remembered = (fields: WireFields, memory: Memory): WireFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (!name.endsWith("@odata.bind")) return [name, memory(name, value)];
      const id = typeof value === "string" ? value.slice(value.indexOf("(") + 1, -1) : null;
      return [`_${name.slice(0, name.indexOf("@"))}_value`, id];
    }),
  );
