import fc from "fast-check";
import { expect, test } from "vitest";
import type { WireValue } from "../../../lib/domain/record.ts";
import { sides } from "../../../lib/domain/side.ts";
import { aField, read, write, written } from "../a-field.ts";

const at = (scale: number) => aField("decimal", { scale });

/** Digits and the place of the point: any decimal, without a float in sight. */
const decimal = fc.record({
  digits: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  places: fc.integer({ min: 0, max: 12 }),
});

const textOf = ({ digits, places }: { digits: bigint; places: number }): string => {
  const sign = digits < 0n ? "-" : "";
  const all = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const whole = all.slice(0, all.length - places);
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${all.slice(-places)}`;
};

/** Rounded half away from zero with whole numbers only. */
const oracle = (digits: bigint, places: number, scale: number): string => {
  const size = digits < 0n ? -digits : digits;
  const step = 10n ** BigInt(Math.max(places - scale, 0));
  const rounded = (size + step / 2n) / step;
  const kept = Math.min(places, scale);
  const text = textOf({ digits: digits < 0n ? -rounded : rounded, places: kept });
  const tidy = kept === 0 ? text : text.replace(/\.?0+$/, "");
  return tidy === "-0" ? "0" : tidy;
};

test("C5 rounding agrees with whole-number arithmetic at every scale", () => {
  fc.assert(
    fc.property(decimal, fc.integer({ min: 0, max: 10 }), ({ digits, places }, scale) => {
      const text = textOf({ digits, places });
      expect(read(at(scale), "businessCentral", { decimal: text })).toBe(
        oracle(digits, places, scale),
      );
    }),
  );
});

test.each<[WireValue, number, string]>([
  [0.615, 2, "0.62"],
  [-0.615, 2, "-0.62"],
  [1.005, 2, "1.01"],
  [12.34567, 4, "12.3457"],
  [5000, 2, "5000"],
  [-0.001, 2, "0"],
  [1e-7, 7, "0.0000001"],
  [1e17, 0, "100000000000000000"],
  [{ decimal: "1234567890123456.78" }, 2, "1234567890123456.78"],
  [null, 2, "0"],
])("C5 %j at scale %i is %s", (wire, scale, canonical) => {
  expect(sides.map((side) => read(at(scale), side, wire))).toEqual([canonical, canonical]);
});

test("C5 digits that a double would lose are written as digits", () => {
  expect(written(at(2), "dataverse", "1234567890123456.78")).toEqual({
    dv: { decimal: "1234567890123456.78" },
  });
  expect(written(at(2), "dataverse", "0.1")).toEqual({ dv: 0.1 });
});

test("C5 a value someone typed is rounded like any other", () => {
  expect(written(at(2), "businessCentral", "2.345")).toEqual({ bc: 2.35 });
});

test("C5 more than 18 digits are refused on both ways", () => {
  const long = "1234567890123456789";
  expect(read(at(2), "dataverse", { decimal: long })).toMatchObject({
    message: expect.stringContaining("more than 18 digits"),
  });
  expect(write(at(2), "dataverse", long).ok).toBe(false);
  expect(write(at(2), "dataverse", "many").ok).toBe(false);
});
