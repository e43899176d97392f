import type { AppFailure } from "../../domain/error/app-failure.ts";
import { appName, type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { PairWork } from "./pair.ts";

/** Below this number, deletions are taken for what they are whatever their share. */
const alwaysAllowed = 10;

/** W6: an app that suddenly lacks much of what is coupled is rather at fault than emptied on purpose. */
export function tooManyDeleted(
  { mapping, state }: Pick<StepWork, "mapping" | "state">,
  side: Side,
  deleted: number,
): AppFailure | undefined {
  if (deleted <= alwaysAllowed || deleted <= state.coupled * mapping.maxDeletedShare) {
    return undefined;
  }
  return {
    code: "badRequest",
    side,
    message: `${deleted} of ${state.coupled} coupled records of mapping ${mapping.name} are gone from ${appName[side]}. That is more than the ${Math.round(mapping.maxDeletedShare * 100)} % the mapping allows in one run, so none of them was taken for deleted. Check the address of ${appName[side]} and what the application user may read; if the records really were deleted, raise maxDeletedShare of the mapping for one run.`,
  };
}

/** The same, for records that turned out to be gone when they were read or written. */
export function tooManyFoundDeleted(
  work: Pick<StepWork, "mapping" | "state">,
  runs: readonly PairWork[],
): AppFailure | undefined {
  for (const side of sides) {
    const gone = runs.filter(
      (run) => run.stored !== undefined && run.states[side].kind === "deleted",
    );
    const failure = tooManyDeleted(work, side, gone.length);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** The same, for a page of one app's records that were looked for by their ids. */
export function tooManyMissing(
  { mapping }: Pick<StepWork, "mapping">,
  side: Side,
  missing: number,
  looked: number,
): AppFailure | undefined {
  if (missing <= alwaysAllowed || missing <= looked * mapping.maxDeletedShare) return undefined;
  return {
    code: "badRequest",
    side,
    message: `${missing} of ${looked} records of mapping ${mapping.name} that were looked for in ${appName[side]} are gone. That is more than the ${Math.round(mapping.maxDeletedShare * 100)} % the mapping allows, so none of them was taken for deleted. Check that the application user may read all records; if they really were deleted, raise maxDeletedShare of the mapping for one run.`,
  };
}
