import type { ErrorItem, ErrorSide } from "../../domain/error/error-item.ts";
import { dependencyMessage, unheardMessage } from "../../domain/error/error-messages.ts";
import { afterFailure } from "../../domain/error/error-transitions.ts";
import { errorIdOf, type HistoryRef } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Side } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import { idOn, isNewPair, type PairWork, type Problem, recordOf } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";

/** The error item to store for a pair that could not be brought into step, or only without some links. */
export function errorAfter(
  work: StepWork,
  run: PairWork,
  now: Instant,
  history: HistoryRef | undefined,
): ErrorItem | undefined {
  if (run.end?.kind === "refused") return renewed(work, run, run.end.message, history);
  const problem = problemOf(work, run);
  const id = errorIdOfRun(work, run);
  if (problem === undefined || id === undefined) return undefined;
  const { kind, message, hint, comparison, waitsFor, candidates } = problem;
  return afterFailure(
    run.error?.id === id ? run.error : undefined,
    {
      id,
      mapping: work.mapping.name,
      kind,
      message,
      hint,
      couplingId: (run.coupling ?? run.stored)?.id,
      sides: {
        businessCentral: sideOf(work, run, "businessCentral"),
        dataverse: sideOf(work, run, "dataverse"),
      },
      fields: comparison,
      waitsFor,
      candidates,
      history,
    },
    { jobId: work.job.id, now, parkAfter: work.mapping.parkAfter },
  );
}

/** What was listed as deleted is there again: the item tells so until the next run has taken it up. */
function renewed(
  work: StepWork,
  run: PairWork,
  message: string,
  history: HistoryRef | undefined,
): ErrorItem | undefined {
  const { asked, error } = run;
  if (error === undefined || (asked?.what !== "restore" && asked?.what !== "delete")) {
    return undefined;
  }
  return {
    ...error,
    message,
    hint: "It is looked at again with the next synchronization.",
    sides: {
      businessCentral: sideOf(work, run, "businessCentral"),
      dataverse: sideOf(work, run, "dataverse"),
    },
    history: history ?? error.history,
    retryRequested: true,
  };
}

function problemOf({ mapping, job }: StepWork, run: PairWork): Problem | undefined {
  if (run.end?.kind === "listed") return run.end.problem;
  // Nothing else leads back to it, should the job not come to repeat it: no change of the records made it.
  if (run.end?.kind === "unfinished" && job.type === "couple" && isNewPair(run)) {
    return { kind: "unavailable", ...unheardMessage(mapping.name, titlesOf(mapping, run)) };
  }
  if (run.end?.kind !== "settled" || run.waiting.length === 0) return undefined;
  return {
    kind: "dependencyMissing",
    ...dependencyMessage(mapping.name, run.waiting, titlesOf(mapping, run)),
    waitsFor: run.waiting,
  };
}

/** E8: a coupled pair is named by its Business Central record, any other record by itself. */
function errorIdOfRun({ mapping }: StepWork, run: PairWork): ErrorItem["id"] | undefined {
  const coupling = run.coupling ?? run.stored;
  if (coupling !== undefined) {
    return errorIdOf(mapping.name, "businessCentral", coupling.ids.businessCentral);
  }
  const businessCentral = recordOf(run, "businessCentral");
  if (businessCentral !== undefined)
    return errorIdOf(mapping.name, "businessCentral", businessCentral.id);
  const dataverse = recordOf(run, "dataverse");
  return dataverse === undefined ? undefined : errorIdOf(mapping.name, "dataverse", dataverse.id);
}

function sideOf({ mapping }: StepWork, run: PairWork, side: Side): ErrorSide {
  const state = run.states[side];
  return {
    id: idOn(run, side),
    title: titlesOf(mapping, run)[side],
    exists: state.kind === "read" ? true : state.kind === "unchangedSinceBase" ? undefined : false,
    modifiedOn: recordOf(run, side)?.modifiedOn,
    version: recordOf(run, side)?.version,
  };
}
