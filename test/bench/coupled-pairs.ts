import * as z from "zod/mini";
import { columnsOf } from "../../lib/connector/business-central/row.ts";
import { selectOf } from "../../lib/connector/dataverse/connection.ts";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { entityOf } from "../../lib/domain/conversion/selection.ts";
import type { Coupling } from "../../lib/domain/coupling.ts";
import { RecordId } from "../../lib/domain/ids.ts";
import { instantOf } from "../../lib/domain/instant.ts";
import type { Entity } from "../../lib/domain/mapping/entity.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { PerSide, Side } from "../../lib/domain/side.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import type { JobStep } from "../../lib/ports/queue.ts";
import { liveApps } from "../../lib/runtime/live-apps.ts";
import { storeOver } from "../../lib/store/store.ts";
import { defaultSettings, type SyncApp } from "../../lib/sync/context/sync-app.ts";
import { startJob } from "../../lib/sync/jobs/start-job.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type SimulatedApps, simulatedApps } from "../simulation/world/apps.ts";
import { memoryTable } from "../simulation/world/memory-table.ts";
import { simulatedIds } from "../simulation/world/system.ts";
import { creatingMappings, customer } from "../world/creating-mappings.ts";

/** A customer and its account as JSON from the wire, and what Tandem keeps of the two. */
export interface CoupledPair {
  readonly coupling: Coupling;
  readonly rows: PerSide<string>;
}

export interface CoupledPairs {
  readonly mapping: TableMapping;
  readonly entities: PerSide<Entity>;
  readonly pairs: readonly CoupledPair[];
}

const order = ["SALESPEOPLE", "CURRENCY", "CUSTOMER"];
const mappings = order.flatMap((wanted) => creatingMappings.filter(({ name }) => name === wanted));
const clock = { now: () => Date.parse("2026-03-02T08:00:00.000Z") };

/** So many of the sandbox's customers, brought into Dataverse by the worker, all in this process. */
export async function coupledPairs(customers: number): Promise<CoupledPairs> {
  const apps = simulatedApps(clock, async () => ({ status: 404, body: "" }));
  apps.businessCentral.seed(customers, 7);
  const app = await synchronized(apps);
  const entities = {
    businessCentral: entityOf(customer, "businessCentral"),
    dataverse: entityOf(customer, "dataverse"),
  };
  const rows = {
    businessCentral: await rowsOf(apps, "businessCentral", entities),
    dataverse: await rowsOf(apps, "dataverse", entities),
  };
  const ids = [...rows.businessCentral.keys()].map((id) => RecordId.parse(id));
  const couplings = await app.store.couplings.bySide(customer.name, "businessCentral", ids);
  const pairs = [...couplings.values()].flatMap((coupling): readonly CoupledPair[] => {
    const businessCentral = rows.businessCentral.get(coupling.ids.businessCentral);
    const dataverse = rows.dataverse.get(coupling.ids.dataverse);
    return businessCentral === undefined || dataverse === undefined
      ? []
      : [{ coupling, rows: { businessCentral, dataverse } }];
  });
  return { mapping: customer, entities, pairs };
}

/** The use cases and connectors as they are, once they have synchronized everything. */
async function synchronized(apps: SimulatedApps): Promise<SyncApp> {
  const now = { now: () => instantOf(clock.now()) };
  const ids = simulatedIds();
  const steps: JobStep[] = [];
  const app: SyncApp = {
    store: storeOver(memoryTable({ clock: now }), { clock: now, ids }),
    queue: { send: async (some) => void steps.push(...some) },
    events: { publish: async () => undefined },
    clock: now,
    ids,
    settings: defaultSettings,
    apps: liveApps(
      {
        businessCentralUrl: apps.urls.businessCentral,
        dataverseUrl: apps.urls.dataverse,
        tokenUrl: `${apps.origins.businessCentral}/oauth2/v2.0/token`,
        credentials: async () => ({ clientId: "sandbox-client", clientSecret: "sandbox-secret" }),
      },
      { clock: now, transport: transportTo(apps), wait: async () => undefined, random: () => 0.5 },
    ),
  };
  await installMappings(app, { mappings, scheduleOf: (first) => first });
  for (const { name } of mappings) {
    const request = { kind: "synchronizeAll" } as const;
    const asked = { mapping: name, trigger: "manual", request } as const;
    const { id } = await startJob(app, asked);
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      await runJobStep(app, step);
    }
    const job = await app.store.jobs.get(id);
    if (job?.state !== "completed") throw new Error(`${id}: ${job?.message ?? job?.state}`);
  }
  return app;
}

const sideAt = ({ origins }: SimulatedApps, url: string): Side =>
  url.startsWith(origins.dataverse) ? "dataverse" : "businessCentral";

const transportTo =
  (apps: SimulatedApps): Transport =>
  async ({ method, url, headers, body = "" }) => {
    const asked = { method, url, headers: Object.fromEntries(lowerCase(headers)), body };
    const answer = await apps.ask(sideAt(apps, url), asked);
    const { status, headers: given = {}, body: text = "" } = answer;
    return { status, headers: new Map(lowerCase(given)), text };
  };

const lowerCase = (
  headers: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] =>
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);

const Answer = z.object({ value: z.array(z.record(z.string(), z.unknown())) });

/** Each row's JSON, by its id. */
async function rowsOf(
  apps: SimulatedApps,
  side: Side,
  entities: PerSide<Entity>,
): Promise<ReadonlyMap<string, string>> {
  const { [side]: entity } = entities;
  const url =
    side === "businessCentral"
      ? `${apps.urls.businessCentral}/${entity.set}?$select=${columnsOf(entity).join(",")}`
      : `${apps.urls.dataverse}/api/data/v9.2/${entity.set}?${selectOf(entity)}`;
  const headers = { authorization: "Bearer sandbox", accept: "application/json" };
  const answer = await apps.ask(side, { method: "GET", url, headers, body: "" });
  const { value } = Answer.parse(JSON.parse(answer.body ?? ""));
  return new Map(value.map((row) => [String(row[entity.id]), JSON.stringify(row)]));
}
