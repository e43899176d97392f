import { expect, test } from "vitest";
import { failed, ok } from "../../lib/domain/result.ts";
import {
  updateAllUnderRevision,
  updateUnderRevision,
} from "../../lib/sync/context/update-under-revision.ts";

interface Counter {
  readonly revision: number;
  readonly count: number;
}

/** Somebody else adds ten before each of the first `overtakes` writes. */
function storedCounter(overtakes: number) {
  let stored: Counter = { revision: 1, count: 0 };
  let writes = 0;
  return {
    get: () => Promise.resolve(ok(stored)),
    save: (before: Counter, after: Counter) => {
      writes += 1;
      if (writes <= overtakes) {
        stored = { revision: stored.revision + 1, count: stored.count + 10 };
      }
      if (before.revision !== stored.revision) return Promise.resolve("stale" as const);
      stored = { ...after, revision: before.revision + 1 };
      return Promise.resolve("saved" as const);
    },
    writes: () => writes,
  };
}

const addOne = (counter: Counter) => ok({ ...counter, count: counter.count + 1 });

test("a change that lost the race is made to what the others left", async () => {
  const counter = storedCounter(3);

  const updated = await updateUnderRevision({ ...counter, change: addOne });

  expect(updated).toEqual(ok({ revision: 5, count: 31 }));
  expect(await counter.get()).toEqual(updated);
});

test("nothing is written where there is nothing to change, or the change is not allowed", async () => {
  const counter = storedCounter(0);

  expect(await updateUnderRevision({ ...counter, change: (same: Counter) => ok(same) })).toEqual(
    ok({ revision: 1, count: 0 }),
  );
  expect(await updateUnderRevision({ ...counter, change: () => failed("ended") })).toEqual(
    failed("ended"),
  );
  expect(counter.writes()).toBe(0);
});

test("what loses every race gives up after twenty tries, one item and many alike", async () => {
  const counter = storedCounter(Number.POSITIVE_INFINITY);

  await expect(updateUnderRevision({ ...counter, change: addOne })).rejects.toThrow("20 times");
  expect(counter.writes()).toBe(20);

  let rounds = 0;
  const alwaysLost = (items: readonly number[]) => {
    rounds += 1;
    return Promise.resolve(items.map(() => "stale" as const));
  };
  const again = (lost: readonly number[]) => Promise.resolve(lost);
  await expect(updateAllUnderRevision([1, 2], alwaysLost, again)).rejects.toThrow("20 times");
  expect(rounds).toBe(20);
});
