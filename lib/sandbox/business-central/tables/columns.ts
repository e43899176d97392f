import { blankDate, type Stored, zeroGuid } from "./row.ts";
import type { TableName } from "./table-names.ts";

/** What one column holds and how it takes values. Lengths are those of Business Central's tables. */
export type Column = { readonly access?: "readOnly" | "ignored" | undefined } & (
  | { readonly kind: "id" | "modified" | "created" }
  | {
      readonly kind: "text";
      readonly max: number;
      readonly format?: "phone" | "email" | undefined;
      readonly required?: boolean | undefined;
    }
  | {
      readonly kind: "code";
      readonly max: number;
      /** The value must be the key of a row there. */
      readonly of?: TableName | undefined;
      /** B29: a change from a value to another blanks these. */
      readonly blanks?: readonly string[] | undefined;
    }
  | {
      readonly kind: "decimal";
      readonly decimals?: number | undefined;
      readonly notNegative?: boolean | undefined;
    }
  | { readonly kind: "integer" | "boolean" | "date" | "guid" }
  | { readonly kind: "choice"; readonly options: readonly [string, ...string[]] }
  | {
      readonly kind: "reference";
      readonly to: TableName;
      readonly personOnly?: boolean | undefined;
    }
  /** The key of the row that a reference column points to; writing it moves the reference. */
  | {
      readonly kind: "keyOfReference";
      readonly reference: string;
      readonly to: TableName;
      /** B28: no currency is shown as the local one. */
      readonly blankIsLocalCurrency?: boolean | undefined;
    }
  /** A field of the row that a reference column points to. */
  | {
      readonly kind: "fieldOfReference";
      readonly reference: string;
      readonly to: TableName;
      readonly field: string;
    }
  /** The customer to whose company contact a person belongs. */
  | { readonly kind: "customerOfContact" }
  | { readonly kind: "businessRelation" }
);

export type Columns = Readonly<Record<string, Column>>;

export const id: Column = { kind: "id" };
export const lastModified: Column = { kind: "modified", access: "ignored" };
export const flag: Column = { kind: "boolean" };
export const guid: Column = { kind: "guid" };
export const date: Column = { kind: "date" };
export const text = (max: number): Column => ({ kind: "text", max });
export const code = (max: number, of?: TableName): Column => ({ kind: "code", max, of });
export const reference = (to: TableName): Column => ({ kind: "reference", to });
export const amount: Column = { kind: "decimal" };
/** Unit amounts are rounded to 5 decimals and never negative. */
export const unitAmount: Column = { kind: "decimal", decimals: 5, notNegative: true };
export const choice = (...options: readonly [string, ...string[]]): Column => ({
  kind: "choice",
  options,
});
export const readOnly = (column: Column): Column => ({ ...column, access: "readOnly" });

export const phone: Column = { kind: "text", max: 30, format: "phone" };
export const email: Column = { kind: "text", max: 80, format: "email" };
export const requiredName: Column = { kind: "text", max: 100, required: true };
export const currencyCode: Column = {
  kind: "keyOfReference",
  reference: "currencyId",
  to: "currencies",
  blankIsLocalCurrency: true,
};

/** What a column holds before anybody wrote to it. */
export function blankOf(column: Column | undefined): Stored {
  switch (column?.kind) {
    case "guid":
    case "reference":
      return zeroGuid;
    case "integer":
      return 0;
    case "decimal":
      return "0";
    case "boolean":
      return false;
    case "date":
      return blankDate;
    case "choice":
      return column.options[0];
    case "id":
    case "modified":
    case "created":
    case "text":
    case "code":
    case "keyOfReference":
    case "fieldOfReference":
    case "customerOfContact":
    case "businessRelation":
    case undefined:
      return "";
  }
}
