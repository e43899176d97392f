import { describe, expect, test } from "vitest";
import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { checkMapping } from "../../../lib/domain/mapping-checks/check-mapping.ts";
import { aField, aTable } from "../a-field.ts";

type Deps = Readonly<Record<string, unknown>>;

const faultsOf = (mapping: TableMapping, others: readonly TableMapping[] = []) =>
  checkMapping(mapping, others).map(({ path, message }) => `${path}: ${message}`);

const currencies = aTable([aField("text")], { name: "CURRENCY" });
const ofField = (kind: string, more: Deps): readonly string[] =>
  faultsOf(aTable([aField(kind, more)]), [currencies]).map((fault) =>
    fault.replace("fields/field: ", ""),
  );
const link = {
  mapping: "CURRENCY",
  dataverse: { column: "_dv_value", navigation: "dv", set: "contacts" },
};
const toDataverse = { direction: "toDataverse" };
const map = { kind: "map", values: { DK: "Denmark", SE: "Sweden" } };

test.each<[string, string, Deps, string]>([
  ["C9", "choice", { values: {} }, 'Field "field" has an empty value map. Add the options.'],
  [
    "C9",
    "choice",
    { values: { " ": 0, _x0020_: 1 } },
    'The value map of field "field" names one option twice. Remove one of them.',
  ],
  [
    "C9",
    "choice",
    { values: { A: 0, B: true } },
    'The value map of field "field" mixes numbers and booleans. Use one kind.',
  ],
  [
    "C9",
    "choice",
    { values: { A: 1, B: 1 } },
    'The value map of field "field" leads two options to the same number, so the way back is not clear. Make it one to one, or send the field to Dataverse only.',
  ],
  [
    "C9",
    "choice",
    { values: { A: 0 }, blank: "A" },
    'Field "field" uses "A" both as its blank and in its value map. Remove one.',
  ],
  [
    "M11",
    "lookup",
    { ...link, blankIs: "baseCurrency" },
    'Field "field" has blankIs "baseCurrency" but refers to "contacts". Only a lookup to "transactioncurrencies" has a base currency.',
  ],
  [
    "C13",
    "text",
    {
      businessCentral: { columns: ["a1", "a2"], separator: ", " },
      dataverse: { columns: ["b1", "b2"] },
    },
    'Field "field" joins its columns with two different separators. Use one.',
  ],
  [
    "M12",
    "code",
    { on: "create" },
    'Field "field" is written only with a create, so it needs one direction. Choose one.',
  ],
  [
    "M14",
    "integer",
    { startsFrom: "receiver" },
    'Field "field" has startsFrom "receiver", but is synchronized both ways. Remove startsFrom, or give the field one direction.',
  ],
  [
    "M6",
    "guid",
    { dataverse: { column: "accountid" } },
    'Field "field" writes the record\'s id "accountid" in Dataverse. Remove or disable one of the fields.',
  ],
  [
    "M6",
    "guid",
    { businessCentral: { column: "id" } },
    'Field "field" writes the record\'s id "id" in Business Central. Remove or disable one of the fields.',
  ],
  [
    "T2",
    "text",
    { transform: [{ kind: "replace", find: "a", with: "b" }] },
    'Field "field" goes both ways, but "replace" cannot be undone. Give the field one direction, or remove the transformation.',
  ],
  [
    "T2",
    "text",
    { transform: [map], length: "truncate" },
    'Field "field" goes both ways with a map and "truncate": a cut text is not in the map. Set length to "reject".',
  ],
  [
    "T2",
    "text",
    { transform: [{ ...map, otherwise: "keep" }] },
    'The map of field "field" keeps other values, which may then be taken for mapped ones on the way back. Set otherwise to "refuse".',
  ],
  [
    "T2",
    "text",
    { transform: [{ kind: "map", values: { A: "x", B: "x" } }] },
    'The map of field "field" is not one to one without blanks, so it cannot be undone. Give every value its own counterpart, or give the field one direction.',
  ],
  [
    "T2",
    "text",
    { transform: [map, { kind: "lower" }] },
    'The map of field "field" has "Denmark", which the other transformations change. Write it as it is after them.',
  ],
  [
    "T3",
    "text",
    { ...toDataverse, transform: [{ kind: "regex", pattern: "(a+)+$", with: "" }] },
    'The regular expression of field "field" is refused: it repeats a group that itself repeats or has alternatives, which can take very long. Simplify it.',
  ],
])("%s what is wrong with a %s of %j is told with what to do", (_, kind, more, told) => {
  expect(ofField(kind, more)).toEqual([told]);
});

