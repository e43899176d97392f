import type { Result } from "../../../domain/result.ts";
import type { Journal } from "../../web/journal.ts";
import { lookupIn, type Row, type Values } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { JournalEntry } from "./journal-entry.ts";
import { TableRows } from "./table-rows.ts";

/** A column of a row that points to another row. */
export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/** All rows of the organisation, their versions and what points to what. */
export class RowStore {
  readonly #tables: ReadonlyMap<string, TableRows>;
  /** By the id pointed to: `table column id` of the rows that do. */
  readonly #references = new Map<string, Set<string>>();
  readonly #journal: Journal;
  readonly #undo: (() => void)[] = [];
  #version = 1_000_000;
  #open = 0;
  #isLoading = true;
  #unwritten: JournalEntry[] = [];
  #heldBack: { readonly version: number; readonly until: number }[] = [];

  constructor(definitions: readonly TableDefinition[], journal: Journal) {
    this.#tables = new Map(definitions.map((table) => [table.logicalName, new TableRows(table)]));
    this.#journal = journal;
    for (const line of journal.replay()) this.#replay(JournalEntry.parse(line));
    this.#isLoading = false;
  }

  table(name: string): TableRows {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`The sandbox has no table ${name}`);
    return table;
  }

  get version(): number {
    return this.#version;
  }

  /** All or nothing, also inside another `atomically`: a failure takes back what `work` did. */
  atomically<T, F>(work: () => Result<T, F>): Result<T, F> {
    const before = this.#undo.length;
    const written = this.#unwritten.length;
    const outcome = this.#within(work);
    if (!outcome.ok) {
      while (this.#undo.length > before) this.#undo.pop()?.();
      this.#unwritten.length = written;
    }
    if (this.#open === 0) this.#commit();
    return outcome;
  }

  /** Much at once, written in one go, with no way back. */
  load(work: () => void): void {
    this.#isLoading = true;
    this.#within(work);
    this.#isLoading = false;
    this.#commit();
  }

  put(table: string, id: string, values: Values, heldUntil?: number): Row {
    const row = { id, version: this.#nextVersion(heldUntil), values };
    this.#change({ kind: "put", table, ...row });
    return row;
  }

  remove(table: string, id: string, heldUntil?: number): void {
    this.#change({ kind: "removed", table, id, version: this.#nextVersion(heldUntil) });
  }

  /** After this, delta tokens given out earlier for the table have expired. */
  noteMetadataChange(table: string): void {
    this.#change({ kind: "metadata", table, version: this.#nextVersion() });
  }

  referencesTo(id: string): readonly Reference[] {
    return [...(this.#references.get(id) ?? [])].map((key) => {
      const [table = "", column = "", from = ""] = key.split(" ");
      return { table, column, id: from };
    });
  }

  /** The newest version a delta may tell of: not past a write that others do not see yet. */
  horizon(now: number): number {
    this.#heldBack = this.#heldBack.filter((write) => write.until > now);
    return (this.#heldBack[0]?.version ?? this.#version + 1) - 1;
  }

  #within<T>(work: () => T): T {
    this.#open += 1;
    try {
      return work();
    } finally {
      this.#open -= 1;
    }
  }

  #nextVersion(heldUntil?: number): number {
    this.#version += 1;
    if (heldUntil !== undefined) this.#heldBack.push({ version: this.#version, until: heldUntil });
    return this.#version;
  }

  #change(entry: JournalEntry): void {
    this.#apply(entry);
    this.#unwritten.push(entry);
    if (this.#open === 0) this.#commit();
  }

  #commit(): void {
    this.#journal.append(this.#unwritten);
    this.#unwritten = [];
    this.#undo.length = 0;
  }

  #replay(entry: JournalEntry): void {
    this.#version = Math.max(this.#version, entry.version);
    this.#apply(entry);
  }

  #apply(entry: JournalEntry): void {
    const rows = this.table(entry.table);
    if (entry.kind === "metadata") {
      rows.metadataVersion = entry.version;
      return;
    }
    const before = rows.get(entry.id);
    const after = entry.kind === "put" ? entry : undefined;
    this.#swap(rows, before, after);
    rows.log.append({
      version: entry.version,
      id: entry.id,
      kind: entry.kind,
    });
    if (this.#isLoading) return;
    this.#undo.push(() => {
      rows.log.takeBack();
      this.#swap(rows, after, before);
    });
  }

  #swap(rows: TableRows, before: Row | undefined, after: Row | undefined): void {
    for (const { to, key } of referencesOf(rows, before)) this.#references.get(to)?.delete(key);
    for (const { to, key } of referencesOf(rows, after)) {
      const known = this.#references.get(to);
      if (known === undefined) this.#references.set(to, new Set([key]));
      else known.add(key);
    }
    rows.swap(before, after);
  }
}

function referencesOf(
  { definition, relations }: TableRows,
  row: Row | undefined,
): readonly { readonly to: string; readonly key: string }[] {
  if (row === undefined) return [];
  const found: { to: string; key: string }[] = [];
  for (const column of relations) {
    const to = lookupIn(row.values, column)?.id;
    if (to !== undefined) found.push({ to, key: `${definition.logicalName} ${column} ${row.id}` });
  }
  return found;
}
