import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createBusinessCentralSandbox } from "../sandbox/business-central/sandbox.ts";
import { serveBusinessCentral } from "../sandbox/business-central/serve.ts";
import { createDataverseSandbox } from "../sandbox/dataverse/dataverse-sandbox.ts";
import { systemClock } from "../sandbox/web/clock.ts";
import { type Journal, openJournal } from "../sandbox/web/journal.ts";
import { serveSandbox } from "../sandbox/web/server.ts";
import { onPortsOf, type Settings } from "./settings.ts";

/** Where an app is, and where its tokens come from. */
export interface LocalApps {
  readonly businessCentralUrl: string;
  readonly dataverseUrl: string;
  readonly tokenUrl: string;
  /** Whether both are sandbox apps of our own. */
  readonly areSandboxes: boolean;
  stop(): Promise<void>;
}

type Say = (line: string) => void;

/** Sample data is the same on every machine. */
const seedNumber = 2026;

/** Starts a sandbox app for each side that the settings do not point elsewhere. */
export async function startSandboxApps(settings: Settings, say: Say): Promise<LocalApps> {
  const own = [
    ...(settings.TANDEM_BC_URL === undefined ? [await startBusinessCentral(settings)] : []),
    ...(settings.TANDEM_DATAVERSE_URL === undefined ? [await startDataverse(settings)] : []),
  ];
  for (const { name, url } of own) say(`${name}  ${url}`);
  const urlOf = (name: string): string => own.find((app) => app.name === name)?.url ?? "";
  return {
    businessCentralUrl: settings.TANDEM_BC_URL ?? urlOf("Business Central sandbox"),
    dataverseUrl: settings.TANDEM_DATAVERSE_URL ?? urlOf("Dataverse sandbox"),
    tokenUrl: settings.TANDEM_TOKEN_URL ?? own[0]?.tokenUrl ?? "",
    areSandboxes: own.length === 2,
    stop: async () => {
      await Promise.all(own.map(({ stop }) => stop()));
    },
  };
}

async function startBusinessCentral(settings: Settings) {
  const file = join(settings.TANDEM_DATA_DIR, "business-central.jsonl");
  const sandboxOf = (journal: Journal) =>
    createBusinessCentralSandbox({ clock: systemClock, journal });
  seedOnce(file, (journal) => sandboxOf(journal).seed(settings.TANDEM_SEED, seedNumber));
  const sandbox = sandboxOf(openJournal(file));
  const { company } = sandbox;
  const server = await onPort(settings, 1, (port) => serveBusinessCentral(sandbox, port));
  return {
    name: "Business Central sandbox",
    url: `${server.url}${company.path}`,
    tokenUrl: `${server.url}/oauth2/v2.0/token`,
    stop: server.close,
  };
}

async function startDataverse(settings: Settings) {
  const file = join(settings.TANDEM_DATA_DIR, "dataverse.jsonl");
  const sandboxOf = (journal: Journal) => createDataverseSandbox({ clock: systemClock, journal });
  seedOnce(file, (journal) => sandboxOf(journal).seed(settings.TANDEM_SEED, seedNumber));
  const sandbox = sandboxOf(openJournal(file));
  const { exchange, faults } = sandbox;
  const server = await onPort(settings, 2, (port) =>
    serveSandbox({ port, clock: faults.clock, exchange }),
  );
  return {
    name: "Dataverse sandbox",
    url: server.url,
    tokenUrl: `${server.url}/oauth2/v2.0/token`,
    stop: server.close,
  };
}

/** All of the sample data or, when killed meanwhile, none. */
function seedOnce(file: string, seed: (journal: Journal) => void): void {
  if (existsSync(file)) return;
  const draft = `${file}.new`;
  writeFileSync(draft, "");
  seed(openJournal(draft));
  renameSync(draft, file);
}

/** The sandbox apps listen beside the API; with port 0 anywhere. */
const onPort = <Server>(
  settings: Settings,
  offset: number,
  serve: (port: number) => Promise<Server>,
): Promise<Server> => {
  const { TANDEM_PORT: port } = settings;
  return onPortsOf(settings, serve(port === 0 ? 0 : port + offset));
};
