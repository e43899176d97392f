import * as z from "zod/mini";
import { CouplingId, RecordId } from "./ids.ts";
import { sides } from "./side.ts";

const InitialSync = z.enum([...sides, "none"]);

/** A coupling to make by hand: two records, or one and a new one on the other side. */
export const CoupleRequest = z.union([
  z.strictObject({
    businessCentralId: RecordId,
    dataverseId: RecordId,
    initialSync: InitialSync,
  }),
  z.strictObject({ side: z.enum(sides), id: RecordId, create: z.literal(true) }),
]);
export type CoupleRequest = z.infer<typeof CoupleRequest>;

/** What a job was asked to do; stored with the job, parsed by the worker. */
export const JobRequest = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("changes") }),
  z.strictObject({ kind: z.literal("everything") }),
  z.strictObject({ kind: z.literal("couplings"), ids: z.array(CouplingId) }),
  z.strictObject({ kind: z.literal("couple"), pairs: z.array(CoupleRequest) }),
]);
export type JobRequest = z.infer<typeof JobRequest>;
