import type { Base, Coupling, LookupRef } from "../../domain/coupling.ts";
import type { Force } from "../../domain/decision/decide-input.ts";
import type { ErrorItem, ErrorKind, FieldComparison } from "../../domain/error/error-item.ts";
import type { ErrorId, RecordId } from "../../domain/ids.ts";
import type { HistoryChange } from "../../domain/job/history.ts";
import type { Outcome } from "../../domain/job/job.ts";
import type { ErrorRequest } from "../../domain/job/request-kinds.ts";
import type { DeleteConflict } from "../../domain/mapping/mapping.ts";
import type { AppRecord, WireFields } from "../../domain/record.ts";
import { otherSide, type PerSide, type Side, sides } from "../../domain/side.ts";

/** What is known of one side's record while a step works on it. */
export type KnownSide =
  | { readonly kind: "read"; readonly record: AppRecord }
  | { readonly kind: "unchangedSinceBase" }
  | { readonly kind: "deleted" }
  | { readonly kind: "none" };

/** Something this step did to a record of the pair. */
export interface AppliedChange {
  readonly side: Side;
  readonly outcome: Extract<Outcome, "inserted" | "modified" | "deleted" | "coupled" | "uncoupled">;
  readonly changes: readonly HistoryChange[];
}

/** Why a record cannot be synchronized now; becomes an error item. */
export interface Problem {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string;
  /** The side that could not be written, when it was one. */
  readonly on?: Side | undefined;
  readonly comparison?: readonly FieldComparison[] | undefined;
  readonly waitsFor?: readonly LookupRef[] | undefined;
  readonly candidates?: readonly RecordId[] | undefined;
}

/** What a person wants done about an error item. */
export interface RequestedAction {
  readonly id: ErrorId;
  readonly what: ErrorRequest["kind"];
  /** Chosen by itself and not by a filter: when it is not done, the job names it. */
  readonly byName: boolean;
  /** Also where a record was edited since the item was listed. */
  readonly insists: boolean;
  /** A record was edited since. */
  readonly isOutdated: boolean;
}

export type PairOutcome =
  /** In step, but for links that wait for their target. */
  | { readonly kind: "settled" }
  | { readonly kind: "leftOut"; readonly unread: readonly Side[] }
  /** Set aside earlier: nobody touches it until someone acts. Or what a person asked for had become needless. */
  | { readonly kind: "skipped"; readonly message?: string | undefined }
  | { readonly kind: "listed"; readonly problem: Problem }
  | { readonly kind: "uncoupled" }
  /** A person's request that cannot be carried out; nothing is wrong with the record itself. */
  | {
      readonly kind: "refused";
      readonly message: string;
      readonly changes?: readonly HistoryChange[] | undefined;
    }
  /** An answer is missing: the step has to be run again to find out. */
  | { readonly kind: "unfinished" };

/** One pair, or one record without a counterpart, on its way through a step. */
export interface PairWork {
  /** The coupling as stored; undefined while there is none. */
  readonly stored: Coupling | undefined;
  /** What a person called the two records that are to be coupled, whether they are there or not. */
  readonly named?: Readonly<Partial<Record<Side, RecordId>>> | undefined;
  /** The coupling as this step has changed it so far. */
  readonly coupling: Coupling | undefined;
  readonly states: PerSide<KnownSide>;
  /** The record's open error item. */
  readonly error: ErrorItem | undefined;
  readonly force: Force | undefined;
  /** A person asked for a counterpart, whatever the mapping says about uncoupled records. */
  readonly createAsked: boolean;
  /** A person took the record apart from its counterpart: no run gives it another one (K13). */
  readonly keptApart?: true | undefined;
  /** What a person wants done about a deleted record, whatever the mapping's policy is. */
  readonly deletion: DeleteConflict | undefined;
  /** The base of a deleted record that is being created again. */
  readonly lost: Base | undefined;
  /** A person asked to couple the two records and to write nothing. */
  readonly coupleOnly: boolean;
  /** Who asked that the pair is worked on. */
  readonly asked: RequestedAction | undefined;
  readonly done: readonly AppliedChange[];
  /** Links left out until their target is coupled. */
  readonly waiting: readonly LookupRef[];
  /** Properties to write once more after a create (constants `afterCreate`). */
  readonly followUp: { readonly side: Side; readonly fields: WireFields } | undefined;
  readonly end: PairOutcome | undefined;
}

