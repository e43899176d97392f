import { type ErrorItem, hasMovedOn } from "../../domain/error/error-item.ts";
import { errorKindTable } from "../../domain/error/error-kinds.ts";
import { nothingToUse } from "../../domain/error/error-messages.ts";
import { requestRetry } from "../../domain/error/error-transitions.ts";
import type { ErrorId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { ErrorRequest } from "../../domain/job/request-kinds.ts";
import type { DeleteConflict } from "../../domain/mapping/mapping.ts";
import { appName, sides } from "../../domain/side.ts";
import { ended, type PairWork, type RequestedAction, versionsOf } from "../pair/pair.ts";

/**
 * A19: every request is checked against the records as they are now; what does not fit any more is refused.
 * `own`: what an earlier delivery of the step has perhaps done already.
 */
export function asWished(
  request: ErrorRequest,
  gathered: PairWork,
  {
    job,
    own,
  }: {
    readonly job: Pick<Job, "id" | "createdAt">;
    readonly own: ReadonlySet<ErrorId>;
  },
): PairWork {
  const { error } = gathered;
  const isOwn = error !== undefined && own.has(error.id);
  const asked = error === undefined || isOwn ? undefined : askedOf(request, gathered, error, job);
  const run = { ...gathered, asked };
  if (run.end !== undefined) return run;
  if (error?.jobId === job.id) return failedBefore(run, error);
  switch (request.kind) {
    case "synchronizeErrors":
      return resolved(request, run, job);
    case "retry":
      return error === undefined ? run : { ...run, error: requestRetry(error) };
    case "restore":
    case "delete":
      if (isAsListed(run)) return { ...run, deletion: deletionFor(request, run, job) };
      return isOwn || isBroken(run)
        ? run
        : ended(run, { kind: "refused", message: bothThere(request, run) });
    case "removeCoupling":
      return uncoupled(run);
  }
}

/** An earlier try of this job listed it anew: the choice was made for what was shown before that. */
const failedBefore = (run: PairWork, error: ErrorItem): PairWork =>
  ended(
    { ...run, asked: errorKindTable[error.kind].isAboutPair ? run.asked : undefined },
    { kind: "skipped" },
  );

const askedOf = (
  request: ErrorRequest,
  run: PairWork,
  error: ErrorItem,
  job: Pick<Job, "createdAt">,
): RequestedAction => ({
  id: error.id,
  what: request.kind,
  byName: "ids" in request.errors,
  insists:
    (request.kind === "synchronizeErrors" || request.kind === "delete") && request.force === true,
  isOutdated: isOutdated(error, run, job),
});

/** Edited since it was listed, or listed anew by a run that came between the person's choice and its turn. */
const isOutdated = (error: ErrorItem, run: PairWork, { createdAt }: Pick<Job, "createdAt">) =>
  hasMovedOn(error, versionsOf(run)) ||
  (error.kind === "updateConflict" && error.lastFailedAt > createdAt);

/** A choice that was made for other data is left out: a conflict is then listed anew with what both hold now. */
function resolved(
  { use, fields, force }: Extract<ErrorRequest, { kind: "synchronizeErrors" }>,
  run: PairWork,
  job: Pick<Job, "createdAt">,
): PairWork {
  const missing = sides.find((side) => run.states[side].kind === "none");
  if (missing !== undefined) {
    // E7: a record without a counterpart can only be the one that is chosen.
    return use === missing
      ? ended(run, { kind: "refused", message: nothingToUse(missing) })
      : { ...run, createAsked: true };
  }
  const isForOther = run.error !== undefined && isOutdated(run.error, run, job);
  return force === true || !isForOther ? { ...run, force: { use, fields } } : run;
}

/** A19: a survivor that somebody edited since is listed anew and not deleted. To restore takes the edit along. */
const deletionFor = (
  request: Extract<ErrorRequest, { kind: "restore" | "delete" }>,
  run: PairWork,
  job: Pick<Job, "createdAt">,
): DeleteConflict => {
  const { error } = run;
  const isForOther = error !== undefined && isOutdated(error, run, job);
  return request.kind === "delete" && request.force !== true && isForOther
    ? "manual"
    : request.kind;
};

/** The record that is listed as deleted is gone; otherwise what survived is another one than was shown. */
const isAsListed = ({ states, error }: PairWork): boolean =>
  sides.some(
    (side) =>
      states[side].kind === "deleted" &&
      (error === undefined || errorKindTable[error.kind].brokenSide === side),
  );

const isBroken = ({ states }: PairWork): boolean =>
  sides.some((side) => states[side].kind === "deleted");

const bothThere = ({ kind }: ErrorRequest, { coupling }: PairWork): string =>
  `"${coupling?.title ?? ""}" exists in both ${appName.businessCentral} and ${appName.dataverse}: there is nothing to ${kind}. The next run takes it up.`;

/** Both records stay; only the coupling goes. */
export const uncoupled = (run: PairWork): PairWork =>
  run.stored === undefined
    ? ended(run, { kind: "refused", message: "This record is not coupled." })
    : ended(run, { kind: "uncoupled" });
