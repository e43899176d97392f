import { type Row, type StoredValue, textOf } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { ChangeLog } from "./change-log.ts";
import { SortedIds } from "./sorted-ids.ts";

/** By whom a row was made, changed or is owned is no relation to look after. */
const stamps = new Set(["createdby", "modifiedby", "ownerid"]);

/** The rows of one table with the indexes over them. Only the row store changes them. */
export class TableRows {
  readonly definition: TableDefinition;
  readonly log = new ChangeLog();
  /** The lookups whose target's deletion or merge concerns this table. */
  readonly relations: readonly string[];
  metadataVersion = 0;
  readonly #rows = new Map<string, Row>();
  readonly #ids = new SortedIds();
  readonly #uniques: readonly UniqueIndex[];

  constructor(definition: TableDefinition) {
    this.definition = definition;
    this.relations = Object.entries(definition.columns).flatMap(([name, column]) =>
      column.kind === "lookup" && !stamps.has(name) ? [name] : [],
    );
    this.#uniques = [
      ...(definition.alternateKeys ?? []),
      ...(definition.uniqueColumns ?? []).map((column) => [column]),
    ].map((columns) => ({ columns, idByKey: new Map<string, string>() }));
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** Rows in key order, behind `after` or from the start. */
  *inKeyOrder(after?: string): Generator<Row> {
    for (const id of this.#ids.behind(after)) {
      const row = this.#rows.get(id);
      if (row !== undefined) yield row;
    }
  }

  /** The row that has these values in these columns, which must be a key of the table. */
  find(columns: readonly string[], values: Readonly<Record<string, StoredValue>>): Row | undefined {
    const index = this.#uniques.find((unique) => sameColumns(unique.columns, columns));
    const key = index === undefined ? undefined : keyOf(index.columns, values);
    const id = key === undefined ? undefined : index?.idByKey.get(key);
    return id === undefined ? undefined : this.#rows.get(id);
  }

  /** The columns in which another row already has what this one would have. */
  clash(row: Pick<Row, "id" | "values">): readonly string[] | undefined {
    return this.#uniques.find(({ columns, idByKey }) => {
      const key = keyOf(columns, row.values);
      const holder = key === undefined ? undefined : idByKey.get(key);
      return holder !== undefined && holder !== row.id;
    })?.columns;
  }

  swap(before: Row | undefined, after: Row | undefined): void {
    for (const { columns, idByKey } of this.#uniques) {
      const old = before === undefined ? undefined : keyOf(columns, before.values);
      const next = after === undefined ? undefined : keyOf(columns, after.values);
      if (old !== undefined) idByKey.delete(old);
      if (next !== undefined && after !== undefined) idByKey.set(next, after.id);
    }
    if (after === undefined) {
      if (before !== undefined) this.#rows.delete(before.id);
      return;
    }
    this.#rows.set(after.id, after);
    this.#ids.add(after.id);
  }
}

interface UniqueIndex {
  readonly columns: readonly string[];
  readonly idByKey: Map<string, string>;
}

const sameColumns = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((column) => other.includes(column));

/** A blank in a key column takes the row out of the check. Letter case does not count. */
function keyOf(
  columns: readonly string[],
  values: Readonly<Record<string, StoredValue>>,
): string | undefined {
  const parts: string[] = [];
  for (const column of columns) {
    const value = values[column];
    if (value === undefined || value === null) return undefined;
    parts.push(textOf(value).toLowerCase());
  }
  return parts.join("\n");
}
