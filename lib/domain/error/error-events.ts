import * as z from "zod/mini";
import { CouplingId, ErrorId, RecordId } from "../ids.ts";
import { Instant } from "../instant.ts";
import { errorKinds } from "./error-item.ts";

const NamedRecord = z.object({ id: z.optional(RecordId), title: z.optional(z.string()) });

/** What an event says about an error item, also when it is no longer listed. */
export const ToldItem = z.object({
  id: ErrorId,
  kind: z.enum(errorKinds),
  /** With the id it names one trouble of one record: what comes twice is known by both. */
  firstFailedAt: Instant,
  couplingId: z.optional(CouplingId),
  businessCentral: NamedRecord,
  dataverse: NamedRecord,
});
export type ToldItem = z.infer<typeof ToldItem>;

/** What a piece of work changed on the list of errors. */
export interface ErrorNews {
  readonly opened: readonly ErrorId[];
  readonly resolved: readonly ToldItem[];
}

export const circuitReasons = ["flood", "schedule"] as const;
/** `flood`: records failed in masses (W14). `schedule`: it gave up after ten failed runs (S3). */
export type CircuitReason = (typeof circuitReasons)[number];

export const ClosedCircuit = z.object({
  since: Instant,
  by: z.enum(["person", "run"]),
  requestedBy: z.optional(z.string()),
});
export type ClosedCircuit = z.infer<typeof ClosedCircuit>;
