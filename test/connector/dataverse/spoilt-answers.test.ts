import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accounts,
  anOrganisation,
  batchOf,
  idOf,
  type PartTold,
  rowOf,
  type Told,
} from "./organisation.ts";
import { partOf, update, writeTo, written } from "./told-writes.ts";

describe("FM14 answers that are not whole", () => {
  const first = { status: 200, body: rowOf(1) };
  const third = { status: 200, body: rowOf(3) };

  test("with a part missing, only rows say whose outcome they are", async () => {
    const { report } = await writeTo([update(1), update(2), update(3)], batchOf([first, third]));
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }, written(3)]);
  });

  test("with parts out of order, an error belongs to nobody", async () => {
    const error = partOf(412, "0x80060882");
    const { report } = await writeTo(
      [update(1), update(2), update(3)],
      batchOf([third, error, first]),
    );
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }, written(3)]);
  });

  test("a part that cannot be read is unknown, the others stand", async () => {
    const told = batchOf([first, partOf(412, "0x80060882"), third]);
    const body = told.body?.replace("HTTP/1.1 412", "HTTP 412");
    const { report } = await writeTo([update(1), update(2), update(3)], { ...told, body });
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }, written(3)]);
  });

  test("an update without its row to show is unknown, because its version is", async () => {
    const { report } = await writeTo([update(1)], batchOf([{ status: 204 }]));
    expect(report.outcomes).toEqual([{ kind: "unknown" }]);
  });

  test("a batch cut short keeps what is certain", async () => {
    const told = batchOf([first, { status: 200, body: rowOf(2) }]);
    const body = told.body?.slice(0, told.body.indexOf(idOf(2)));
    const { report } = await writeTo([update(1), update(2)], { ...told, body });
    expect(report.outcomes).toEqual([written(1), { kind: "unknown" }]);
  });
});

test("FM14 parts lost, spoilt or cut off never give a write another's outcome", async () => {
  const truths = ["written", "changedMeanwhile", "refused"] as const;
  const partBy = {
    written: (n: number): PartTold => ({ status: 200, body: rowOf(n) }),
    changedMeanwhile: (): PartTold => partOf(412, "0x80060882"),
    refused: (n: number): PartTold => partOf(400, "0x80044331", idOf(n)),
  };
  const Deps = fc.array(
    fc.record({ truth: fc.constantFrom(...truths), isLost: fc.boolean(), isSpoilt: fc.boolean() }),
    { minLength: 1, maxLength: 8 },
  );
  let told: Told = {};
  const { dataverse } = await anOrganisation(() => told);

  await fc.assert(
    fc.asyncProperty(Deps, fc.double({ min: 0, max: 1, noNaN: true }), async (parts, kept) => {
      const left = parts.flatMap(({ truth, isLost, isSpoilt }, index) => {
        const part = partBy[truth](index + 1);
        return isLost ? [] : [isSpoilt ? { ...part, status: 0 } : part];
      });
      const whole = batchOf(left);
      told = { ...whole, body: whole.body?.slice(0, Math.ceil(whole.body.length * kept)) };

      const report = await dataverse.write(
        accounts,
        parts.map((_, index) => update(index + 1)),
      );
      const isComplete = kept === 1 && parts.every(({ isLost, isSpoilt }) => !isLost && !isSpoilt);
      report.outcomes.forEach((outcome, index) => {
        const truth = parts[index]?.truth;
        expect(isComplete ? [truth] : [truth, "unknown"]).toContain(outcome.kind);
        if (outcome.kind === "written") expect(outcome.record.id).toBe(idOf(index + 1));
      });
      expect(report.outcomes).toHaveLength(parts.length);
    }),
  );
});
