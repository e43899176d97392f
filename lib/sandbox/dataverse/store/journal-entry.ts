import * as z from "zod/mini";

const StoredValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.object({ decimal: z.string() }),
  z.object({ table: z.string(), id: z.string() }),
]);

/** One line of the journal: the row as it became, not the request that made it so. */
export const JournalEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("put"),
    table: z.string(),
    id: z.string(),
    version: z.int(),
    values: z.record(z.string(), StoredValue),
  }),
  z.object({
    kind: z.literal("removed"),
    table: z.string(),
    id: z.string(),
    version: z.int(),
  }),
  z.object({ kind: z.literal("metadata"), table: z.string(), version: z.int() }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;
