import fc from "fast-check";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { Side } from "../../../lib/domain/side.ts";
import { aMapping, type Given, type Pair, text } from "../model-pair.ts";

export const names = ["name", "city", "phone", "email"] as const;
export const value = fc.constantFrom(null, "A", "B", "C");
const policy = fc.constantFrom("manual", "businessCentralWins", "dataverseWins", "latestWins");
const direction = fc.constantFrom("bidirectional", "toDataverse", "toBusinessCentral");

const field = (name: string) =>
  fc
    .record({ direction, updateConflict: fc.option(policy, { nil: undefined }) })
    .map((more) => text(name, more));

const mapping = fc
  .record({
    direction: fc.oneof(fc.constant("bidirectional"), direction),
    updateConflict: policy,
    merge: fc.constantFrom("field", "record"),
    onlyCoupled: fc.boolean(),
    fields: fc.tuple(...names.map(field)),
  })
  .map(({ fields, ...more }) => aMapping(fields, more));

const record = fc.record({
  fields: fc.record({ name: value, city: value, phone: value, email: value }),
  modifiedOn: fc.option(fc.integer({ min: 0, max: 2 }).map(instantOf), { nil: undefined }),
});

const base = fc.record(
  { name: value, city: value, phone: value, email: value },
  { requiredKeys: [] },
);

/** A coupled pair as a run finds it: each side read, or known to be as it was. */
const readSide = fc.oneof(
  { weight: 3, arbitrary: record },
  fc.constant<Given>("unchangedSinceBase"),
);
const anySide = fc.oneof(
  { weight: 4, arbitrary: readSide },
  fc.constantFrom<Given>("deleted", "none"),
);
const force = fc.constantFrom("businessCentral", "dataverse", "merge" as const);

export const bothRead: fc.Arbitrary<Pair> = fc.record({
  mapping,
  base,
  businessCentral: record,
  dataverse: record,
});
export const coupled: fc.Arbitrary<Pair> = fc.record({
  mapping,
  base,
  businessCentral: readSide,
  dataverse: readSide,
});
export const anything: fc.Arbitrary<Pair> = fc.record({
  mapping,
  base: fc.option(base, { nil: undefined }),
  businessCentral: anySide,
  dataverse: anySide,
  force: fc.option(
    force.map((use): Pair["force"] => ({ use: isSide(use) ? use : "merge" })),
    {
      nil: undefined,
    },
  ),
});

const isSide = (use: string): use is Side => use === "businessCentral" || use === "dataverse";
