import type { WireValue } from "../../../domain/record.ts";

/** Points to a row; which table must be said, since an owner or customer can be of several. */
export interface Lookup {
  readonly table: string;
  readonly id: string;
}

/** Decimals are always kept as digits, so that 18 of them survive. */
export type StoredValue = WireValue | Lookup;

export type Values = Readonly<Record<string, StoredValue>>;

/** A row as stored: columns that are blank are left out. */
export interface Row {
  readonly id: string;
  /** One row of numbers for the whole organisation; the ETag and the delta tokens are made of it. */
  readonly version: number;
  readonly values: Values;
}

export const isLookup = (value: StoredValue | undefined): value is Lookup =>
  typeof value === "object" && value !== null && "table" in value;

export function lookupIn(values: Values, column: string): Lookup | undefined {
  const value = values[column];
  return isLookup(value) ? value : undefined;
}

export const etagOf = (row: Row): string => `W/"${row.version}"`;

/** A value as text, for keys, links and messages. */
export function textOf(value: StoredValue): string {
  if (value === null) return "";
  if (isLookup(value)) return value.id;
  return typeof value === "object" ? value.decimal : String(value);
}
