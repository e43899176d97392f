import type { HistoryRef } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import type { Table } from "../table/table.ts";
import {
  chunkSortKey,
  historyPartition,
  type Place,
  placeOf,
  StoredHistory,
} from "./history-item.ts";

/** Reads single entries; a chunk that holds several of them is read once. */
export const entriesOf = (table: Table) => {
  const chunks = new Map<string, ReadChunk[]>();
  return async (ref: HistoryRef): Promise<HistoryEntry | undefined> => {
    const place = placeOf(ref);
    const name = `${place.jobId}/${place.append}`;
    const known = chunks.get(name) ?? [];
    chunks.set(name, known);
    const at = ({ start, entries }: ReadChunk) => entries[place.index - start];
    const before = known.find((chunk) => at(chunk) !== undefined);
    if (before !== undefined) return at(before);
    const read = await readChunk(table, place);
    if (read === undefined) return undefined;
    known.push(read);
    return at(read);
  };
};

interface ReadChunk {
  readonly start: number;
  readonly entries: readonly HistoryEntry[];
}

const readChunk = async (
  table: Table,
  { jobId, append, index }: Place,
): Promise<ReadChunk | undefined> => {
  const { rows } = await table.query({
    partition: historyPartition(jobId),
    sort: { is: "below", value: chunkSortKey(append, index + 1) },
    newestFirst: true,
    limit: 1,
    consistent: true,
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { sk, z: entries } = StoredHistory.parse(row);
  const [, start] = sk.split(`${append}-`);
  return start === undefined ? undefined : { start: Number(start), entries };
};
