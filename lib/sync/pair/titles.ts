import type { Titles } from "../../domain/error/error-messages.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord, WireValue } from "../../domain/record.ts";
import { type Side, sides } from "../../domain/side.ts";
import { type PairWork, recordOf } from "./pair.ts";

/** Titles as read, else as the coupling remembers them. */
export function titlesOf(mapping: TableMapping, run: PairWork): Titles {
  const known = sides.flatMap((side): readonly (readonly [Side, AppRecord])[] => {
    const record = recordOf(run, side);
    return record === undefined ? [] : [[side, record]];
  });
  const titles = Object.fromEntries(
    known.map(([side, record]) => [side, titleOf(mapping, side, record)]),
  );
  return run.coupling === undefined
    ? titles
    : { businessCentral: run.coupling.title, dataverse: run.coupling.title, ...titles };
}

/** What people call the record: its title column, else its key or id. */
export function titleOf(
  mapping: TableMapping,
  side: "businessCentral" | "dataverse",
  record: AppRecord,
): string {
  const title = textOf(record.fields[mapping[side].title]);
  return title === "" ? record.id : title;
}

export const textOf = (value: WireValue | undefined): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
