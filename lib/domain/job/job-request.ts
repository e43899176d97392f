import * as z from "zod/mini";
import { errorKinds, errorStatuses } from "../error/error-item.ts";
import { CouplingId, ErrorId, FieldName, MappingName, RecordId } from "../ids.ts";
import { sides } from "../side.ts";

const InitialSync = z.enum([...sides, "none"]);

/** A record by its id, or by what people call it: the job finds out which one that is. */
const RecordName = z.union([RecordId, z.strictObject({ called: z.string() })]);
export type RecordName = z.infer<typeof RecordName>;

const coupleRequestWith = <T extends z.ZodMiniType>(name: T) =>
  z.union([
    z.strictObject({ businessCentralId: name, dataverseId: name, initialSync: InitialSync }),
    z.strictObject({ side: z.enum(sides), id: name, create: z.literal(true) }),
  ]);

/** A coupling to make by hand: two records, or one and a new one on the other side. */
export const CoupleRequest = coupleRequestWith(RecordName);
export type CoupleRequest = z.infer<typeof CoupleRequest>;

/** The same with the records found. */
export type CoupleById = z.infer<ReturnType<typeof coupleRequestWith<typeof RecordId>>>;

/** Error items of the job's mapping: named ones, or all that match. */
export const ErrorSelection = z.union([
  z.strictObject({ ids: z.array(ErrorId) }),
  z.strictObject({
    kind: z.optional(z.enum(errorKinds)),
    status: z.optional(z.enum(errorStatuses)),
  }),
]);
export type ErrorSelection = z.infer<typeof ErrorSelection>;

/** A record that was created again: links that led to the lost one have to lead to it. */
const Restored = z.strictObject({
  side: z.enum(sides),
  lostId: RecordId,
  /** The record that survived, by which the new pair is found. */
  survivorId: RecordId,
});

/** What a job was asked to do. `requestKinds` says how each kind is done. */
export const JobRequest = z.discriminatedUnion("kind", [
  /** What changed since the last run, and error items that are due. */
  z.strictObject({ kind: z.literal("synchronizeChanges") }),
  /** All records of the mapping, whatever the cursors say. */
  z.strictObject({ kind: z.literal("synchronizeAll") }),
  z.strictObject({ kind: z.literal("synchronizeCouplings"), ids: z.array(CouplingId) }),
  /** All coupled pairs of the mapping; what is not coupled is left alone. */
  z.strictObject({ kind: z.literal("synchronizeAllCouplings") }),
  z.strictObject({ kind: z.literal("couple"), pairs: z.array(CoupleRequest) }),
  /** Couple what matches: named Business Central records, or all of the mapping that are not coupled. */
  z.strictObject({
    kind: z.literal("match"),
    ids: z.optional(z.array(RecordId)),
    createUnmatched: z.boolean(),
    /** Whose data the new pairs get; without it the mapping's `updateConflict` decides. */
    synchronizeAfter: z.optional(InitialSync),
  }),
  /** Synchronize with the data a person chose: one side's, both sides' where they do not dispute, or by field. */
  z.strictObject({
    kind: z.literal("synchronizeErrors"),
    errors: ErrorSelection,
    use: z.enum([...sides, "merge"]),
    fields: z.optional(z.record(FieldName, z.enum(sides))),
    /** Also where a record was edited since its error was listed. */
    force: z.optional(z.boolean()),
  }),
  /** As the next run will: for more items than can be flagged, or (a preview) to tell what a retry comes to. */
  z.strictObject({ kind: z.literal("retry"), errors: ErrorSelection }),
  z.strictObject({ kind: z.literal("restore"), errors: ErrorSelection }),
  z.strictObject({
    kind: z.literal("delete"),
    errors: ErrorSelection,
    /** Also where the surviving record was edited since its error was listed. */
    force: z.optional(z.boolean()),
  }),
  z.strictObject({ kind: z.literal("removeCoupling"), errors: ErrorSelection }),
  z.strictObject({ kind: z.literal("uncouple"), ids: z.array(CouplingId) }),
  z.strictObject({ kind: z.literal("uncoupleAll") }),
  z.strictObject({ kind: z.literal("findDeleted") }),
  z.strictObject({ kind: z.literal("verify") }),
  /** Lookups of the job's mapping that led to lost records of `mapping` are sent again. */
  z.strictObject({
    kind: z.literal("relink"),
    mapping: MappingName,
    restored: z.array(Restored),
  }),
]);
export type JobRequest = z.infer<typeof JobRequest>;
