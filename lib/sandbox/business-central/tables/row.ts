/** A decimal is stored as its digits, a choice by its plain name, a reference as an id. */
export type Stored = string | number | boolean;

export interface Row {
  readonly id: string;
  /** Epoch milliseconds, rounded as SQL Server does. */
  readonly created: number;
  readonly modified: number;
  readonly fields: Readonly<Record<string, Stored>>;
}

export const zeroGuid = "00000000-0000-0000-0000-000000000000";

export const blankDate = "0001-01-01";

/** Text of a field, blank when it has none: for references, codes and texts. */
export const textOf = (row: Row | undefined, field: string): string =>
  String(row?.fields[field] ?? "");

export const idIn = (row: Row | undefined, field: string): string => {
  const id = textOf(row, field);
  return id === "" ? zeroGuid : id;
};