test.each<[string, string, Deps]>([
  [
    "C9 two options of one number where there is no way back",
    "choice",
    { values: { A: 1, B: 1 }, ...toDataverse },
  ],
  ["C9 a blank of its own", "choice", { values: { A: 1 }, blank: "B" }],
  [
    "C9 a blank of no characters beside a blank option",
    "choice",
    { values: { " ": 1 }, blank: "" },
  ],
  [
    "M11 a base currency of a currency",
    "lookup",
    {
      ...link,
      blankIs: "baseCurrency",
      dataverse: { ...link.dataverse, set: "transactioncurrencies" },
    },
  ],
  ["C13 one separator", "text", { dataverse: { columns: ["b1", "b2"], separator: "; " } }],
  [
    "C13 the same separator twice",
    "text",
    { businessCentral: { columns: ["a", "b"] }, dataverse: { columns: ["c", "d"] } },
  ],
  [
    "M6 a column called as the other app's id",
    "guid",
    { businessCentral: { column: "accountid" }, dataverse: { column: "id" } },
  ],
  [
    "M14 a one-way field that begins as its receiver",
    "integer",
    { ...toDataverse, startsFrom: "receiver" },
  ],
  [
    "T2 a map that is spelled as the steps around it leave it",
    "text",
    {
      transform: [{ kind: "lower" }, { kind: "map", values: { dk: "DENMARK" } }, { kind: "upper" }],
    },
  ],
  [
    "T2 a map of a code in capitals",
    "code",
    { transform: [{ kind: "map", values: { DK: "DENMARK" } }] },
  ],
  [
    "T2 a cut text that no map follows",
    "text",
    { transform: [{ kind: "trim" }], length: "truncate" },
  ],
  [
    "T2 anything in a one-way field",
    "text",
    {
      ...toDataverse,
      transform: [{ ...map, otherwise: "keep" }, { kind: "upper" }],
      length: "truncate",
    },
  ],
  [
    "T3 a regular expression that is quick",
    "text",
    { ...toDataverse, transform: [{ kind: "regex", pattern: "a+", with: "" }] },
  ],
])("%s is sound", (_, kind, more) => {
  expect(ofField(kind, more)).toEqual([]);
});

describe("T2 a map in a two-way field is refused", () => {
  const faults = (transform: readonly unknown[], kind = "text") => ofField(kind, { transform });
  const isChanged = (text: string) => [
    `The map of field "field" has "${text}", which the other transformations change. Write it as it is after them.`,
  ];

  test("where a step before it changes what it is to find", () => {
    expect(faults([{ kind: "upper" }, { kind: "map", values: { dk: "x" } }])).toEqual(
      isChanged("dk"),
    );
    expect(faults([{ kind: "trim" }, { kind: "map", values: { " dk": "x" } }])).toEqual(
      isChanged(" dk"),
    );
  });

  test("where a step after it changes what it makes, but not for what one before it would", () => {
    expect(faults([{ kind: "map", values: { A: "b" } }, { kind: "upper" }])).toEqual(
      isChanged("b"),
    );
    expect(faults([{ kind: "upper" }, { kind: "map", values: { A: "b" } }])).toEqual([]);
    expect(faults([{ kind: "map", values: { a: "B" } }, { kind: "upper" }])).toEqual([]);
  });

  test("in a code, where it is not in capitals or has blanks around it", () => {
    expect(faults([{ kind: "map", values: { DK: "Denmark" } }], "code")).toEqual(
      isChanged("Denmark"),
    );
    expect(faults([{ kind: "map", values: { "DK ": "D" } }], "code")).toEqual(isChanged("DK "));
  });

  test("where it makes something of a blank, or a blank of something", () => {
    const oneToOne = [expect.stringContaining("is not one to one without blanks")];

    expect(faults([{ kind: "map", values: { "": "x" } }])).toEqual(oneToOne);
    expect(faults([{ kind: "map", values: { x: "" } }])).toEqual(oneToOne);
  });
});
