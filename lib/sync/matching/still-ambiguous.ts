import { matches } from "../../domain/conversion/filter.ts";
import type { Coupling } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { createByHand } from "../../domain/error/error-messages.ts";
import type { ErrorId, RecordId } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { mergedInto } from "../../domain/mapping/merged-rows.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import { appName, otherSide, type Side } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { ended, type PairWork, type Problem, recordOf } from "../pair/pair.ts";
import { titleOf } from "../pair/titles.ts";
import { enumerated, maxCandidates } from "./hold-candidates.ts";

type Deps = Pick<SyncApp, "store" | "apps">;

/**
 * K11: a record whose counterpart was not certain, tried again, stays listed as long as one of its
 * candidates is still to be had; with none left it is treated as any record without a counterpart.
 */
export async function unlessStillAmbiguous(
  app: Deps,
  work: StepWork,
  side: Side,
  runs: readonly PairWork[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const other = otherSide[side];
  const ids = [...new Set(runs.flatMap(candidatesOf))];
  if (ids.length === 0) return ok(runs);
  const found = await app.apps[other].readByIds(work.entities[other], ids);
  if (!found.ok) return found;
  const isToBeHad = await availability(app, work, other, [...found.value.records.keys()]);
  return ok(
    runs.map((run) => {
      const record = recordOf(run, side);
      if (record === undefined) return run;
      const all = candidatesOf(run);
      const open = all.flatMap((id) => {
        const candidate = found.value.records.get(id);
        const isOpen = candidate !== undefined && isFree(work.mapping, other, candidate);
        return isOpen && isToBeHad(id, record.id) ? [candidate] : [];
      });
      // What was cut off the list may still be there.
      const isOver = open.length === 0 && all.length < maxCandidates;
      if (isOver) return run;
      const problem = stillProblem(work.mapping, side, record, open);
      const candidates = open.length === 0 ? all : problem.candidates;
      return ended(run, { kind: "listed", problem: { ...problem, candidates } });
    }),
  );
}

const candidatesOf = ({ error, end }: PairWork): readonly RecordId[] =>
  end === undefined && error?.kind === "ambiguousMatch" ? (error.candidates ?? []) : [];

const isFree = (mapping: TableMapping, side: Side, record: AppRecord): boolean =>
  matches(mapping[side].filter, record.fields) &&
  (side !== "dataverse" || mergedInto(mapping, record) === undefined);

/** Whether a candidate can still be coupled with a record: it is not coupled, or listed with just that one. */
async function availability(
  { store }: Deps,
  { mapping }: StepWork,
  side: Side,
  ids: readonly RecordId[],
): Promise<(candidate: RecordId, record: RecordId) => boolean> {
  const couplings = await store.couplings.bySide(mapping.name, side, ids);
  const errorIds = [...couplings.values()].flatMap(({ errorId }) => errorId ?? []);
  const errors: ReadonlyMap<ErrorId, ErrorItem> =
    errorIds.length === 0 ? new Map() : await store.errors.get(errorIds);
  const itemOf = ({ errorId }: Coupling) => errorId && errors.get(errorId);
  return (candidate, record) => {
    const coupling = couplings.get(candidate);
    if (coupling === undefined) return true;
    const item = itemOf(coupling);
    return item?.kind === "ambiguousMatch" && item.candidates?.includes(record) === true;
  };
}

function stillProblem(
  mapping: TableMapping,
  side: Side,
  record: AppRecord,
  open: readonly AppRecord[],
): Problem {
  const other = otherSide[side];
  const title = titleOf(mapping, side, record);
  const names = open.map((one) => `"${titleOf(mapping, other, one)}" (${one.id})`);
  const what =
    open.length === 0
      ? "matched more records than were listed with it"
      : `may still belong to ${enumerated(names)}`;
  return {
    kind: "ambiguousMatch",
    message: `${mapping.name} "${title}" in ${appName[side]} ${what} in ${appName[other]}. It gets no record of its own there before that is decided.`,
    hint: `Choose Set Up Coupling, with the right record or with a new one (${createByHand(other)}); or run Match-Based Coupling again when duplicates are deleted.`,
    candidates: open.map(({ id }) => id),
  };
}
