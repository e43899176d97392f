import * as z from "zod/mini";

import type { Journal } from "../../web/journal.ts";
import type { Row } from "../tables/row.ts";
import { TableName } from "../tables/table-names.ts";
import { tables } from "../tables/tables.ts";
import { TableRows } from "./table-rows.ts";

export interface RowChange {
  readonly table: TableName;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

const JournalLine = z.object({
  table: TableName,
  id: z.string(),
  row: z.nullable(
    z.object({
      id: z.string(),
      created: z.number(),
      modified: z.number(),
      fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
});

/** All rows of the company. Writes happen in transactions, and the journal gets them when they are kept. */
export class Store {
  readonly #tables = new Map<TableName, TableRows>();
  readonly #journal: Journal;
  readonly #lateCommitMs: () => number;
  readonly #onCommit: (changes: readonly RowChange[]) => void;
  #depth = 0;
  #changes: RowChange[] = [];
  #late: { readonly dueAt: number; readonly changes: readonly RowChange[] }[] = [];

  constructor(options: {
    readonly journal: Journal;
    readonly lateCommitMs: () => number;
    readonly onCommit: (changes: readonly RowChange[]) => void;
  }) {
    this.#journal = options.journal;
    this.#lateCommitMs = options.lateCommitMs;
    this.#onCommit = options.onCommit;
    for (const entry of this.#journal.replay()) {
      const { table, id, row } = JournalLine.parse(entry);
      if (row === null) this.rows(table).remove(id);
      else this.rows(table).put(row);
    }
  }

  rows(table: TableName): TableRows {
    const rows = this.#tables.get(table) ?? new TableRows(tables[table].key);
    this.#tables.set(table, rows);
    return rows;
  }

  put(table: TableName, row: Row): void {
    this.#changes.push({ table, before: this.rows(table).get(row.id), after: row });
    this.rows(table).put(row);
  }

  remove(table: TableName, id: string): void {
    const before = this.rows(table).get(id);
    if (before === undefined) return;
    this.#changes.push({ table, before, after: undefined });
    this.rows(table).remove(id);
  }

  /** What was written inside stays only when `keeps` says so of the outcome. May be nested. */
  transaction<T>(now: number, work: () => T, keeps: (outcome: T) => boolean): T {
    const mark = this.#changes.length;
    this.#depth += 1;
    let kept = false;
    try {
      const outcome = work();
      kept = keeps(outcome);
      return outcome;
    } finally {
      this.#depth -= 1;
      if (!kept) this.#undoTo(mark);
      if (this.#depth === 0) this.#commit(now);
    }
  }

  /** Shows the writes whose late commit is due. */
  settle(now: number): void {
    if (this.#late.length === 0) return;
    const due = this.#late.filter((one) => one.dueAt <= now);
    this.#late = this.#late.filter((one) => one.dueAt > now);
    for (const { changes } of due) {
      for (const change of changes) this.#apply(change.table, change, change.after);
      this.#onCommit(changes);
    }
  }

  #commit(now: number): void {
    const changes = this.#changes;
    this.#journal.append(
      changes.map(({ table, before, after }) => ({
        table,
        id: after?.id ?? before?.id,
        row: after ?? null,
      })),
    );
    const late = this.#lateCommitMs();
    if (late > 0 && changes.length > 0) {
      this.#undoTo(0);
      this.#late.push({ dueAt: now + late, changes });
    } else if (changes.length > 0) {
      this.#onCommit(changes);
    }
    this.#changes = [];
  }

  #undoTo(mark: number): void {
    for (const change of this.#changes.slice(mark).toReversed()) {
      this.#apply(change.table, change, change.before);
    }
    this.#changes = this.#changes.slice(0, mark);
  }

  #apply(table: TableName, change: RowChange, row: Row | undefined): void {
    if (row === undefined) this.rows(table).remove(change.after?.id ?? change.before?.id ?? "");
    else this.rows(table).put(row);
  }
}
