import * as z from "zod/mini";
import { ErrorId } from "../ids.ts";

/** Where reading one side goes on, or where it ended. */
const Reading = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("beginning") }),
  z.strictObject({ kind: z.literal("cursor"), position: z.string() }),
  z.strictObject({ kind: z.literal("page"), page: z.string() }),
  z.strictObject({ kind: z.literal("done"), position: z.optional(z.string()) }),
]);
export type Reading = z.infer<typeof Reading>;

/** How far a job has come; written under the job's revision at the end of each step. */
export const Checkpoint = z.discriminatedUnion("phase", [
  /** Error items that are due to be tried again. */
  z.strictObject({ phase: z.literal("dueErrors"), cursor: z.optional(z.string()), again: z.int() }),
  /** What changed (or, for a full synchronization, what there is) on both sides. */
  z.strictObject({
    phase: z.literal("changes"),
    businessCentral: Reading,
    dataverse: Reading,
    /** Coupled records found deleted on the pages so far. */
    deleted: z._default(z.int(), 0),
    again: z.int(),
  }),
  /** Error items that were selected: the next of those named, or the next page of those that match. */
  z.strictObject({
    phase: z.literal("selectedErrors"),
    next: z.int(),
    cursor: z.optional(z.string()),
    /** Items that earlier tries of the same piece resolved. */
    resolved: z.optional(z.array(ErrorId)),
    again: z.int(),
  }),
  /** All couplings of the mapping, page by page. */
  z.strictObject({
    phase: z.literal("allCouplings"),
    cursor: z.optional(z.string()),
    /** Couplings passed so far. */
    passed: z.int(),
    again: z.int(),
  }),
  /** What is listed without a coupling, page by page, after all couplings. */
  z.strictObject({
    phase: z.literal("uncoupledErrors"),
    cursor: z.optional(z.string()),
    /** Couplings passed before. */
    passed: z.int(),
    again: z.int(),
  }),
  /** Records to match: the next page of them all, or the next one of the request's list. */
  z.strictObject({
    phase: z.literal("match"),
    next: z.int(),
    page: z.optional(z.string()),
    again: z.int(),
  }),
  /** Chosen records: the next one of the request's list. */
  z.strictObject({ phase: z.literal("selectedCouplings"), next: z.int(), again: z.int() }),
]);
export type Checkpoint = z.infer<typeof Checkpoint>;

export type Phase = Checkpoint["phase"];
export type CheckpointOf<P extends Phase> = Extract<Checkpoint, { phase: P }>;