/** What may be known of a pair when a step takes it up. */
export interface Beginning {
  readonly error?: ErrorItem | undefined;
  readonly force?: Force | undefined;
  readonly createAsked?: boolean;
  readonly deletion?: DeleteConflict | undefined;
  readonly coupleOnly?: boolean;
  readonly asked?: RequestedAction | undefined;
  readonly done?: readonly AppliedChange[];
}

export const pairWork = (
  coupling: Coupling | undefined,
  states: PerSide<KnownSide>,
  more: Beginning = {},
): PairWork => ({
  stored: coupling?.revision === 0 ? undefined : coupling,
  coupling,
  states,
  error: more.error,
  force: more.force,
  createAsked: more.createAsked ?? false,
  deletion: more.deletion,
  lost: undefined,
  coupleOnly: more.coupleOnly ?? false,
  asked: more.asked,
  done: more.done ?? [],
  waiting: [],
  followUp: undefined,
  end: undefined,
});

/** A record without a counterpart. */
export const singleRun = (side: Side, record: AppRecord, more: Beginning = {}): PairWork =>
  withState(
    pairWork(undefined, { businessCentral: { kind: "none" }, dataverse: { kind: "none" } }, more),
    side,
    { kind: "read", record },
  );

export const ended = (run: PairWork, end: PairOutcome): PairWork => ({ ...run, end });

export const withState = (run: PairWork, side: Side, state: KnownSide): PairWork => ({
  ...run,
  states: { ...run.states, [side]: state },
});

export const recordOf = (run: PairWork, side: Side): AppRecord | undefined => {
  const state = run.states[side];
  return state.kind === "read" ? state.record : undefined;
};

/** What a step did to the pair's coupling; a lost record that was created again has another one in its place. */
export type CouplingNews = "made" | "replaced" | "removed" | "none";

export function couplingNews({ stored, coupling, end }: PairWork): CouplingNews {
  if (end?.kind === "uncoupled") return stored === undefined ? "none" : "removed";
  if (coupling === undefined) return "none";
  if (stored === undefined) return "made";
  return sides.some((side) => stored.ids[side] !== coupling.ids[side]) ? "replaced" : "none";
}

/** Coupled by this step, as nobody has stored it yet. */
export function isNewPair(run: PairWork): boolean {
  const news = couplingNews(run);
  return news === "made" || news === "replaced";
}

/** The record's id on a side, read or known from the coupling. */
export const idOn = (run: PairWork, side: Side): RecordId | undefined =>
  recordOf(run, side)?.id ?? run.coupling?.ids[side];

/** The same for people: also of a record that is not there. */
export const namedOn = (run: PairWork, side: Side): RecordId | undefined =>
  idOn(run, side) ?? run.named?.[side];

/** The versions of the records that were read. */
export const versionsOf = (run: PairWork): Readonly<Partial<Record<Side, string>>> =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const state = run.states[side];
      return state.kind === "read" ? [[side, state.record.version]] : [];
    }),
  );

/** The side a read record would have been written to. */
export const receiverOf = (run: PairWork): Side => {
  const origin = sides.find((side) => run.states[side].kind === "read");
  return origin === undefined ? "dataverse" : otherSide[origin];
};

/** An item that nothing is left of: it goes. */
export const withoutRecord = (error: ErrorItem): PairWork =>
  ended(
    pairWork(
      undefined,
      { businessCentral: { kind: "none" }, dataverse: { kind: "none" } },
      { error },
    ),
    { kind: "uncoupled" },
  );
