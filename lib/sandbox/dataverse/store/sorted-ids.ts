/**
 * The ids of a table in key order, for pages that start behind a key. New ids wait until somebody
 * reads, so that a hundred thousand inserts cost one sort; deleted ids stay and are read over.
 */
export class SortedIds {
  readonly #known = new Set<string>();
  #sorted: string[] = [];
  #waiting: string[] = [];

  add(id: string): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.#waiting.push(id);
  }

  /** All ids behind `after`, deleted ones included. */
  *behind(after: string | undefined): Generator<string> {
    this.#settle();
    const sorted = this.#sorted;
    for (
      let at = after === undefined ? 0 : firstBehind(sorted, after);
      at < sorted.length;
      at += 1
    ) {
      const id = sorted[at];
      if (id !== undefined) yield id;
    }
  }

  #settle(): void {
    if (this.#waiting.length === 0) return;
    if (this.#waiting.length > 64) {
      this.#sorted = [...this.#sorted, ...this.#waiting].toSorted();
    } else {
      for (const id of this.#waiting) this.#sorted.splice(firstBehind(this.#sorted, id), 0, id);
    }
    this.#waiting = [];
  }
}

function firstBehind(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
