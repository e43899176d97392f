import * as z from "zod/mini";
import { ClosedCircuit, circuitReasons, ToldItem } from "../error/error-events.ts";
import { errorStatuses } from "../error/error-item.ts";
import { JobId, MappingName } from "../ids.ts";
import { Instant } from "../instant.ts";
import { countersOf, jobTriggers, jobTypes } from "../job/job.ts";

const OpenedItem = z.extend(ToldItem, {
  status: z.enum(errorStatuses),
  message: z.string(),
  hint: z.string(),
});
export type OpenedItem = z.infer<typeof OpenedItem>;

const Counters = countersOf(z.int().check(z.nonnegative()));

const everyEvent = {
  /** The same each time the event is published: receivers know a repeat by it. */
  id: z.string().check(z.minLength(1)),
  at: Instant,
  mapping: MappingName,
  jobId: JobId,
};
const ofJob = { jobType: z.enum(jobTypes), requestedBy: z.optional(z.string()) };

/** What others may want to hear of, to route it to mail, chat or tickets. */
export const TandemEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("error-opened"), ...everyEvent, items: z.array(OpenedItem) }),
  z.object({
    type: z.literal("error-resolved"),
    ...everyEvent,
    ...ofJob,
    items: z.array(ToldItem),
  }),
  z.object({
    type: z.literal("job-finished-with-failures"),
    ...everyEvent,
    ...ofJob,
    trigger: z.enum(jobTriggers),
    state: z.enum(["completedWithErrors", "failed"]),
    counters: z.object({ businessCentral: Counters, dataverse: Counters }),
    message: z.optional(z.string()),
  }),
  z.object({
    type: z.literal("circuit-opened"),
    ...everyEvent,
    reason: z.enum(circuitReasons),
    message: z.string(),
  }),
  z.object({ type: z.literal("circuit-closed"), ...everyEvent, ...ClosedCircuit.shape }),
]);
export type TandemEvent = z.infer<typeof TandemEvent>;
