import type { History } from "../../ports/store.ts";
import type { ListCursors } from "../list/list-cursor.ts";
import type { Table } from "../table/table.ts";
import { appendEntries, type HistoryOptions } from "./append-entries.ts";
import { historyOfJob } from "./history-of-job.ts";
import { historyOfRecord } from "./history-of-record.ts";

export const historyOf = (
  table: Table,
  cursors: ListCursors,
  options: HistoryOptions,
): History => ({
  append: appendEntries(table, options),
  ofJob: historyOfJob(table, cursors),
  ofRecord: historyOfRecord(table, cursors),
});
