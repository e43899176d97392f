import type { HistoryRef } from "../../domain/ids.ts";
import { epochOf } from "../../domain/instant.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import type { Clock, Ids } from "../../ports/clock.ts";
import type { History } from "../../ports/store.ts";
import { mapInFlight } from "../table/in-flight.ts";
import { type Packed, pack, packedBytes } from "../table/packed.ts";
import { mostItemBytes, shortenedTo } from "../table/shorten.ts";
import type { Table } from "../table/table.ts";
import {
  chunkSortKey,
  entriesPerChunk,
  historyPartition,
  refTo,
  StoredHistory,
} from "./history-item.ts";

export interface HistoryOptions {
  readonly clock: Clock;
  readonly ids: Pick<Ids, "short">;
}

export const appendEntries =
  (table: Table, { clock, ids }: HistoryOptions): History["append"] =>
  async (jobId, groups, expiresAt) => {
    /* New for every append: a step that is delivered twice never overwrites what it wrote first. */
    const append = `${epochOf(clock.now()).toString(36).padStart(9, "0")}-${ids.short()}`;
    const { entries, newest } = linked(groups, (index) => refTo(jobId, append, index));
    await mapInFlight(chunksOf(entries), 8, ({ start, content }) =>
      table.put({
        pk: historyPartition(jobId),
        sk: chunkSortKey(append, start),
        v: StoredHistory.version,
        z: content,
        expiresAt: Math.ceil(epochOf(expiresAt) / 1000),
      }),
    );
    return newest;
  };

/** Entries of all groups in one row, each but a group's first naming the one before it. */
const linked = (
  groups: readonly (readonly HistoryEntry[])[],
  refOf: (index: number) => HistoryRef,
) => {
  const entries: HistoryEntry[] = [];
  const newest = groups.map((group) => {
    let previous: HistoryRef | undefined;
    for (const entry of group) {
      entries.push(previous === undefined ? entry : { ...entry, previous });
      previous = refOf(entries.length - 1);
    }
    return previous;
  });
  return { entries, newest };
};

interface Chunk {
  /** Index of its first entry within the append. */
  readonly start: number;
  readonly content: Packed;
}

const chunksOf = (entries: readonly HistoryEntry[]): readonly Chunk[] => {
  const starts = Array.from(
    { length: Math.ceil(entries.length / entriesPerChunk) },
    (_, index) => index * entriesPerChunk,
  );
  return starts.flatMap((start) =>
    splitToFit(start, entries.slice(start, start + entriesPerChunk)),
  );
};

const splitToFit = (start: number, entries: readonly HistoryEntry[]): readonly Chunk[] => {
  const content = pack(entries);
  if (packedBytes(content) <= mostItemBytes) return [{ start, content }];
  if (entries.length === 1) return [{ start, content: pack(shortenedTo(entries)) }];
  const half = Math.ceil(entries.length / 2);
  return [
    ...splitToFit(start, entries.slice(0, half)),
    ...splitToFit(start + half, entries.slice(half)),
  ];
};
