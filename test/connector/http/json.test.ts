import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson, printJson } from "../../../lib/connector/http/json.ts";
import { ok } from "../../../lib/domain/result.ts";

describe("numbers", () => {
  test.each([
    ["12345678901234567.89", { decimal: "12345678901234567.89" }],
    ["9007199254740993", { decimal: "9007199254740993" }],
    ["-0.1234567890123456789", { decimal: "-0.1234567890123456789" }],
    ["1e400", { decimal: "1e400" }],
    ["12.50", 12.5],
    ["0.0000000000000001", 1e-16],
    ["100000000000.00000", 100_000_000_000],
  ])("%s keeps all its digits", (text, value) => {
    expect(parseJson(`{"a": ${text}, "b":[${text}]}`)).toEqual(ok({ a: value, b: [value] }));
    expect(parseJson(text)).toEqual(ok(value));
  });

  test("a decimal goes out as a bare number with all its digits", () => {
    const fields = { price: { decimal: "12345678901234567.89" }, name: 'a "decimal": 1', no: null };

    expect(printJson({ body: fields })).toBe(
      '{"body":{"price":12345678901234567.89,"name":"a \\"decimal\\": 1","no":null}}',
    );
  });

  test("a text that is no number never goes out bare", () => {
    expect(printJson({ decimal: '1,"admin":true' })).toBe('{"decimal":"1,\\"admin\\":true"}');
  });
});

test("what is read goes out again digit by digit, whatever stands in it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = parseJson(text);
      expect(read.ok && printJson(read.value)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test("text that is not JSON is a failure, not an exception", () => {
  expect(parseJson("<html>")).toMatchObject({ ok: false });
  expect(parseJson("")).toMatchObject({ ok: false });
});
