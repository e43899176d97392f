import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeNewest, type ReadNewest } from "../../lib/store/list/merge-newest.ts";

const partitionOf =
  (places: readonly string[]): ReadNewest<string> =>
  (before, limit) => {
    const newestFirst = places.toSorted().toReversed();
    const behind = newestFirst.filter((at) => before === undefined || at < before);
    const lines = behind.slice(0, limit).map((at) => ({ at, value: at }));
    const next = behind.length > limit ? lines.at(-1)?.at : undefined;
    return Promise.resolve({ lines, next });
  };

describe("several sorted partitions as one list", () => {
  test("pages of any size give every line once, newest first", async () => {
    const places = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(
        places,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        async (all, count, limit) => {
          const partitions = Array.from({ length: count }, (_, number) =>
            partitionOf(all.filter((_place, index) => index % count === number)),
          );
          const read: string[] = [];
          let before: string | undefined;
          do {
            const page = await mergeNewest(partitions, before, limit);
            expect(page.lines.length).toBeLessThanOrEqual(limit);
            read.push(...page.lines.map(({ value }) => value));
            before = page.next;
          } while (before !== undefined);
          expect(read).toEqual(all.toSorted().toReversed());
        },
      ),
    );
  });

  test("no partitions make an empty list", async () => {
    expect(await mergeNewest([], undefined, 5)).toEqual({ lines: [], next: undefined });
  });
});
