export interface Change {
  readonly version: number;
  readonly id: string;
  readonly kind: "put" | "removed";
}

/** Every change of one table in version order: a delta read touches only what lies in its window. */
export class ChangeLog {
  readonly #changes: Change[] = [];

  append(change: Change): void {
    this.#changes.push(change);
  }

  /** For a transaction that is undone, newest first. */
  takeBack(): void {
    this.#changes.pop();
  }

  /** Changes after `after`, up to and with `upTo`. */
  *window(after: number, upTo: number): Generator<Change> {
    for (let at = this.#firstAfter(after); at < this.#changes.length; at += 1) {
      const change = this.#changes[at];
      if (change === undefined || change.version > upTo) return;
      yield change;
    }
  }

  #firstAfter(version: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle]?.version ?? 0) <= version) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
