import { describe, expect, test } from "vitest";
import { etagOf, expectedBy } from "../../../lib/runtime/http/request/etag.ts";

describe("conditions of a change", () => {
  test("the tag that was given out names its revision", () => {
    expect(expectedBy({ "if-match": etagOf(17) })).toEqual([17]);
  });

  test("several tags: any of them will do", () => {
    expect(expectedBy({ "if-match": '"1", "2" ,"x"' })).toEqual([1, 2]);
  });

  test("If-Match * is any revision, If-None-Match * is none", () => {
    expect(expectedBy({ "if-match": "*" })).toBe("any");
    expect(expectedBy({ "if-none-match": "*" })).toBe("none");
  });

  test.each(['W/"1"', "1", '"', '"1', '"-1"', '"1.5"', '"9999999999999999999"', ""])(
    "If-Match %j matches nothing",
    (tag) => {
      expect(expectedBy({ "if-match": tag })).toEqual([]);
    },
  );

  test.each([{}, { "if-none-match": '"1"' }])("%j says nothing", (conditions) => {
    expect(expectedBy(conditions)).toBeUndefined();
  });
});
