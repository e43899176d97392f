import { afterAll, describe, expect, test } from "vitest";
import { type Counts, noCounts, sumOf } from "./coverage.ts";
import { describeFailure } from "./describe-failure.ts";
import { runSeeds } from "./seeds.ts";

const slices = 10;
const perSlice = 50;
let counts: Counts = noCounts;

afterAll(() => console.log("The simulator came across", counts));

describe("Whatever people do and whatever fails, when it is calm again I1 to I9 hold", () => {
  test.each(Array.from({ length: slices }, (_, slice) => slice * perSlice + 1))(
    "seeds from %i on",
    async (start) => {
      const ran = await runSeeds({ start, count: perSlice });
      counts = sumOf(counts, ran.counts);
      const [first] = ran.failures;
      expect(first === undefined ? "" : await describeFailure(first)).toBe("");
    },
    180_000,
  );
});
