import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Candidate,
  type MatchRecord,
  matchGroup,
} from "../../../lib/domain/decision/match.ts";
import { checkMapping } from "../../../lib/domain/mapping-checks/check-mapping.ts";
import { type MatchGroup, matchGroupsOf } from "../../../lib/domain/mapping-checks/match-groups.ts";
import type { Value } from "../../../lib/domain/record.ts";
import { creatingMappings } from "../../world/creating-mappings.ts";
import { aField, anId, aTable } from "../a-field.ts";

const field = (name: string, column: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  kind: "text",
  direction: "bidirectional",
  businessCentral: { column },
  dataverse: { column },
  match: {},
  ...more,
});

const groupsOf = (...fields: readonly unknown[]): readonly MatchGroup[] =>
  matchGroupsOf(aTable(fields));

const onlyGroup = (...fields: readonly unknown[]): MatchGroup => {
  const [group] = groupsOf(...fields);
  if (group === undefined) throw new Error("no field matches");
  return group;
};

const nameAndCity = onlyGroup(field("name", "name"), field("city", "city"));

type Values = Readonly<Record<string, Value>>;

const record = (digit: number, values: Values): MatchRecord => ({ id: anId(digit), values });
const candidate = (digit: number, values: Values, unavailable?: string): Candidate => ({
  id: anId(digit),
  values,
  unavailable,
});

const matchOf = (group: MatchGroup, values: Values, candidates: readonly Candidate[]) =>
  matchGroup(group, [record(1, values)], candidates).get(anId(1));

describe("which fields match", () => {
  test("K1 fields of equal priority form a group, and the smallest priority goes first", () => {
    const groups = groupsOf(
      field("name", "name", { match: { priority: 2 } }),
      field("email", "email", { match: { priority: 0 } }),
      field("city", "city", { match: { priority: 2 } }),
      field("phone", "phone", { match: undefined }),
    );
    expect(
      groups.map(({ priority, fields }) => [priority, fields.map(({ name }) => name)]),
    ).toEqual([
      [0, ["email"]],
      [2, ["name", "city"]],
    ]);
  });

  test("K1 a disabled field matches nothing", () => {
    expect(groupsOf(field("name", "name", { enabled: false }), field("city", "city"))).toHaveLength(
      1,
    );
  });

  test("K6 a group that Dataverse cannot be searched by is a fault that names its fields", () => {
    const joined = field("name", "name", { dataverse: { columns: ["firstname", "lastname"] } });
    const amount = field("amount", "amount", { kind: "decimal", scale: 2 });
    const cut = field("code", "code", {
      direction: "toBusinessCentral",
      transform: [{ kind: "regex", pattern: "@.*$", with: "" }],
    });
    for (const unsearchable of [joined, amount, cut]) {
      expect(checkMapping(aTable([unsearchable]), [])).toEqual([
        {
          path: `fields/${unsearchable.name}`,
          message: expect.stringContaining(`Match priority 0 (${unsearchable.name})`),
        },
      ]);
      expect(checkMapping(aTable([unsearchable, field("city", "city")]), [])).toEqual([]);
    }
  });

  test.each([
    ["SALESPEOPLE", [["email"]]],
    ["CURRENCY", [["code"]]],
    ["CUSTOMER", [["name"]]],
    ["CONTACT", [["email"]]],
    ["ITEM-PRODUCT", [["number"]]],
  ])("K9 %s matches by %j as shipped", (name, fields) => {
    const mapping = creatingMappings.find((each) => each.name === name);
    const groups = mapping === undefined ? [] : matchGroupsOf(mapping);
    expect(groups.map((group) => group.fields.map((each) => String(each.name)))).toEqual(fields);
  });
});

