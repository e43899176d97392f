import { existsSync } from "node:fs";
import { join } from "node:path";
import { createBusinessCentralSandbox } from "../sandbox/business-central/sandbox.ts";
import { serveBusinessCentral } from "../sandbox/business-central/serve.ts";
import { createDataverseSandbox } from "../sandbox/dataverse/dataverse-sandbox.ts";
import { systemClock } from "../sandbox/web/clock.ts";
import { openJournal } from "../sandbox/web/journal.ts";
import { serveSandbox } from "../sandbox/web/server.ts";
import type { Settings } from "./settings.ts";

/** Where an app is, and where its tokens come from. */
export interface LocalApps {
  readonly businessCentralUrl: string;
  readonly dataverseUrl: string;
  readonly tokenUrl: string;
  /** Whether both are sandbox apps that started with sample data just now. */
  readonly isNew: boolean;
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
  const tokenUrl = settings.TANDEM_TOKEN_URL ?? own[0]?.tokenUrl;
  if (tokenUrl === undefined) {
    throw new Error(
      "TANDEM_TOKEN_URL must be set when both apps are set: where do tokens come from?",
    );
  }
  return {
    businessCentralUrl: settings.TANDEM_BC_URL ?? urlOf("Business Central sandbox"),
    dataverseUrl: settings.TANDEM_DATAVERSE_URL ?? urlOf("Dataverse sandbox"),
    tokenUrl,
    isNew: own.length === 2 && own.every(({ isNew }) => isNew),
    stop: async () => {
      await Promise.all(own.map(({ stop }) => stop()));
    },
  };
}

async function startBusinessCentral(settings: Settings) {
  const file = join(settings.TANDEM_DATA_DIR, "business-central.jsonl");
  const isNew = !existsSync(file);
  const sandbox = createBusinessCentralSandbox({ clock: systemClock, journal: openJournal(file) });
  if (isNew) sandbox.seed(settings.TANDEM_SEED, seedNumber);
  const { company } = sandbox;
  const server = await serveBusinessCentral(sandbox, portOf(settings, 1));
  return {
    name: "Business Central sandbox",
    url: `${server.url}${company.path}`,
    tokenUrl: `${server.url}/oauth2/v2.0/token`,
    isNew,
    stop: server.close,
  };
}

async function startDataverse(settings: Settings) {
  const file = join(settings.TANDEM_DATA_DIR, "dataverse.jsonl");
  const isNew = !existsSync(file);
  const sandbox = createDataverseSandbox({ clock: systemClock, journal: openJournal(file) });
  if (isNew) sandbox.seed(settings.TANDEM_SEED, seedNumber);
  const { exchange, faults } = sandbox;
  const server = await serveSandbox({ port: portOf(settings, 2), clock: faults.clock, exchange });
  return {
    name: "Dataverse sandbox",
    url: server.url,
    tokenUrl: `${server.url}/oauth2/v2.0/token`,
    isNew,
    stop: server.close,
  };
}

/** The sandbox apps listen beside the API; with port 0 anywhere. */
const portOf = ({ TANDEM_PORT: port }: Settings, offset: number): number =>
  port === 0 ? 0 : port + offset;
