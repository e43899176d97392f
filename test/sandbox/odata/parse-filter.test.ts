import { describe, expect, test } from "vitest";
import { filtersIn, propertiesIn } from "../../../lib/sandbox/odata/filter.ts";
import { parseFilter } from "../../../lib/sandbox/odata/parse-filter.ts";

function parsed(text: string) {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.failure.message);
  return filter.value;
}

describe("reading a $filter", () => {
  test("and binds tighter than or, and chains are flat", () => {
    const filter = parsed("a eq 1 or b eq 2 and c eq 3 and d eq 4 or e eq 5");
    expect(filter.kind).toBe("or");
    expect([...filtersIn(filter)].map((part) => part.kind)).toEqual([
      "or",
      "comparison",
      "and",
      "comparison",
      "comparison",
      "comparison",
      "comparison",
    ]);
  });

  test("a quote inside a text is doubled", () => {
    expect(parsed("name eq 'Spotsmeyer''s Furnishings'")).toEqual({
      kind: "comparison",
      operator: "eq",
      left: { kind: "property", name: "name" },
      right: { kind: "literal", literal: { kind: "text", text: "Spotsmeyer's Furnishings" } },
    });
  });

  test.each([
    ["49b0be2e-d01c-ed11-b83e-000d3a572421", "guid"],
    ["f2a5738a-44e3-ea11-bb43-000d3a2feca1", "guid"],
    ["2019-08-18T20:05:51.603Z", "dateTime"],
    ["2026-03-01", "date"],
    ["-12.50", "number"],
    ["'x'", "text"],
    ["true", "boolean"],
    ["null", "null"],
  ])("%s is read as a %s", (text, kind) => {
    expect(parsed(`p eq ${text}`)).toMatchObject({ right: { literal: { kind } } });
  });

  test("the query function In names its property and values", () => {
    const filter = parsed(
      "Microsoft.Dynamics.CRM.In(PropertyName='accountid',PropertyValues=['a','b'])",
    );
    expect(filter).toMatchObject({ kind: "oneOf", form: "Microsoft.Dynamics.CRM.In" });
    expect(propertiesIn(filter)).toEqual(["accountid"]);
  });

  test("the properties of every condition are reported once", () => {
    const filter = parsed(
      "not (tolower(city) eq 'a' or contains(name,city)) and number in ('1','2')",
    );
    expect(propertiesIn(filter)).toEqual(["city", "name", "number"]);
  });

  test("five hundred ids in one filter are read", () => {
    const text = Array.from({ length: 500 }, (_, n) => `n eq ${n}`).join(" or ");
    expect(parsed(text)).toMatchObject({ kind: "or", parts: { length: 500 } });
  });

  test.each(["", "name", "name eq", "name eq 'a", "(a eq 1", "a eq 1 b", "a like 'x'", "in(1)"])(
    "%j is refused with its place",
    (text) => {
      const filter = parseFilter(text);
      expect(filter).toMatchObject({
        ok: false,
        failure: { message: expect.stringContaining("Syntax error at") },
      });
    },
  );
});
