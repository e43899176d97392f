import type { ErrorKind } from "../domain/error-item.ts";
import type { AppFailure } from "../domain/failure.ts";
import type { Applied } from "./apply.ts";
import { ended, type PairRun, type Problem } from "./pair-run.ts";
import type { StepWork } from "./step-work.ts";

/** Failures that tell of the mapping or the app when they come in masses; the others are about people's data. */
const isTelling: Readonly<Record<ErrorKind, boolean>> = {
  rejected: true,
  notPermitted: true,
  locked: true,
  unavailable: true,
  updateConflict: false,
  deletedInBusinessCentral: false,
  deletedInDataverse: false,
  dependencyMissing: false,
  ambiguousMatch: false,
};

/** Below so many in one piece, failures are listed one by one whatever their share. */
const alwaysListed = 20;

/**
 * W14: when most of a piece fails for the first time, that is one problem of the mapping and not one
 * per record. Nothing is listed, the job ends with one message, and the schedule's later and later
 * runs try again (the circuit is open) until one gets through or ten have failed.
 */
export function withoutFlood({ mapping }: StepWork, applied: Applied): Applied {
  const flood = applied.runs.flatMap((run) => problemIn(run) ?? []);
  const [first] = flood;
  const isFlood =
    first !== undefined &&
    flood.length > alwaysListed &&
    flood.length > applied.runs.length * mapping.maxFailedShare;
  if (!isFlood || applied.failure !== undefined) return applied;
  return {
    ...applied,
    runs: applied.runs.map((run) =>
      problemIn(run) === undefined ? run : ended(run, { kind: "unfinished" }),
    ),
    failure: failureOf(mapping.name, flood.length, applied.runs.length, first),
  };
}

const problemIn = ({ end, error }: PairRun): Problem | undefined =>
  end?.kind === "listed" && error === undefined && isTelling[end.problem.kind]
    ? end.problem
    : undefined;

const failureOf = (mapping: string, failed: number, all: number, first: Problem): AppFailure => ({
  code: "badRequest",
  side: first.on ?? "dataverse",
  flood: true,
  message: `${failed} of ${all} records of mapping ${mapping} failed, so they were not listed one by one; all others were synchronized. The first one: ${first.message} Correct the cause, then resume the schedule. If each record really has to be corrected by hand, raise maxFailedShare of the mapping, and they are listed.`,
});
