import { mapInFlight } from "./in-flight.ts";
import { type Key, keyText } from "./table.ts";

/** Tries for keys that DynamoDB hands back because the table is too busy. */
const mostTries = 10;

/** One request per batch; what `ask` answers was left unprocessed and is asked for again. */
export const inBatches = async <T extends Key>(
  entries: readonly T[],
  size: number,
  wait: (milliseconds: number) => Promise<void>,
  ask: (batch: readonly T[]) => Promise<readonly Key[]>,
): Promise<void> => {
  const unique = [...new Map(entries.map((entry) => [keyText(entry), entry])).values()];
  const batches = Array.from({ length: Math.ceil(unique.length / size) }, (_, index) =>
    unique.slice(index * size, (index + 1) * size),
  );
  await mapInFlight(batches, 8, async (batch) => {
    let left: readonly T[] = batch;
    for (let tries = 1; left.length > 0; tries += 1) {
      const unprocessed = new Set((await ask(left)).map(keyText));
      left = left.filter((entry) => unprocessed.has(keyText(entry)));
      if (left.length === 0) return;
      if (tries === mostTries) throw new Error(`DynamoDB left ${left.length} keys unprocessed`);
      await wait(25 * 2 ** tries);
    }
  });
};
