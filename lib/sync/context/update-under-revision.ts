import { ok, type Result } from "../../domain/result.ts";
import type { Saved } from "../../ports/store.ts";

/** As many as may change one thing at the same moment: each gets its turn. */
const mostTries = 20;

interface Update<T, F> {
  /** As it was read before; read anew only when it changed since. */
  readonly known?: T | undefined;
  get(): Promise<Result<T, F>>;
  /** The same object: there is nothing to change, and nothing is written. */
  change(current: T): Result<T, F>;
  save(before: T, after: T): Promise<Saved>;
}

/**
 * Changes one stored thing under its revision. When somebody else changed it meanwhile, the change is
 * made to what they left. Throws after twenty lost tries: a step is then delivered again, and a
 * request answers that it failed.
 */
export async function updateUnderRevision<T extends { readonly revision: number }, F>({
  known,
  get,
  change,
  save,
}: Update<T, F>): Promise<Result<T, F>> {
  let read = known === undefined ? await get() : ok(known);
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (!read.ok) return read;
    const before = read.value;
    const after = change(before);
    if (!after.ok || after.value === before) return after;
    if ((await save(before, after.value)) === "saved") {
      return ok({ ...after.value, revision: before.revision + 1 });
    }
    read = await get();
  }
  throw lostTooOften();
}

/** The same for many at once: `again` makes the change anew to those that somebody else changed meanwhile. */
export async function updateAllUnderRevision<T>(
  changed: readonly T[],
  save: (items: readonly T[]) => Promise<readonly Saved[]>,
  again: (lost: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let open = changed;
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (open.length === 0) return;
    const saved = await save(open);
    open = await again(open.filter((_, index) => saved[index] === "stale"));
  }
  if (open.length > 0) throw lostTooOften();
}

const lostTooOften = (): Error =>
  new Error(`Somebody else changed what was to be stored, ${mostTries} times in a row`);
