import type { Base, LookupRef } from "../coupling.ts";
import type { ErrorKind, FieldComparison } from "../error/error-item.ts";
import type { FieldName } from "../ids.ts";
import type { DeleteConflict } from "../mapping/mapping.ts";
import type { Value, WireFields } from "../record.ts";
import type { Side } from "../side.ts";

/** One field of one record gets another value. */
export interface FieldChange {
  readonly field: FieldName;
  readonly to: Side;
  readonly from: Value;
  readonly value: Value;
}

/** What is to be written to one side: the app's own properties. */
export interface SideWrite {
  readonly side: Side;
  /** Only the properties that change. */
  readonly fields: WireFields;
}

/** What is to be done about one pair, or one record without a pair. Data only; rules in README.md. */
export type Decision =
  /** Both sides hold what the base says. */
  | { readonly kind: "nothing" }
  /** Both sides agree without a write; the base moves to `agreed`. */
  | { readonly kind: "agree"; readonly agreed: Base; readonly waiting: readonly LookupRef[] }
  | {
      readonly kind: "write";
      /** One or two, never twice the same side. */
      readonly writes: readonly SideWrite[];
      readonly changes: readonly FieldChange[];
      /** Fields that agree without a write. */
      readonly agreed: Base;
      /** Links left out until their target is coupled. */
      readonly waiting: readonly LookupRef[];
    }
  | {
      readonly kind: "create";
      readonly on: Side;
      readonly fields: WireFields;
      readonly changes: readonly FieldChange[];
      readonly waiting: readonly LookupRef[];
    }
  | { readonly kind: "conflict"; readonly comparison: readonly FieldComparison[] }
  | {
      readonly kind: "counterpartDeleted";
      readonly missing: Side;
      readonly resolution: DeleteConflict;
    }
  | { readonly kind: "bothDeleted" }
  /** Something that only a person, or another record's coupling, can put right. */
  | {
      readonly kind: "refuse";
      readonly error: Extract<ErrorKind, "rejected" | "dependencyMissing">;
      readonly message: string;
      readonly hint: string;
      readonly waitsFor: readonly LookupRef[];
    }
  /** Not this mapping's business now. `unread`: coupled sides whose change was passed over. */
  | {
      readonly kind: "leaveOut";
      readonly reason: "onlyCoupled" | "outsideFilter" | "otherDirection";
      readonly unread: readonly Side[];
    };
