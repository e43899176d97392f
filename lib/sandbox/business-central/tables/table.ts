import type { Columns } from "./columns.ts";

export interface Table {
  /** Business Central's own name of the table, for messages. */
  readonly title: string;
  /** The primary key: unique, can be renamed; the id stays. */
  readonly key: string;
  /** Where automatic numbers begin. */
  readonly series?: { readonly prefix: string; readonly first: number } | undefined;
  /** `RO*` of the contract: customers and contacts make their own id whatever was posted. */
  readonly ownId?: boolean | undefined;
  readonly columns: Columns;
}
