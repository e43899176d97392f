import type { TableName } from "../tables/table-names.ts";
import { tables } from "../tables/tables.ts";
import type { Store } from "./store.ts";

/** What the rules of one company work with. */
export interface Company {
  readonly id: string;
  readonly name: string;
  readonly localCurrency: string;
  readonly store: Store;
  /** The stamp a write gets now. */
  stamp(): number;
  newId(): string;
  variant(name: Variant): boolean;
}

/**
 * Where the sources on Business Central differ, the other behaviour (see `PUT /sandbox/faults`).
 * - `emptyUnauthorized` B1: 401 without a body.
 * - `internalRecordNotFound` B6: a missing record's code is `Internal_RecordNotFound`.
 * - `returnNoContentIgnored` B9: `Prefer: return-no-content` has no effect.
 * - `duplicateKeyConflict` B11: a used key is 409 instead of 400.
 * - `staleEtagPrecondition` B15: a stale ETag is 412 instead of 409.
 * - `emailFieldValidation` B23: a bad e-mail's code is `Application_FieldValidationException`.
 * - `deleteNeedsIfMatch` B36: DELETE without If-Match is refused like PATCH.
 * - `manualNumbersRefused`: the number series do not allow numbers given by hand.
 * - `choiceFilterRefused`: a `$filter` on a choice is refused with 400.
 */
export const variants = [
  "emptyUnauthorized",
  "internalRecordNotFound",
  "returnNoContentIgnored",
  "duplicateKeyConflict",
  "staleEtagPrecondition",
  "emailFieldValidation",
  "deleteNeedsIfMatch",
  "manualNumbersRefused",
  "choiceFilterRefused",
] as const;
export type Variant = (typeof variants)[number];

/** The next free number of the table's series; blank when it has none. */
export function nextNumber(company: Company, table: TableName): string {
  const series = tables[table].series;
  if (series === undefined) return "";
  const rows = company.store.rows(table);
  const start = series.first + rows.size;
  for (let next = start; ; next += 1) {
    const number = `${series.prefix}${next}`;
    if (rows.byKey(number) === undefined) return number;
  }
}
