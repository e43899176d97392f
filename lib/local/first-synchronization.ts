import { setTimeout as wait } from "node:timers/promises";
import type { Counters, Job } from "../domain/job/job.ts";
import type { TableMapping } from "../domain/mapping/mapping.ts";
import { appName, type Side, sides } from "../domain/side.ts";
import { startFullSynchronization } from "../manage/mappings/start-full-synchronization.ts";
import type { SyncApp } from "../sync/context/sync-app.ts";
import { hasEnded } from "../sync/jobs/update-job.ts";

type Say = (line: string) => void;

const lookEveryMs = 250;
const reportEveryMs = 5_000;

/** Brings the sandbox apps' sample data into step, and says what is being done as it goes. */
export async function runFirstSynchronization(
  app: Pick<SyncApp, "store" | "queue" | "clock" | "ids">,
  mappings: readonly TableMapping[],
  say: Say,
): Promise<void> {
  say(`First synchronization of ${mappings.map(({ name }) => name).join(", ")}`);
  const jobs = await startFullSynchronization(app, { mappings });
  for (const { id } of jobs) {
    const job = await untilEnded(app, id, say);
    if (job !== undefined) say(`  ${summary(job)}`);
  }
}

export async function untilEnded(
  { store }: Pick<SyncApp, "store">,
  id: Job["id"],
  say: Say,
): Promise<Job | undefined> {
  for (let looked = 1; ; looked += 1) {
    const job = await store.jobs.get(id);
    if (job === undefined || hasEnded(job)) return job;
    if ((looked * lookEveryMs) % reportEveryMs === 0 && job.progress.done > 0) {
      say(`  ${job.mapping}: ${job.progress.done} records so far`);
    }
    await wait(lookEveryMs);
  }
}

const summary = ({ mapping, state, message, counters }: Job): string =>
  state === "failed"
    ? `${mapping}: failed. ${message ?? ""}`
    : `${mapping}: ${sides.map((side) => countsOf(side, counters[side])).join("; ")}`;

const countsOf = (side: Side, { inserted, modified, failed }: Counters): string =>
  [
    `${inserted} created and ${modified} changed in ${appName[side]}`,
    ...(failed > 0 ? [`${failed} could not be written there`] : []),
  ].join(", ");
