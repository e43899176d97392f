import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { handler as api } from "../../functions/api/handler.ts";
import { handler as changeNotice } from "../../functions/change-notice/handler.ts";
import { writePage } from "../../functions/console/build/write-page.ts";
import { handler as consolePage } from "../../functions/console/handler.ts";
import { handler as deadLetter } from "../../functions/dead-letter/handler.ts";
import { handler as scheduleTick } from "../../functions/schedule-tick/handler.ts";
import { handler as syncWorker } from "../../functions/sync-worker/handler.ts";
import type { Schedule } from "../domain/job/schedule.ts";
import type { TableMapping } from "../domain/mapping/mapping.ts";
import { installMappings } from "../manage/mappings/install-mappings.ts";
import type { BusinessApps } from "../ports/business-app.ts";
import { DeadLetterEnvironment, readEnvironment } from "../runtime/environment.ts";
import { liveApps, liveSurroundings } from "../runtime/live-apps.ts";
import { type LiveState, liveState } from "../runtime/live-state.ts";
import { systemClock } from "../runtime/system.ts";
import { tick } from "../sync/schedule/tick.ts";
import { runDemo } from "./demo.ts";
import { type Engines, startEngines } from "./engines.ts";
import { runFirstSynchronization } from "./first-synchronization.ts";
import { functionAt, type HttpFunction } from "./function-at.ts";
import { holdFolder } from "./held-folder.ts";
import { type HttpHost, startHttpHost } from "./http-host.ts";
import { readMappings } from "./mappings-file.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { introduceApps } from "./real-apps.ts";
import { type LocalApps, startSandboxApps } from "./sandbox-apps.ts";
import { naming, onPortsOf, type Settings, unknownSettings } from "./settings.ts";
import { startTicker } from "./ticker.ts";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const report = (trouble: unknown): void => {
  process.stderr.write(
    `${trouble instanceof Error ? (trouble.stack ?? trouble.message) : String(trouble)}\n`,
  );
};

/** More often than in the cloud: a mapping is due a minute after its run ended, and somebody is watching. */
const tickMilliseconds = 10_000;

/** Steps of this number of mappings run side by side; a deployment says so with `mappingsAtOnce`. */
const loops = 4;

/** Starts everything that a deployment has, on this machine; answers how to stop it. */
export async function startTandem(settings: Settings): Promise<() => Promise<void>> {
  for (const name of unknownSettings(process.env)) say(`${name}: there is no such setting`);
  const given = await readMappings(settings.TANDEM_MAPPINGS);
  const release = await naming("TANDEM_DATA_DIR", holdFolder(settings.TANDEM_DATA_DIR));
  const engines = await startEngines(settings, say);
  const apps = await startSandboxApps(settings, say);
  setEnvironment(settings, engines, apps);
  const isDemo = apps.areSandboxes && settings.TANDEM_MAPPINGS === undefined;
  const mappings = isDemo ? given.map(creating) : given;

  const state = liveState(readEnvironment(DeadLetterEnvironment));
  const scheduleOf = apps.areSandboxes ? eachMinute : onHold;
  await installMappings(state, { mappings, scheduleOf });
  const isOn = settings.TANDEM_SCHEDULE === "on";
  const pageWritten = writePage(pageFolderOf(settings), "little");
  const handler = gatewayTo(pageWritten);
  const listening = startHttpHost({ port: settings.TANDEM_PORT, handler, report });
  const host = await onPortsOf(settings, listening);
  if (apps.areSandboxes) listenToNotices(host);
  const isFirst = isOn && apps.areSandboxes && (await hasNoJobs(state, mappings));
  const pollers = startPollers(engines);
  // The queue keeps nothing over a restart: what was under way is sent again at once.
  await tick(isOn ? state : withoutSchedules(state), 0);
  say(`API  ${host.url}`);
  const ticker = startTicker({
    tick: isOn ? scheduleTick : () => tick(withoutSchedules(state)),
    everyMilliseconds: tickMilliseconds,
    report,
  });
  if (!isOn) say("Schedules are off: only what is asked for runs");
  if (!apps.areSandboxes) await introduceApps(realApps(settings, apps), say);
  const listUrl = `${host.url}/v1/errors`;
  if (isDemo) say("Creation of missing records is turned on for these sandbox apps");
  if (isFirst) {
    await runFirstSynchronization(state, enabledOnly(mappings), say);
    if (settings.TANDEM_DEMO === "on") await runDemo(state, apps, { listUrl, say });
  }
  await pageWritten;
  say(`What could not be synchronized  ${listUrl}`);
  say(`Console  ${host.url}/`);
  say("ready");
  return async () => {
    await Promise.all([ticker.stop(), host.stop(), ...pollers.map((poller) => poller.stop())]);
    await Promise.all([apps.stop(), engines.stop()]);
    await release();
  };
}

