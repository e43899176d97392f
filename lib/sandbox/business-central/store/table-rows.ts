import type { Row } from "../tables/row.ts";
import { SortedList } from "./sorted-list.ts";

/** The rows of one table with the orders that reading needs. */
export class TableRows {
  readonly #rows = new Map<string, Row>();
  readonly #idByKey = new Map<string, string>();
  readonly #byId = new SortedList<string>((left, right) =>
    left < right ? -1 : Number(left > right),
  );
  readonly #byModified = new SortedList<Row>(
    (left, right) =>
      left.modified - right.modified || (left.id < right.id ? -1 : Number(left.id > right.id)),
  );
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  byKey(key: string): Row | undefined {
    return this.#rows.get(this.#idByKey.get(key) ?? "");
  }

  put(row: Row): void {
    const before = this.#rows.get(row.id);
    if (before === undefined) this.#byId.add(row.id);
    else this.#forgetOrder(before);
    this.#rows.set(row.id, row);
    this.#byModified.add(row);
    this.#idByKey.set(this.#keyOf(row), row.id);
  }

  remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#forgetOrder(row);
    this.#byId.remove(id);
    this.#rows.delete(id);
  }

  /** In the order of their ids, from the first after this one: what paging walks. */
  *afterId(id: string | undefined): Generator<Row> {
    const ids = this.#byId.inOrder();
    let at = id === undefined ? 0 : this.#byId.firstFrom(id);
    if (id !== undefined && ids[at] === id) at += 1;
    for (; at < ids.length; at += 1) {
      const row = this.#rows.get(ids[at] ?? "");
      if (row !== undefined) yield row;
    }
  }

  /** All that were modified at this stamp or later, oldest first. */
  modifiedFrom(stamp: number): readonly Row[] {
    const first = { id: "", created: 0, modified: stamp, fields: {} };
    return this.#byModified.inOrder().slice(this.#byModified.firstFrom(first));
  }

  #keyOf(row: Row): string {
    return String(row.fields[this.#key] ?? "");
  }

  #forgetOrder(row: Row): void {
    this.#byModified.remove(row);
    if (this.#idByKey.get(this.#keyOf(row)) === row.id) this.#idByKey.delete(this.#keyOf(row));
  }
}
