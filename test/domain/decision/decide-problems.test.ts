import { expect, test } from "vitest";
import { aMapping, carriedOut, decideOn, type Pair, text, valuesOn } from "../model-pair.ts";

const shortName = text("name", { dataverse: { column: "name", maxLength: 6 } });
const mapping = aMapping([shortName, text("city")]);
const agreed = { name: "Adatum", city: "Oslo" };

const tooLong = (more: Partial<Pair> = {}): Pair => ({
  mapping,
  base: agreed,
  businessCentral: { fields: { ...agreed, name: "Adatum Corporation" } },
  dataverse: { fields: agreed },
  ...more,
});

test("D18 a value that cannot be sent blocks its record, and says which field it is", () => {
  expect(decideOn(tooLong())).toMatchObject({
    kind: "refuse",
    error: "rejected",
    message: expect.stringContaining('"name"'),
    hint: expect.stringMatching(/\w/),
  });
});

test("D18 it blocks creating the record too", () => {
  expect(decideOn(tooLong({ base: undefined, dataverse: "none" }))).toMatchObject({
    kind: "refuse",
    error: "rejected",
  });
});

test("D18 the same value in a field that need not flow blocks nothing", () => {
  const inwards = aMapping([{ ...shortName, direction: "toBusinessCentral" }, text("city")]);
  const pair = tooLong({
    mapping: inwards,
    dataverse: { fields: { ...agreed, city: "Bergen" } },
  });

  expect(decideOn(pair)).toMatchObject({ kind: "write", changes: [{ field: "city" }] });
});

test("D18 all values that cannot be sent are told at once, each sentence once, and nothing is waited for", () => {
  const short = (name: string) => text(name, { dataverse: { column: name, maxLength: 6 } });
  const pair = tooLong({
    mapping: aMapping([short("name"), short("city")]),
    businessCentral: { fields: { name: "Adatum Corporation", city: "Cambridgeshire" } },
  });

  expect(decideOn(pair)).toEqual({
    kind: "refuse",
    error: "rejected",
    message:
      'Field "name": the text has 18 characters, but "name" in Dataverse holds 6. ' +
      'Field "city": the text has 14 characters, but "city" in Dataverse holds 6.',
    hint: 'Shorten the text to 6 characters, or set the field\'s length to "truncate".',
    waitsFor: [],
  });
});

test("D19 a dispute over a value that cannot be sent is told as the value's problem", () => {
  const unmapped = aMapping([
    {
      name: "terms",
      kind: "choice",
      direction: "bidirectional",
      businessCentral: { column: "terms" },
      dataverse: { column: "terms" },
      values: { Net30: 1, Net60: 2 },
    },
  ]);
  const pair: Pair = {
    mapping: unmapped,
    base: { terms: 1 },
    businessCentral: { fields: { terms: "Net60" } },
    dataverse: { fields: { terms: 99 } },
  };

  expect(decideOn(pair)).toMatchObject({ kind: "refuse", error: "rejected" });
});

test("D19 a person gets past it by choosing the other side's data", () => {
  const pair = tooLong({ force: { use: "dataverse" } });
  const after = carriedOut(pair, decideOn(pair));

  expect(valuesOn(after, "businessCentral")).toEqual(agreed);
});

test("D18 a record whose filter cannot be decided is refused, not passed over", () => {
  const filtered = aMapping([text("name")], {
    dataverse: {
      set: "accounts",
      table: "account",
      id: "accountid",
      title: "name",
      filter: [{ column: "statecode", is: "equal", value: 0 }],
    },
  });
  const pair: Pair = {
    mapping: filtered,
    base: { name: "Adatum" },
    businessCentral: "unchangedSinceBase",
    dataverse: { fields: { name: "Renamed" } },
  };

  expect(decideOn(pair)).toMatchObject({ kind: "refuse", error: "rejected" });
});

test("D28 a constant is written along with a change, and never causes one", () => {
  const constant = {
    name: "source",
    kind: "constant",
    direction: "toDataverse",
    side: "dataverse",
    column: "leadsource",
    value: "ERP",
  };
  const withConstant = aMapping([text("name"), text("city"), constant]);
  const pair = tooLong({ mapping: withConstant });

  expect(decideOn(pair)).toMatchObject({
    writes: [{ fields: { name: "Adatum Corporation", leadsource: "ERP" } }],
    changes: [{ field: "name" }],
  });
  expect(decideOn({ ...pair, businessCentral: "unchangedSinceBase" })).toEqual({ kind: "nothing" });
});