/** The routes of the HTTP API, each to its function. */
function gatewayTo(pageWritten: Promise<void>): typeof api {
  const answering = {
    api,
    changeNotice,
    consolePage: async (event) => {
      await pageWritten;
      return consolePage(event);
    },
  } satisfies Record<HttpFunction, typeof api>;
  return (event) => answering[functionAt(event.rawPath)](event);
}

const realApps = (settings: Settings, apps: LocalApps): BusinessApps =>
  liveApps(
    {
      ...apps,
      credentials: async () => ({
        clientId: settings.TANDEM_CLIENT_ID,
        clientSecret: settings.TANDEM_CLIENT_SECRET,
      }),
    },
    liveSurroundings(systemClock),
  );

const pageFolderOf = ({ TANDEM_DATA_DIR }: Settings): string => join(TANDEM_DATA_DIR, "console");

/** Before the first step is worked on: the worker asks the sandbox to tell of changes. */
function listenToNotices({ url }: HttpHost): void {
  process.env["NOTICE_URL"] = `${url}/v1/notices/business-central`;
}

const enabledOnly = (mappings: readonly TableMapping[]): readonly TableMapping[] =>
  mappings.filter(({ enabled }) => enabled);

/** Locally somebody is watching: every mapping runs each minute and never rests. */
const eachMinute = (first: Schedule): Schedule => ({
  ...first,
  minutesBetweenRuns: 1,
  inactivityTimeoutMinutes: undefined,
});

/** As an administrator would in Table Mappings: shipped mappings synchronize only what is coupled. */
const creating = (shipped: TableMapping): TableMapping => ({ ...shipped, onlyCoupled: false });

/** Real records are not touched before a person has looked at the checks and says so. */
const onHold = (first: Schedule): Schedule => ({ ...eachMinute(first), status: "onHold" });

async function hasNoJobs(
  { store }: Pick<LiveState, "store">,
  mappings: readonly TableMapping[],
): Promise<boolean> {
  const names = mappings.map(({ name }) => name);
  const jobs = await store.jobs.list({}, names, { limit: 1 });
  return jobs.ok && jobs.value.items.length === 0;
}

/** What is due stays due, for a start with schedules; jobs under way go on. */
const withoutSchedules = (state: LiveState): LiveState => ({
  ...state,
  store: { ...state.store, states: { ...state.store.states, all: async () => [] } },
});

const startPollers = ({ sqs, queues }: Engines) => [
  startQueuePoller({
    client: sqs,
    queueUrl: queues.queueUrl,
    handler: syncWorker,
    loops,
    secondsUntilRetry: (tries) => 5 * tries,
    report,
  }),
  startQueuePoller({
    client: sqs,
    queueUrl: queues.deadLetterUrl,
    handler: deadLetter,
    loops: 1,
    report,
  }),
];

/** What the functions are deployed with. */
function setEnvironment(settings: Settings, engines: Engines, apps: LocalApps): void {
  Object.assign(process.env, {
    TABLE_NAME: engines.tableName,
    QUEUE_URL: engines.queues.queueUrl,
    RETENTION_DAYS: "30",
    EVENT_BUS: pathToFileURL(join(settings.TANDEM_DATA_DIR, "events.jsonl")).href,
    MAPPINGS: "asStored",
    BUSINESS_CENTRAL_URL: apps.businessCentralUrl,
    DATAVERSE_URL: apps.dataverseUrl,
    // Who watches saw the request.
    POWERTOOLS_LOG_LEVEL: "WARN",
    // It listens to this machine only.
    SIGN_IN: "none",
    PAGE_FOLDER: pageFolderOf(settings),
    TOKEN_URL: apps.tokenUrl,
    // The same after each start, and known to this machine only: the sandbox keeps its subscriptions.
    NOTICE_SECRET: "sandbox-notices",
    CREDENTIALS_SECRET: JSON.stringify({
      clientId: settings.TANDEM_CLIENT_ID,
      clientSecret: settings.TANDEM_CLIENT_SECRET,
    }),
  });
}
