import type { TextField, TextPlace } from "../mapping/mapping.ts";
import type { Value, WireFields, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import { appName, flowsTo, type Side } from "../side.ts";
import { absent, drifted, refused, type Trouble } from "./conversion-error.ts";
import { joined, splitOver, tidied } from "./split.ts";
import { cutTo } from "./text-cut.ts";
import { inverted, transformed } from "./transform.ts";

/** C2, C4: one line-end form, transformed, cut where the mapping cuts; text without any character is null. */
export function textFrom(field: TextField, side: Side, record: WireFields): Result<Value, Trouble> {
  const raw = rawText(field[side], side, record);
  if (!raw.ok) return raw;
  const text = transformed(field, side, raw.value.trim() === "" ? "" : raw.value);
  return text.ok ? ok(blankAsNull(fitted(field, tidyFor(field, text.value)))) : text;
}

export function textTo(field: TextField, side: Side, value: Value): Result<WireFields, Trouble> {
  const wanted = value === null ? "" : String(value);
  const spelled = field.kind === "code" ? wanted.trim().toUpperCase() : wanted;
  const canonical = fitted(field, tidyFor(field, spelled));
  const text =
    side === "businessCentral" && field.direction === "bidirectional"
      ? inverted(field, canonical)
      : ok(canonical);
  return text.ok ? placed(field[side], side, text.value) : text;
}

/** The columns of one side. */
export const columnsOf = (place: TextPlace): readonly string[] =>
  "column" in place ? [place.column] : place.columns;

function rawText(place: TextPlace, side: Side, record: WireFields): Result<string, Trouble> {
  const parts: string[] = [];
  for (const column of columnsOf(place)) {
    const raw = record[column];
    if (raw === undefined) return absent(side, column);
    if (raw !== null && typeof raw !== "string") return drifted(side, column, raw, "text");
    parts.push(raw?.includes("\r") === true ? raw.replace(/\r\n?/g, "\n") : (raw ?? ""));
  }
  return ok("column" in place ? (parts[0] ?? "") : joined(parts, place.separator));
}

/** C13: joined text has one form, or a doubled separator would travel to and fro for ever. */
const tidyFor = ({ businessCentral, dataverse }: TextField, text: string): string =>
  tidyIn(dataverse, tidyIn(businessCentral, text));

const tidyIn = (place: TextPlace, text: string): string =>
  "columns" in place ? tidied(text, place.separator) : text;

/** C4: `truncate` compares and sends what fits both sides; a one-way field, what fits where it goes. */
function fitted(field: TextField, text: string): string {
  if (field.length === "reject") return text;
  const places: TextPlace[] = [];
  if (flowsTo(field.direction, "dataverse")) places.push(field.dataverse);
  if (flowsTo(field.direction, "businessCentral")) places.push(field.businessCentral);
  return places.reduce(cutToPlace, text);
}

function cutToPlace(text: string, place: TextPlace): string {
  const { maxLength } = place;
  if (maxLength === undefined) return text;
  if ("column" in place) return text.length > maxLength ? cutTo(text, maxLength).trimEnd() : text;
  const parts = splitOver(text, place.columns.length, place.separator);
  return joined(
    parts.map((part) => cutTo(part, maxLength)),
    place.separator,
  );
}

function placed(place: TextPlace, side: Side, text: string): Result<WireFields, Trouble> {
  if ("column" in place) return inColumn(place, place.column, side, text);
  const { columns, separator } = place;
  const fields: Record<string, WireValue> = {};
  for (const [index, part] of splitOver(text, columns.length, separator).entries()) {
    const one = inColumn(place, columns[index] ?? "", side, part);
    if (!one.ok) return one;
    Object.assign(fields, one.value);
  }
  return ok(fields);
}

const inColumn = (
  { maxLength }: TextPlace,
  column: string,
  side: Side,
  text: string,
): Result<WireFields, Trouble> => {
  if (maxLength !== undefined && text.length > maxLength) {
    return tooLong(side, column, text.length, maxLength);
  }
  return ok({ [column]: text === "" && side === "dataverse" ? null : text });
};

const tooLong = (side: Side, column: string, length: number, limit: number) =>
  refused(
    `the text has ${length} characters, but "${column}" in ${appName[side]} holds ${limit}.`,
    `Shorten the text to ${limit} characters, or set the field's length to "truncate".`,
  );

const blankAsNull = (text: string): string | null => (text.trim() === "" ? null : text);
