import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision, FieldChange } from "../../../lib/domain/decision/decision.ts";
import { fieldsWithoutBase } from "../../../lib/domain/decision/field-pairs.ts";
import { fieldFlowsTo } from "../../../lib/domain/mapping/field-flow.ts";
import { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { otherSide, type PerSide, type Side, sides } from "../../../lib/domain/side.ts";
import {
  aMapping,
  carriedOut,
  decideOn,
  type Memory,
  mirrored,
  type Pair,
  text,
  valuesOn,
} from "../model-pair.ts";
import { anything, bothRead, coupled, names, value } from "./any-pair.ts";

/** 1000 pairs, unless all tests are told to try fewer cases. */
const numRuns = 10 * (fc.readConfigureGlobal().numRuns ?? 100);

const holds = (law: fc.IProperty<[Pair]>) => fc.assert(law, { numRuns: 1.5 * numRuns });

test("L1 carrying out a decision leaves nothing to decide: every pair converges in one round", () => {
  holds(
    fc.property(fc.oneof(coupled, anything), (pair) => {
      const decision = decideOn(pair);
      fc.pre(["write", "create", "agree"].includes(decision.kind) && isKnown(pair));

      expect(decideOn(carriedOut(pair, decision))).toEqual({ kind: "nothing" });
    }),
  );
});

/** What a side `unchangedSinceBase` holds is known only in fields that the base names. */
const isKnown = (pair: Pair): boolean =>
  sides.every((side) => pair[side] !== "unchangedSinceBase") ||
  fieldsWithoutBase(pair.mapping, pair.base ?? {}).length === 0;

test("L2 a pair seen in a mirror is decided in the mirror: no side is the master", () => {
  holds(
    fc.property(anything, (pair) => {
      expect(essence(decideOn(mirrored(pair)), otherSide)).toEqual(essence(decideOn(pair), asItIs));
    }),
  );
});

test("L3 no side ever gets a value that the other did not hold", () => {
  holds(
    fc.property(anything, (pair) => {
      const decision = decideOn(pair);
      const changes =
        decision.kind === "write" || decision.kind === "create" ? decision.changes : [];

      for (const change of changes) {
        const from = otherSide[change.to];
        const held = pair[from] === "unchangedSinceBase" ? { ...pair.base } : valuesOn(pair, from);
        expect(change.value).toBe(held[change.field]);
      }
    }),
  );
});

test("L4 edits to different fields of one record merge, both ways, with nobody asked", () => {
  const owner = fc.constantFrom<Side | undefined>("businessCentral", "dataverse", undefined);
  const fields = fc.record({ name: value, city: value, phone: value, email: value });
  const owners = fc.record({ name: owner, city: owner, phone: owner, email: owner });
  fc.assert(
    fc.property(fields, owners, fields, (before, edited, edits) => {
      const heldOn = (side: Side) =>
        Object.fromEntries(
          names.map((name) => [name, edited[name] === side ? edits[name] : before[name]]),
        );
      const expected = Object.fromEntries(
        names.map((name) => [name, edited[name] === undefined ? before[name] : edits[name]]),
      );
      const pair: Pair = {
        mapping: aMapping(names.map((name) => text(name))),
        base: before,
        businessCentral: { fields: heldOn("businessCentral") },
        dataverse: { fields: heldOn("dataverse") },
      };
      const after = carriedOut(pair, decideOn(pair));

      for (const side of sides) expect(valuesOn(after, side)).toEqual(expected);
    }),
    { numRuns },
  );
});

test("L5 nothing flows against the direction of a field or of its mapping, forced or not", () => {
  holds(
    fc.property(anything, (pair) => {
      const decision = decideOn(pair);
      const changes =
        decision.kind === "write" || decision.kind === "create" ? decision.changes : [];

      for (const { field: name, to } of changes) {
        const mapped = pair.mapping.fields.find((one) => one.name === name);
        expect(mapped !== undefined && fieldFlowsTo(pair.mapping, mapped, to)).toBe(true);
      }
    }),
  );
});

test("L6 a two-way field that moved apart on both sides is never written while people decide", () => {
  holds(
    fc.property(bothRead, (pair) => {
      const manual = {
        ...pair,
        mapping: TableMapping.parse({
          ...pair.mapping,
          direction: "bidirectional",
          updateConflict: "manual",
          fields: pair.mapping.fields.map((one) => ({
            ...one,
            direction: "bidirectional",
            updateConflict: undefined,
          })),
        }),
      };
      const [ours, theirs] = [valuesOn(manual, "businessCentral"), valuesOn(manual, "dataverse")];
      const disputed = manual.mapping.fields.some(({ name }) => {
        const agreed = pair.base?.[name];
        const bothMoved = ours[name] !== agreed && theirs[name] !== agreed;
        return agreed !== undefined && bothMoved && ours[name] !== theirs[name];
      });
      fc.pre(disputed);

      expect(decideOn(manual).kind).toBe("conflict");
    }),
  );
});

test("L7 an app that makes something else of a value is taken at its word in the next round", () => {
  const lowering: Memory = (_property, one) => (typeof one === "string" ? one.toLowerCase() : one);
  const faithfully: Memory = (_property, one) => one;
  holds(
    fc.property(bothRead, (pair) => {
      const memory = { businessCentral: faithfully, dataverse: lowering };
      const twoWay = aMapping(names.map((name) => text(name, { updateConflict: "dataverseWins" })));
      let now: Pair = { ...pair, mapping: twoWay };
      for (let round = 0; round < 3; round += 1) now = carriedOut(now, decideOn(now), memory);

      expect(valuesOn(now, "businessCentral")).toEqual(valuesOn(now, "dataverse"));
      expect(decideOn(now)).toEqual({ kind: "nothing" });
    }),
  );
});

test("L8 a person's choice of a side leaves the other with the same in every field that may flow", () => {
  holds(
    fc.property(bothRead, (pair) => {
      const forced: Pair = { ...pair, force: { use: "businessCentral" } };
      const after = carriedOut(forced, decideOn(forced));

      for (const one of pair.mapping.fields) {
        if (!fieldFlowsTo(pair.mapping, one, "dataverse")) continue;
        expect(valuesOn(after, "dataverse")[one.name]).toBe(
          valuesOn(pair, "businessCentral")[one.name],
        );
      }
    }),
  );
});

/** What is decided, without the apps' own properties, in one order, with the sides renamed. */
function essence(decision: Decision, as: PerSide<Side>): unknown {
  const renamed = (those: readonly Side[]) => sides.filter((side) => those.includes(as[side]));
  const changesOf = (changes: readonly FieldChange[]) =>
    changes
      .map((change) => ({ ...change, to: as[change.to] }))
      .toSorted((a, b) => (a.field < b.field ? -1 : 1));
  switch (decision.kind) {
    case "write": {
      const { kind, agreed, waiting, changes, writes } = decision;
      const written = renamed(writes.map(({ side }) => side));
      return { kind, agreed, waiting, changes: changesOf(changes), written };
    }
    case "create": {
      const { kind, on, changes, waiting } = decision;
      return { kind, waiting, changes: changesOf(changes), on: as[on] };
    }
    case "conflict":
      return decision.comparison.map((one) => ({
        ...one,
        businessCentral: one[as.businessCentral],
        dataverse: one[as.dataverse],
      }));
    case "counterpartDeleted":
      return { ...decision, missing: as[decision.missing] };
    case "leaveOut":
      return { ...decision, unread: renamed(decision.unread) };
    case "nothing":
    case "agree":
    case "bothDeleted":
    case "refuse":
      return decision;
  }
}

const asItIs: PerSide<Side> = { businessCentral: "businessCentral", dataverse: "dataverse" };
