import * as z from "zod/mini";

/** What the processes of the benchmark tell each other. `left` is Business Central, `right` Dataverse. */
export const Start = z.object({ records: z.int() });

export const Addresses = z.object({ left: z.string(), right: z.string(), token: z.string() });
export type Addresses = z.infer<typeof Addresses>;

/** `dynamoDb`: instead of a table in memory. */
export const Couple = z.extend(Addresses, {
  dynamoDb: z.optional(z.object({ endpoint: z.string(), tableName: z.string() })),
});
export type Couple = z.infer<typeof Couple>;

/** The clock of all of them, in epoch milliseconds. */
export const Pass = z.object({ to: z.number() });

/** `isPlain`: a quarter of the usual number of changes, none of a record that the other side changes too. */
export const Round = z.object({ records: z.int(), round: z.int(), isPlain: z.boolean() });
export type Round = z.infer<typeof Round>;

/** What the apps were asked. `writes`: single ones, in batches or not. */
export const Counts = z.object({ calls: z.int(), writes: z.int() });
export type Counts = z.infer<typeof Counts>;

/** What one run took. */
export const Run = z.object({
  cpuMs: z.number(),
  /** Records that both sides changed in the same field. */
  disputed: z.int(),
  steps: z.optional(z.int()),
  queueRequests: z.optional(z.int()),
  readUnits: z.optional(z.number()),
  writeUnits: z.optional(z.number()),
});
export type Run = z.infer<typeof Run>;
