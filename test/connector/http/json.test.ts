import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isJsonObject,
  isWireValue,
  parseJson,
  printFields,
} from "../../../lib/connector/http/json.ts";
import type { WireFields, WireValue } from "../../../lib/domain/record.ts";
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

    expect(printFields(fields)).toBe(
      '{"price":12345678901234567.89,"name":"a \\"decimal\\": 1","no":null}',
    );
  });

  test("XB6 a body whose only column is called decimal goes out as it is", () => {
    expect(printFields({ decimal: "12" })).toBe('{"decimal":"12"}');
    expect(printFields({ decimal: { decimal: "12.5" } })).toBe('{"decimal":12.5}');
  });

  test("a text that is no number never goes out bare", () => {
    const fields = { price: { decimal: '1,"admin":true' } };
    expect(printFields(fields)).toBe('{"price":{"decimal":"1,\\"admin\\":true"}}');
  });

  test("XB5 a byte order mark is no part of the JSON", () => {
    expect(parseJson('\uFEFF{"a":1}')).toEqual(ok({ a: 1 }));
  });
});

test("what is read goes out again digit by digit, whatever stands in it", () => {
  const number = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), number)), (pairs) => {
      const columns = new Map(pairs);
      const text = `{${[...columns].map(([name, digits]) => `${JSON.stringify(`_${name}`)}:${digits}`).join(",")}}`;
      expect(printFields(fieldsIn(text))).toBe(text);
    }),
  );
});

function fieldsIn(text: string): WireFields {
  const read = parseJson(text);
  const fields: Record<string, WireValue> = {};
  if (!read.ok || !isJsonObject(read.value)) return fields;
  for (const [name, value] of Object.entries(read.value)) {
    if (isWireValue(value)) fields[name] = value;
  }
  return fields;
}

test("text that is not JSON is a failure, not an exception", () => {
  expect(parseJson("<html>")).toMatchObject({ ok: false });
  expect(parseJson("")).toMatchObject({ ok: false });
});
