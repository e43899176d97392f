/**
 * Keeps things in order cheaply while most of them arrive one by one or in one great heap: what was
 * added waits in a heap of its own until somebody reads.
 */
export class SortedList<T> {
  readonly #compare: (left: T, right: T) => number;
  #sorted: T[] = [];
  #waiting: T[] = [];

  constructor(compare: (left: T, right: T) => number) {
    this.#compare = compare;
  }

  add(thing: T): void {
    this.#waiting.push(thing);
  }

  remove(thing: T): void {
    const sorted = this.inOrder();
    const at = this.#firstFrom(sorted, thing);
    const found = sorted[at];
    if (found !== undefined && this.#compare(found, thing) === 0) this.#sorted.splice(at, 1);
  }

  inOrder(): readonly T[] {
    if (this.#waiting.length > 32) {
      this.#sorted = [...this.#sorted, ...this.#waiting].toSorted(this.#compare);
    } else {
      for (const thing of this.#waiting) {
        this.#sorted.splice(this.#firstFrom(this.#sorted, thing), 0, thing);
      }
    }
    this.#waiting = [];
    return this.#sorted;
  }

  /** Where the first thing stands that is not before this one. */
  firstFrom(thing: T): number {
    return this.#firstFrom(this.inOrder(), thing);
  }

  #firstFrom(sorted: readonly T[], thing: T): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = sorted[middle];
      if (candidate !== undefined && this.#compare(candidate, thing) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
