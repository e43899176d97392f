import type { JobId } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import type { Outcome } from "../../domain/job/job.ts";
import type { History } from "../../ports/store.ts";
import type { ListCursors } from "../list/list-cursor.ts";
import { listPage, type ReadBehind } from "../list/list-page.ts";
import type { Row, Table } from "../table/table.ts";
import { entriesPerChunk, historyPartition, StoredHistory } from "./history-item.ts";

export const historyOfJob =
  (table: Table, cursors: ListCursors): History["ofJob"] =>
  (jobId, page, outcome) =>
    listPage({
      cursors,
      list: `history of ${jobId}${outcome === undefined ? "" : ` ${outcome}`}`,
      page,
      read: readJob(table, jobId, outcome),
    });

/** Sorts behind every index. */
const chunkEnd = "~";

/** Positions are `<chunk>/<index>`: a page may end inside a chunk. */
const readJob =
  (table: Table, jobId: JobId, outcome: Outcome | undefined): ReadBehind<HistoryEntry> =>
  async (position, limit) => {
    const [chunk, index] = position?.split("/") ?? [];
    const partition = historyPartition(jobId);
    const began =
      chunk === undefined || index === chunkEnd
        ? []
        : await table.getMany([{ pk: partition, sk: chunk }], "eventual");
    const { rows, next } = await table.query({
      partition,
      sort: chunk === undefined ? undefined : { is: "above", value: chunk },
      limit: Math.ceil(limit / entriesPerChunk),
    });
    const placed = [...began, ...rows].flatMap(linesOf);
    const rest = placed
      .filter(({ at }) => at > (position ?? ""))
      .map(({ at, item }) =>
        outcome === undefined || item.outcome === outcome ? { at, item } : { at, item: undefined },
      );
    return { rows: rest, next: next === undefined ? undefined : `${next}/${chunkEnd}` };
  };

const linesOf = (row: Row) => {
  const { sk, z: entries } = StoredHistory.parse(row);
  return entries.map((item, index) => ({ at: `${sk}/${String(index).padStart(4, "0")}`, item }));
};
