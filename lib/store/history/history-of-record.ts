import { HistoryRef, mappingOfId } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/job/history.ts";
import { failed, ok } from "../../domain/result.ts";
import type { History } from "../../ports/store.ts";
import type { ListCursors } from "../list/list-cursor.ts";
import type { Table } from "../table/table.ts";
import { entriesOf } from "./history-entry.ts";
import { placeOf } from "./history-item.ts";

export const historyOfRecord =
  (table: Table, cursors: ListCursors): History["ofRecord"] =>
  async (newest, page) => {
    const list = `history of a record of ${mappingOfId(placeOf(newest).jobId)}`;
    const start = page.cursor === undefined ? newest : await cursors.open(list, page.cursor);
    if (start === undefined) return failed("badCursor");
    const entryAt = entriesOf(table);
    const first = await entryAt(newest);
    const items: HistoryEntry[] = [];
    let at: HistoryRef | undefined = HistoryRef.parse(start);
    while (at !== undefined && items.length < page.limit) {
      const entry: HistoryEntry | undefined = await entryAt(at);
      if (entry === undefined) return ok({ items });
      if (items.length === 0 && first !== undefined && !isSameRecord(first, entry)) {
        return failed("badCursor");
      }
      items.push(entry);
      at = entry.previous;
    }
    return ok(at === undefined ? { items } : { items, cursor: await cursors.sign(list, at) });
  };

/** A record that was restored has a new id on one side and keeps the other. */
const isSameRecord = (one: HistoryEntry, other: HistoryEntry): boolean =>
  (one.businessCentralId !== undefined && one.businessCentralId === other.businessCentralId) ||
  (one.dataverseId !== undefined && one.dataverseId === other.dataverseId);
