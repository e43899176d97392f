import { describe, expect, test } from "vitest";
import { inOrder, parseQueryOptions } from "../../../lib/sandbox/odata/query-options.ts";

const parse = (query: string) => parseQueryOptions(new URLSearchParams(query));

describe("reading the query options", () => {
  test("all of them at once", () => {
    expect(
      parse("$select=a, b&$orderby=a desc,b&$top=2&$count=true&$filter=a eq 1&other=1"),
    ).toMatchObject({
      ok: true,
      value: {
        given: new Set(["$select", "$orderby", "$top", "$count", "$filter"]),
        select: ["a", "b"],
        orderBy: [
          { property: "a", descending: true },
          { property: "b", descending: false },
        ],
        top: 2,
        count: true,
        filter: { kind: "comparison" },
      },
    });
  });

  test.each(["$top=x", "$top=-1", "$orderby=a sideways", "$filter=a eq", "$skip=1.5"])(
    "%s is refused with the option's name",
    (query) => {
      expect(parse(query)).toMatchObject({ ok: false, failure: { option: query.split("=")[0] } });
    },
  );

  test("rows are ordered by each term, blanks first", () => {
    const rows = [
      { a: 2, b: "x" },
      { a: null, b: "y" },
      { a: 2, b: "Y" },
      { a: 10, b: "z" },
    ];
    const terms = [
      { property: "a", descending: false },
      { property: "b", descending: true },
    ];
    const read = {
      valueOf: (row: (typeof rows)[number], name: string) => (name === "a" ? row.a : row.b),
      ignoreCase: true,
    };
    expect(inOrder(rows, terms, read).map((row) => row.b)).toEqual(["y", "Y", "x", "z"]);
  });
});
