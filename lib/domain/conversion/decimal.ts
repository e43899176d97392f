import { Big } from "big.js";
import type { Value, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import type { Side } from "../side.ts";
import { drifted, refused, type Trouble, textOfWire } from "./conversion-error.ts";

/** Both apps hold at most this many digits in a decimal. */
const maxDigits = 18;
const halfAwayFromZero = 1;
const int32 = { least: -2147483648, most: 2147483647 };
const decimalText = /^-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,3})?$/i;

/** C5: exact decimal text at `scale`, without trailing zeros. A blank number is 0, as in Business Central. */
export function decimalFrom(
  side: Side,
  column: string,
  raw: WireValue,
  scale: number,
): Result<Value, Trouble> {
  if (raw === null) return ok("0");
  if (typeof raw === "string" || typeof raw === "boolean")
    return drifted(side, column, raw, "a number");
  const text = textOfWire(raw);
  if (!decimalText.test(text)) return tooManyDigits(text.slice(0, 60));
  const isRounded = typeof raw === "number" && decimalsIn(text) <= scale;
  const rounded = isRounded ? text : roundedTo(scale, text);
  return digitsOf(rounded) > maxDigits ? tooManyDigits(rounded) : ok(rounded);
}

/** Of a number as JavaScript prints it: without zeros at its end, and with an exponent where it is very long. */
const decimalsIn = (text: string): number => {
  if (text.includes("e")) return Number.POSITIVE_INFINITY;
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
};

/** A plain JSON number where a double keeps the digits, else the digits themselves. */
export function decimalTo(value: Value, scale: number): Result<WireValue, Trouble> {
  const text = value === null ? "0" : String(value);
  if (!decimalText.test(text))
    return refused(`"${text.slice(0, 60)}" is not a number.`, "Enter a number.");
  const rounded = roundedTo(scale, text);
  if (digitsOf(rounded) > maxDigits) return tooManyDigits(rounded);
  const number = Number(rounded);
  return ok(new Big(String(number)).eq(rounded) ? number : { decimal: rounded });
}

/** C6: whole numbers stay numbers; anything that is not whole is schema drift. */
export function integerFrom(side: Side, column: string, raw: WireValue): Result<Value, Trouble> {
  if (raw === null) return ok(0);
  if (typeof raw !== "number" || !Number.isSafeInteger(raw)) {
    return drifted(side, column, raw, "a whole number");
  }
  return ok(raw === 0 ? 0 : raw);
}

export function integerTo(value: Value): Result<WireValue, Trouble> {
  const number = value === null ? 0 : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) {
    return refused(`"${String(value)}" is not a whole number.`, "Enter a whole number.");
  }
  if (number < int32.least || number > int32.most) {
    return refused(
      `${number} does not fit into a whole number column (${int32.least} to ${int32.most}).`,
      "Enter a number within these limits, or map the field as a decimal.",
    );
  }
  return ok(number);
}

/** `text` must be a decimal. "-0.001" at scale 2 is "0", never "-0". */
function roundedTo(scale: number, text: string): string {
  const rounded = new Big(text).round(scale, halfAwayFromZero);
  return rounded.eq(0) ? "0" : rounded.toFixed();
}

const digitsOf = (text: string): number => text.replace(/^-?0?\.?|\./g, "").length;

const tooManyDigits = (text: string) =>
  refused(`${text} has more than ${maxDigits} digits.`, "Enter a number with fewer digits.");
