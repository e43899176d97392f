import type { LookupRef } from "../coupling.ts";
import type { ErrorKind } from "../error/error-item.ts";
import type { FieldName } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { AppRecord, Value } from "../record.ts";

/** A mapped field whose value on one side has no canonical form. */
export interface FieldProblem {
  readonly field: FieldName;
  readonly kind: Extract<ErrorKind, "rejected">;
  readonly message: string;
  readonly hint: string;
  /** The app's schema is not what the mapping expects: worth one report for the mapping, not one per record. */
  readonly drift?: true | undefined;
}

/** One side's record in canonical form. */
export interface Observed {
  readonly record: AppRecord;
  readonly values: Readonly<Record<FieldName, Value>>;
  /** Lookup fields whose target is not coupled; they have no entry in `values`. */
  readonly unresolved: Readonly<Record<FieldName, LookupRef>>;
  readonly problems: readonly FieldProblem[];
  readonly inFilter: boolean;
}

/** What is known of one side of a pair when it is decided on. */
export type SideState =
  | { readonly kind: "read"; readonly observed: Observed }
  /** Coupled, and nothing says that it moved since the base. The version in the coupling guards the write. */
  | { readonly kind: "unchangedSinceBase" }
  /** Coupled, and gone from the app. */
  | { readonly kind: "deleted" }
  /** Not coupled: there is no record on this side. */
  | { readonly kind: "none" };

/** Null when the app does not tell when the record was modified. */
export const modifiedOnOf = (state: SideState): Instant | undefined =>
  state.kind === "read" ? state.observed.record.modifiedOn : undefined;
