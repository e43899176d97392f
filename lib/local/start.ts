import { mkdir } from "node:fs/promises";
import { handler as api } from "../../functions/api/handler.ts";
import { handler as deadLetter } from "../../functions/dead-letter/handler.ts";
import { handler as scheduleTick } from "../../functions/schedule-tick/handler.ts";
import { handler as syncWorker } from "../../functions/sync-worker/handler.ts";
import type { TableMapping } from "../domain/mapping.ts";
import type { Schedule } from "../domain/schedule.ts";
import { installMappings } from "../manage/install-mappings.ts";
import { DeadLetterEnvironment, readEnvironment } from "../runtime/environment.ts";
import { liveState } from "../runtime/live-state.ts";
import { tick } from "../sync/tick.ts";
import { type Engines, startEngines } from "./engines.ts";
import { runFirstSynchronization } from "./first-synchronization.ts";
import { startHttpHost } from "./http-host.ts";
import { readMappings } from "./mappings-file.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { type LocalApps, startSandboxApps } from "./sandbox-apps.ts";
import { readSettings, type Settings } from "./settings.ts";
import { startTicker } from "./ticker.ts";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const report = (trouble: unknown): void => {
  process.stderr.write(
    `${trouble instanceof Error ? (trouble.stack ?? trouble.message) : String(trouble)}\n`,
  );
};

/** Steps of different mappings run side by side, as many as in the cloud. */
const loops = 4;

async function start(settings: Settings): Promise<() => Promise<void>> {
  const mappings = await readMappings(settings.TANDEM_MAPPINGS);
  await mkdir(settings.TANDEM_DATA_DIR, { recursive: true });
  const engines = await startEngines(settings, say);
  const apps = await startSandboxApps(settings, say);
  setEnvironment(settings, engines, apps);

  const state = liveState(readEnvironment(DeadLetterEnvironment));
  await installMappings(state, { mappings, scheduleOf: scheduleOf(settings) });
  const { sqs, queues } = engines;
  const workers = startQueuePoller({
    client: sqs,
    queueUrl: queues.queueUrl,
    handler: syncWorker,
    loops,
    secondsUntilRetry: (tries) => 5 * tries,
    report,
  });
  const deadLetters = startQueuePoller({
    client: sqs,
    queueUrl: queues.deadLetterUrl,
    handler: deadLetter,
    loops: 1,
    report,
  });
  // The queue keeps nothing over a restart: what was under way is sent again at once.
  await tick(state, 0);
  const host = await startHttpHost({ port: settings.TANDEM_PORT, handler: api, report });
  say(`API and console  ${host.url}`);
  const ticker = startTicker({ tick: scheduleTick, report });
  if (apps.isNew && settings.TANDEM_SCHEDULE === "on") {
    await runFirstSynchronization(state, enabledOnly(mappings), say);
  }
  say(`What could not be synchronized  ${host.url}/v1/errors`);
  say("ready");
  return async () => {
    await Promise.all([ticker.stop(), host.stop(), workers.stop(), deadLetters.stop()]);
    await Promise.all([apps.stop(), engines.stop()]);
  };
}

const enabledOnly = (mappings: readonly TableMapping[]): readonly TableMapping[] =>
  mappings.filter(({ enabled }) => enabled);

/** Locally somebody is watching: every mapping runs each minute and never rests, or not at all. */
const scheduleOf =
  ({ TANDEM_SCHEDULE: schedule }: Settings) =>
  (first: Schedule): Schedule => ({
    ...first,
    minutesBetweenRuns: 1,
    inactivityTimeoutMinutes: undefined,
    ...(schedule === "on" ? {} : { status: "onHold", nextRunAt: undefined }),
  });

/** What the functions are deployed with. */
function setEnvironment(settings: Settings, engines: Engines, apps: LocalApps): void {
  Object.assign(process.env, {
    TABLE_NAME: engines.tableName,
    QUEUE_URL: engines.queues.queueUrl,
    RETENTION_DAYS: "30",
    MAPPINGS: "asStored",
    BUSINESS_CENTRAL_URL: apps.businessCentralUrl,
    DATAVERSE_URL: apps.dataverseUrl,
    TOKEN_URL: apps.tokenUrl,
    CREDENTIALS_SECRET: JSON.stringify({
      clientId: settings.TANDEM_CLIENT_ID,
      clientSecret: settings.TANDEM_CLIENT_SECRET,
    }),
  });
}

start(readSettings(process.env)).then(
  (stop) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        stop().then(() => process.exit(0), fail);
      });
    }
  },
  (trouble: unknown) => fail(trouble),
);

function fail(trouble: unknown): void {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : String(trouble)}\n`);
  process.exit(1);
}
