import * as z from "zod/mini";
import { JobId, MappingName, RecordId } from "../domain/ids.ts";
import { Instant } from "../domain/instant.ts";
import type { Intent, PlannedCreate } from "../domain/job/intent.ts";
import { sides } from "../domain/side.ts";
import type { Intents } from "../ports/store.ts";
import { mapInFlight } from "./table/in-flight.ts";
import { pack, packed, packedBytes } from "./table/packed.ts";
import { mostItemBytes } from "./table/shorten.ts";
import { storedShape } from "./table/stored-shape.ts";
import { type Item, type Row, type Table, TableKey } from "./table/table.ts";

const WireValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.object({ decimal: z.string() }),
]);
const Planned = z.object({
  sourceId: RecordId,
  plannedId: RecordId,
  fields: z.record(z.string(), WireValue),
  replaces: z.optional(RecordId),
} satisfies Record<keyof PlannedCreate, z.core.$ZodType>);

/** One part of an intent; a large one stands in several items. */
export const StoredIntent = storedShape({
  sk: z.string(),
  z: packed(
    z.object({
      mapping: MappingName,
      jobId: JobId,
      step: z.number(),
      round: z.number(),
      side: z.enum(sides),
      since: Instant,
      creates: z.array(Planned),
    } satisfies Record<keyof Intent, z.core.$ZodType>),
  ),
});

const intentPartition = (mapping: MappingName): string => `i#${mapping}`;
const intentName = ({ jobId, step, round, side }: Intent): string =>
  `${jobId}#${step}#${side}#${round}`;

/**
 * Deps need no transaction: nothing is created before all are stored, and a part that a crash left
 * behind is looked up like the whole.
 */
export const intentsOf = (table: Table): Intents => ({
  async open(mapping) {
    const partition = intentPartition(mapping);
    const rows = await table.queryAll({ partition, consistent: true });
    return joined(rows.map((row) => StoredIntent.parse(row).z));
  },

  async put(intent) {
    await mapInFlight(partsOf(intent), 8, (part) => table.put(part));
  },

  async remove(intent) {
    const rows = await table.queryAll({
      partition: intentPartition(intent.mapping),
      sort: { is: "startsWith", value: `${intentName(intent)}#` },
      consistent: true,
    });
    await table.removeMany(rows.map((row: Row) => TableKey.parse(row)));
  },
});

const joined = (parts: readonly Intent[]): readonly Intent[] => {
  const intents = new Map<string, Intent>();
  for (const part of parts) {
    const name = intentName(part);
    const before = intents.get(name);
    intents.set(
      name,
      before === undefined ? part : { ...before, creates: [...before.creates, ...part.creates] },
    );
  }
  return [...intents.values()];
};

const partsOf = (intent: Intent): readonly Item[] =>
  splitToFit(intent).map((part, index) => ({
    pk: intentPartition(intent.mapping),
    sk: `${intentName(intent)}#${String(index).padStart(4, "0")}`,
    v: StoredIntent.version,
    z: pack(part),
  }));

const splitToFit = (intent: Intent): readonly Intent[] => {
  const { creates } = intent;
  if (creates.length <= 1 || packedBytes(pack(intent)) <= mostItemBytes) return [intent];
  const half = Math.ceil(creates.length / 2);
  return [creates.slice(0, half), creates.slice(half)].flatMap((some) =>
    splitToFit({ ...intent, creates: some }),
  );
};
