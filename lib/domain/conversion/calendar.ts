import type { Value, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import type { Side } from "../side.ts";
import { drifted, refused, type Trouble } from "./conversion-error.ts";

const blankDate = "0001-01-01";
const blankMoment = "0001-01-01T00:00:00Z";
/** Dataverse refuses earlier days. */
const firstYear = 1753;
const moment = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * C7: a day without a time zone; Business Central's 0001-01-01 and null are the same blank. A column
 * of Dataverse that answers with a time gives the day that it names, which no time zone shifts.
 */
export function dateFrom(side: Side, column: string, raw: WireValue): Result<Value, Trouble> {
  if (raw === null || raw === "") return ok(null);
  const hasTime = side === "dataverse" && typeof raw === "string" && secondsOf(raw) !== undefined;
  const day = hasTime ? raw.slice(0, 10) : raw;
  if (day === blankDate) return ok(null);
  return typeof day === "string" && isDate(day)
    ? ok(day)
    : drifted(side, column, raw, "a date (YYYY-MM-DD)");
}

/** C8: a moment at whole seconds in UTC; fractions are cut off, because Dataverse does not keep them. */
export function dateTimeFrom(side: Side, column: string, raw: WireValue): Result<Value, Trouble> {
  if (raw === null || raw === "") return ok(null);
  const seconds = typeof raw === "string" ? secondsOf(raw) : undefined;
  if (seconds === undefined) return drifted(side, column, raw, "a date and time in ISO 8601");
  return ok(seconds === blankMoment ? null : seconds);
}

export function dateTo(side: Side, value: Value): Result<WireValue, Trouble> {
  if (value === null) return ok(side === "businessCentral" ? blankDate : null);
  const text = String(value);
  if (!isDate(text)) return refused(`"${text}" is not a date.`, "Enter a date as YYYY-MM-DD.");
  return withinYears(side, text);
}

export function dateTimeTo(side: Side, value: Value): Result<WireValue, Trouble> {
  if (value === null) return ok(side === "businessCentral" ? blankMoment : null);
  const seconds = secondsOf(String(value));
  if (seconds === undefined) {
    return refused(
      `"${String(value)}" is not a date and time.`,
      "Enter it as YYYY-MM-DDTHH:mm:ssZ.",
    );
  }
  return withinYears(side, seconds);
}

function withinYears(side: Side, text: string): Result<WireValue, Trouble> {
  if (side === "dataverse" && Number(text.slice(0, 4)) < firstYear) {
    return refused(
      `${text} lies before ${firstYear}-01-01, the first day that Dataverse can hold.`,
      "Correct the date in Business Central.",
    );
  }
  return ok(text);
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && secondsOf(`${text}T00:00:00Z`) !== undefined;

function secondsOf(text: string): string | undefined {
  const [, local, zone] = moment.exec(text) ?? [];
  if (local === undefined || zone === undefined || !isOnCalendar(local)) return undefined;
  const epoch = Date.parse(`${local}${zone}`);
  if (Number.isNaN(epoch)) return undefined;
  const utc = new Date(epoch).toISOString();
  // Years outside 0..9999 get six digits and a sign: no app can hold them.
  return /^\d{4}-/.test(utc) ? `${utc.slice(0, 19)}Z` : undefined;
}

/** JavaScript turns 30 February into 2 March; we do not. */
function isOnCalendar(local: string): boolean {
  const epoch = Date.parse(`${local}Z`);
  return !Number.isNaN(epoch) && new Date(epoch).toISOString().startsWith(local);
}
