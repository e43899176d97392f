import type { Value, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import type { Side } from "../side.ts";
import { drifted, type Trouble } from "./conversion-error.ts";

export const zeroGuid = "00000000-0000-0000-0000-000000000000";
const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/;

/** Lower case without braces; undefined when `text` is no GUID. */
export const tidyGuid = (text: string): string | undefined =>
  guid.exec(text.trim().toLowerCase())?.[1];

/** C3: the zero GUID and null are the same blank; upper and lower case are the same GUID. */
export function guidFrom(
  side: Side,
  column: string,
  raw: WireValue,
): Result<string | null, Trouble> {
  if (raw === null || raw === "") return ok(null);
  const tidy = typeof raw === "string" ? tidyGuid(raw) : undefined;
  if (tidy === undefined) return drifted(side, column, raw, "a GUID");
  return ok(tidy === zeroGuid ? null : tidy);
}

export const guidTo = (side: Side, value: Value): WireValue =>
  value === null || value === "" ? (side === "businessCentral" ? zeroGuid : null) : String(value);
