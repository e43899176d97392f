import type { Side } from "../../../lib/domain/side.ts";
import type { TableFault } from "../world/faulty-table.ts";

/** `pick`, `field` and the like are numbers from 0 up to 1: which of what is there at that moment. */
interface Happens {
  /** Minute of the story. */
  readonly at: number;
}

export type Act =
  | "retryAll"
  | "resolve"
  | "restore"
  | "delete"
  | "removeCoupling"
  | "couple"
  | "coupleNew"
  | "findDeleted"
  | "verify"
  | "cancel"
  | "everything"
  | "hold"
  | "annotate";

/** What people do, and the clock with them. */
export type Deed = Happens &
  (
    | { readonly kind: "create"; readonly side: Side }
    | { readonly kind: "edit"; readonly side: Side; readonly pick: number; readonly field: number }
    /** The same record on both sides: other fields, or the same. */
    | {
        readonly kind: "editBoth";
        readonly pick: number;
        readonly field: number;
        readonly other: number;
      }
    | {
        readonly kind: "commitLate";
        readonly pick: number;
        readonly field: number;
        readonly minutes: number;
      }
    | { readonly kind: "delete"; readonly side: Side; readonly pick: number }
    | { readonly kind: "merge"; readonly pick: number; readonly other: number }
    | {
        readonly kind: "deactivate";
        readonly side: Side;
        readonly pick: number;
        readonly minutes: number;
      }
    | { readonly kind: "rename"; readonly pick: number }
    | { readonly kind: "act"; readonly act: Act; readonly pick: number; readonly choice: number }
    | { readonly kind: "tick" }
  );

export const wireFaults = [
  "loseAnswer",
  "loseRequest",
  "refuseConnection",
  "throttle",
  "unavailable",
  "serverError",
  "unauthorized",
  "cutBody",
  "cutList",
  "cutBatch",
  "missingColumn",
  "otherType",
] as const;
export type WireFault = (typeof wireFaults)[number];

/** A fault that strikes for a while, as often as `rate` says. */
interface Window {
  readonly minutes: number;
  readonly rate: number;
  readonly seed: number;
}

export type Trouble = Happens &
  (
    | ({ readonly kind: "wire"; readonly side: Side; readonly fault: WireFault } & Window)
    | ({ readonly kind: "table"; readonly fault: TableFault } & Window)
    | { readonly kind: "skew"; readonly side: Side; readonly minutes: number }
    | { readonly kind: "lateDeltas"; readonly minutes: number }
    | { readonly kind: "expireDeltas" }
    /** The next worker or tick dies at this call. */
    | {
        readonly kind: "crash";
        readonly whom: "worker" | "ticker";
        readonly call: number;
        readonly moment: "before" | "after";
      }
    /** A worker takes so long over one of its calls that others act meanwhile. */
    | {
        readonly kind: "slow";
        readonly call: number;
        readonly seconds: number;
        readonly meanwhile: readonly Deed[];
      }
    | { readonly kind: "loseMessage" }
    | { readonly kind: "repeatMessage" }
  );

/** One thing that happens. Everything a run does follows from its list of these. */
export type Happening = Deed | Trouble;

export interface Story {
  readonly seed: number;
  readonly onlyCoupled: boolean;
  /** Both apps tell of changes. */
  readonly notices: boolean;
  readonly pageSize: number;
  readonly records: number;
  readonly happenings: readonly Happening[];
}
