import type { AppFailure } from "../../domain/error/app-failure.ts";
import { plusSeconds } from "../../domain/instant.ts";
import type { Checkpoint } from "../../domain/job/checkpoint.ts";
import { apply } from "../apply/apply.ts";
import type { StepWork } from "../context/step-context.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { noTally, type Tally } from "../context/tally.ts";
import { releaseWaiting } from "../mapping-state/wake-dependents.ts";
import { withSurvivorsHeld } from "../matching/hold-survivors.ts";
import type { PairWork } from "../pair/pair.ts";
import { nameMissing } from "../remember/name-dependencies.ts";
import { remember } from "../remember/remember.ts";
import { type PairResults, tallyOf } from "./count-results.ts";
import { lookThrough } from "./dry-run.ts";
import { withApartKept } from "./keep-apart.ts";
import { withoutFlood } from "./mass-failure-guard.ts";
import { startRelinking } from "./relink.ts";

/** Decides, applies and remembers a piece of a job. */
export async function workThrough(
  app: SyncApp,
  work: StepWork,
  gathered: readonly PairWork[],
): Promise<PairResults> {
  if (gathered.length === 0) return { tally: noTally, unfinished: 0 };
  const held = await withSurvivorsHeld(app, work, gathered);
  if (!held.ok) return { tally: noTally, unfinished: 0, failure: held.failure };
  const runs = await withApartKept(app, work, held.value);
  if (work.job.preview === true) return lookThrough(app, work, runs);
  const done = withoutFlood(work, await apply(app, work, runs));
  const applied = { ...done, runs: await nameMissing(app, work.mapping, done.runs) };
  await startRelinking(app, work, applied.runs);
  const resolved = await remember(app, work, applied.runs);
  if (applied.runs.some((run) => isCoupledBefore(work, run))) {
    await releaseWaiting(app, work.mapping.name);
  }
  const unfinished = applied.runs.filter(({ end }) => end?.kind === "unfinished").length;
  // An intent whose answers did not all come stays: the next try looks into it.
  if (unfinished === 0)
    await Promise.all(applied.intents.map((one) => app.store.intents.remove(one)));
  return { tally: tallyOf(applied.runs), failure: applied.failure, unfinished, resolved };
}

/** By this job, in a step that may have died before it could count what it coupled. */
const isCoupledBefore = ({ job }: StepWork, { stored, done }: PairWork): boolean =>
  stored?.lastJobId === job.id && stored.revision === 1 && done.length === 0;

/** W3: repeats of one piece because of missing answers, before the job gives up. */
const maxRepeats = 8;
const patienceSeconds = 60;

/** The step's result when `worked` could not be finished; undefined when it was. */
export function interrupted(
  app: Pick<SyncApp, "clock">,
  worked: PairResults,
  checkpoint: Checkpoint,
): StepResult | undefined {
  const { failure, tally } = worked;
  if (failure === undefined && worked.unfinished === 0) return undefined;
  if (failure !== undefined && !isMissingAnswer(failure)) {
    return failedOrPaused(app, failure, checkpoint, tally);
  }
  if (checkpoint.again < maxRepeats) {
    return { kind: "more", checkpoint: { ...checkpoint, again: checkpoint.again + 1 }, tally };
  }
  return { kind: "failed", tally, failure: failure ?? lostAnswers(worked.unfinished) };
}

/** The connectors never repeat a write: the repeat of the piece finds out what became of it. */
const isMissingAnswer = ({ code }: AppFailure): boolean =>
  code === "unreachable" || code === "serverError";

const lostAnswers = (count: number): AppFailure => ({
  code: "unreachable",
  side: "dataverse",
  message: `The answers to ${count} writes got lost, ${maxRepeats} times in a row. What was written is found out by the next run; check the connection to both apps.`,
});

/** A throttled app is given the time it asks for; any other trouble ends the job. */
export function failedOrPaused(
  { clock }: Pick<SyncApp, "clock">,
  failure: AppFailure,
  checkpoint: Checkpoint,
  tally: Tally = noTally,
): StepResult {
  if (failure.code !== "throttled") return { kind: "failed", failure, tally };
  const until = failure.retryAt ?? plusSeconds(clock.now(), patienceSeconds);
  return { kind: "paused", until, checkpoint, tally, failure };
}
