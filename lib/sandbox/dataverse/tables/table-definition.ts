import type { StoredValue } from "./row.ts";

/** When a caller may set a column. What may not be set is read over in silence, as in the service. */
export type Write = "always" | "onCreate" | "onUpdate" | "never";

/** What the deletion of a row does to the rows that point to it. */
export type OnDelete = "removeLink" | "restrict" | "cascade";

/** One per table a lookup may point to: the name to bind by, and its collection on the other side. */
export interface LookupTarget {
  readonly table: string;
  readonly navigation: string;
  readonly collection?: string | undefined;
}

export type ColumnType =
  | {
      readonly kind:
        | "id"
        | "boolean"
        | "guid"
        | "date"
        | "dateTime"
        | "version"
        | "state"
        | "status";
    }
  | { readonly kind: "text" | "memo"; readonly max: number }
  | { readonly kind: "whole"; readonly min: number; readonly max: number }
  | { readonly kind: "decimal" | "money"; readonly precision: number }
  | { readonly kind: "choice"; readonly options: Readonly<Record<number, string>> }
  | {
      readonly kind: "lookup";
      readonly targets: readonly LookupTarget[];
      readonly onDelete: OnDelete;
    };

export type Column = ColumnType & {
  readonly write: Write;
  readonly required?: boolean | undefined;
  readonly initial?: StoredValue | undefined;
};

export interface State {
  readonly label: string;
  /** The first one is taken when only the state is given. */
  readonly statuses: readonly { readonly value: number; readonly label: string }[];
}

export interface TableDefinition {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly entitySet: string;
  readonly objectTypeCode: number;
  readonly idColumn: string;
  readonly nameColumn: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly states?: ReadonlyMap<number, State> | undefined;
  /** The state of a new row, if not 0. */
  readonly initialState?: number | undefined;
  /** A row in one of these states can no longer be changed. */
  readonly closedStates?: readonly number[] | undefined;
  /** Alternate keys may stand in a URL; other unique columns only refuse a second row. */
  readonly alternateKeys?: readonly (readonly string[])[] | undefined;
  readonly uniqueColumns?: readonly string[] | undefined;
  readonly duplicateRules?: readonly (readonly string[])[] | undefined;
  readonly changeTracking: boolean;
  readonly mergeable?: boolean | undefined;
}

type Extra = Partial<Pick<Column, "write" | "required" | "initial">>;
const column = (type: ColumnType, extra?: Extra): Column => ({
  write: "always",
  ...type,
  ...extra,
});

export const id = (): Column => column({ kind: "id" }, { write: "onCreate" });
export const text = (max: number, extra?: Extra) => column({ kind: "text", max }, extra);
export const memo = (max = 2000) => column({ kind: "memo", max });
export const whole = (min: number, max: number, extra?: Extra) =>
  column({ kind: "whole", min, max }, extra);
export const anyWhole = (extra?: Extra) => whole(-2_147_483_648, 2_147_483_647, extra);
export const decimal = (precision: number, extra?: Extra) =>
  column({ kind: "decimal", precision }, extra);
export const money = (extra?: Extra) => column({ kind: "money", precision: 4 }, extra);
export const yesNo = (extra?: Extra) => column({ kind: "boolean" }, extra);
export const guid = (extra?: Extra) => column({ kind: "guid" }, extra);
export const date = (extra?: Extra) => column({ kind: "date" }, extra);
const dateTime = (extra?: Extra) => column({ kind: "dateTime" }, extra);
export const choice = (options: Readonly<Record<number, string>>, extra?: Extra) =>
  column({ kind: "choice", options }, extra);

export const lookup = (
  targets: readonly LookupTarget[],
  extra?: Extra & { readonly onDelete?: OnDelete },
): Column => {
  const { onDelete = "removeLink", ...rest } = extra ?? {};
  return column({ kind: "lookup", targets, onDelete }, rest);
};

export const owner = lookup([{ table: "systemuser", navigation: "ownerid" }]);
export const currency = (extra?: Extra) =>
  lookup([{ table: "transactioncurrency", navigation: "transactioncurrencyid" }], {
    ...extra,
    onDelete: "restrict",
  });

export const stateAndStatus = {
  statecode: column({ kind: "state" }, { write: "onUpdate" }),
  statuscode: column({ kind: "status" }),
} as const;

/** The columns each table has. */
export const systemColumns = {
  createdon: dateTime({ write: "never" }),
  createdby: lookup([{ table: "systemuser", navigation: "createdby" }], { write: "never" }),
  modifiedon: dateTime({ write: "never" }),
  modifiedby: lookup([{ table: "systemuser", navigation: "modifiedby" }], { write: "never" }),
  versionnumber: column({ kind: "version" }, { write: "never" }),
  overriddencreatedon: dateTime({ write: "onCreate" }),
  importsequencenumber: anyWhole({ write: "onCreate" }),
} as const;

export const activeOrInactive: ReadonlyMap<number, State> = new Map([
  [0, { label: "Active", statuses: [{ value: 1, label: "Active" }] }],
  [1, { label: "Inactive", statuses: [{ value: 2, label: "Inactive" }] }],
]);