describe("what a group says", () => {
  test("K2 all fields of the group must agree, in whatever case", () => {
    const found = matchOf(nameAndCity, { name: "ADATUM", city: "Oslo" }, [
      candidate(11, { name: "Adatum", city: "oslo" }),
      candidate(12, { name: "Adatum", city: "Bergen" }),
      candidate(13, { name: "Fabrikam", city: "Oslo" }),
    ]);
    expect(found).toEqual({ kind: "pair", candidate: anId(11) });
  });

  test("K2 case counts where the field says so", () => {
    const strict = onlyGroup(field("name", "name", { match: { caseSensitive: true } }));
    expect(matchOf(strict, { name: "ADATUM" }, [candidate(11, { name: "Adatum" })])).toEqual({
      kind: "none",
      unavailable: [],
    });
  });

  test("K3 a blank is no criterion, and nothing but blanks match nobody", () => {
    const oslo = candidate(11, { name: "Adatum", city: "Oslo" });
    const nowhere = candidate(12, { name: null, city: null });
    expect(matchOf(nameAndCity, { name: "Adatum", city: null }, [oslo])).toEqual({
      kind: "pair",
      candidate: anId(11),
    });
    expect(matchOf(nameAndCity, { name: null, city: null }, [oslo, nowhere])).toMatchObject({
      kind: "none",
    });
    expect(
      matchOf(nameAndCity, { name: "Adatum", city: "Oslo" }, [
        candidate(13, { name: "Adatum", city: null }),
      ]),
    ).toMatchObject({ kind: "none" });
  });

  test("K3 a value that cannot be compared keeps the whole group from matching", () => {
    expect(
      matchOf(nameAndCity, { name: "Adatum" }, [candidate(11, { name: "Adatum", city: null })]),
    ).toEqual({ kind: "none", unavailable: [] });
  });

  test("K4 several that are free are nobody's counterpart, and all are named", () => {
    expect(
      matchOf(nameAndCity, { name: "Adatum", city: null }, [
        candidate(12, { name: "Adatum", city: "Bergen" }),
        candidate(11, { name: "Adatum", city: "Oslo" }),
      ]),
    ).toEqual({ kind: "several", candidates: [anId(11), anId(12)] });
  });

  test("K4 one that is not to be had is no candidate", () => {
    const coupled = candidate(11, { name: "Adatum", city: "Oslo" }, "is coupled already");
    const free = candidate(12, { name: "Adatum", city: "Oslo" });
    const values = { name: "Adatum", city: "Oslo" };
    expect(matchOf(nameAndCity, values, [coupled, free])).toEqual({
      kind: "pair",
      candidate: anId(12),
    });
    expect(matchOf(nameAndCity, values, [coupled])).toEqual({
      kind: "none",
      unavailable: [coupled],
    });
  });

  test("K4 a counterpart that two records want is given to neither", () => {
    const matches = matchGroup(
      nameAndCity,
      [
        record(1, { name: "Adatum", city: "Oslo" }),
        record(2, { name: "adatum", city: null }),
        record(3, { name: "Fabrikam", city: null }),
      ],
      [
        candidate(11, { name: "Adatum", city: "Oslo" }),
        candidate(12, { name: "Fabrikam", city: "Oslo" }),
      ],
    );
    expect(Object.fromEntries(matches)).toEqual({
      [anId(1)]: { kind: "contested", candidate: anId(11), competitors: [anId(2)] },
      [anId(2)]: { kind: "contested", candidate: anId(11), competitors: [anId(1)] },
      [anId(3)]: { kind: "pair", candidate: anId(12) },
    });
  });
});

describe("laws of matching", () => {
  const value = fc.constantFrom<Value>(null, "a", "A", "b", "c");
  const values = fc.oneof(
    fc.record({ name: value, city: value }),
    fc.record({ name: value }),
  ) satisfies fc.Arbitrary<Values>;
  const records = fc
    .array(values, { maxLength: 12 })
    .map((all) => all.map((each, index) => record(index + 1, each)));
  const candidates = fc
    .array(fc.tuple(values, fc.constantFrom(undefined, "is coupled already")), { maxLength: 12 })
    .map((all) =>
      all.map(([each, unavailable], index) => candidate(index + 101, each, unavailable)),
    );

  test("nobody is coupled twice, nor with what is not to be had, nor with other values", () => {
    fc.assert(
      fc.property(records, candidates, (some, others) => {
        const taken: string[] = [];
        for (const [id, match] of matchGroup(nameAndCity, some, others)) {
          if (match.kind !== "pair") continue;
          taken.push(match.candidate);
          const from = some.find((each) => each.id === id);
          const to = others.find((each) => each.id === match.candidate);
          expect(to?.unavailable).toBeUndefined();
          for (const [name, held] of Object.entries(from?.values ?? {})) {
            const theirs = new Map(Object.entries(to?.values ?? {})).get(name);
            if (held !== null)
              expect(String(theirs).toLowerCase()).toBe(String(held).toLowerCase());
          }
        }
        expect(new Set(taken).size).toBe(taken.length);
      }),
    );
  });

  test("the order of the records changes nothing", () => {
    fc.assert(
      fc.property(records, candidates, (some, others) => {
        const forward = matchGroup(nameAndCity, some, others);
        const backward = matchGroup(nameAndCity, some.toReversed(), others.toReversed());
        for (const { id } of some) {
          const [one, other] = [forward.get(id), backward.get(id)];
          if (one?.kind === "none") expect(other?.kind).toBe("none");
          else expect(other).toEqual(one);
        }
      }),
    );
  });

  test("every record has its answer", () => {
    fc.assert(
      fc.property(records, candidates, (some, others) => {
        expect([...matchGroup(nameAndCity, some, others).keys()]).toEqual(some.map(({ id }) => id));
      }),
    );
  });
});

test("K1 a match with a negative priority is no mapping", () => {
  expect(() => aField("text", { match: { priority: -1 } })).toThrow();
});
