import { createBusinessCentral } from "../../../lib/connector/business-central/business-central.ts";
import { businessCentralLimits } from "../../../lib/connector/business-central/connection.ts";
import { createDataverse } from "../../../lib/connector/dataverse/dataverse.ts";
import { createAppHttp } from "../../../lib/connector/http/app-http.ts";
import type { Transport } from "../../../lib/connector/http/transport.ts";
import { createTokenSource } from "../../../lib/connector/oauth/token-source.ts";
import { RecordId } from "../../../lib/domain/ids.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { Side } from "../../../lib/domain/side.ts";
import type { Clock, Ids } from "../../../lib/ports/clock.ts";
import { storeOver } from "../../../lib/store/store.ts";
import type { Table } from "../../../lib/store/table/table.ts";
import {
  defaultSettings,
  type NoticeAddress,
  type SyncApp,
} from "../../../lib/sync/context/sync-app.ts";
import type { SimulatedApps } from "./apps.ts";
import { numberedIds } from "./apps.ts";
import type { SimulatedQueue } from "./queue.ts";
import type { Timeline } from "./timeline.ts";

/** Runs a call to the outside as part of whatever process is at work. */
export type Through = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/** A guard that is taken out, to see whether that is noticed. */
export interface Weakness {
  readonly app?: ((app: SyncApp) => SyncApp) | undefined;
  readonly table?: ((table: Table) => Table) | undefined;
}

export interface Surroundings {
  readonly timeline: Timeline;
  readonly apps: SimulatedApps;
  readonly table: Table;
  readonly queue: SimulatedQueue;
  readonly transport: Transport;
  readonly ids: Ids;
  readonly random: () => number;
  readonly pageSize: number;
  readonly notices?: NoticeAddress | undefined;
  readonly weakness?: Weakness | undefined;
}

export const clockOf = ({ now }: Pick<Timeline, "now">): Clock => ({ now: () => instantOf(now()) });

/** The real use cases and connectors as one function instance has them; nothing but the outside is pretended. */
export function startInstance(around: Surroundings, through: Through): SyncApp {
  const { timeline, apps, queue, ids, pageSize } = around;
  const clock = clockOf(timeline);
  const table = around.weakness?.table?.(around.table) ?? around.table;
  const transport: Transport = (request) =>
    through(`${request.method} ${new URL(request.url).hostname}`, () => around.transport(request));
  const httpOf = (side: Side) => {
    const options = {
      side,
      transport,
      clock,
      wait: (milliseconds: number) => timeline.pass(milliseconds),
      waitBudgetMs: 20_000,
      random: around.random,
      ...(side === "businessCentral" ? businessCentralLimits : { maxInFlight: 4 }),
    };
    const token = createTokenSource({
      side,
      http: createAppHttp(options),
      tokenUrl: `${apps.origins[side]}/oauth2/v2.0/token`,
      credentials: async () => ({ clientId: "sandbox-client", clientSecret: "sandbox-secret" }),
      scope: `${apps.origins[side]}/.default`,
      clock,
    });
    return createAppHttp({ ...options, token });
  };
  const app: SyncApp = {
    store: storeOver(tableThrough(table, through), { clock, ids }),
    queue: { send: (steps) => through("queue send", async () => queue.send(steps)) },
    events: { publish: () => through("events publish", async () => undefined) },
    clock,
    ids,
    notices: around.notices,
    settings: { ...defaultSettings, recordsPerStep: pageSize },
    apps: {
      businessCentral: createBusinessCentral({
        http: httpOf("businessCentral"),
        companyUrl: apps.urls.businessCentral,
        clock,
        pageSize,
      }),
      dataverse: createDataverse({
        http: httpOf("dataverse"),
        url: apps.urls.dataverse,
        clock,
        pageSize,
      }),
    },
  };
  return around.weakness?.app?.(app) ?? app;
}

const tableThrough = (table: Table, through: Through): Table => ({
  get: (key) => through("table get", () => table.get(key)),
  getMany: (keys, read) => through("table getMany", () => table.getMany(keys, read)),
  put: (item, condition) => through("table put", () => table.put(item, condition)),
  remove: (key, condition) => through("table remove", () => table.remove(key, condition)),
  putMany: (items) => through("table putMany", () => table.putMany(items)),
  removeMany: (keys) => through("table removeMany", () => table.removeMany(keys)),
  query: (query) => through("table query", () => table.query(query)),
  queryAll: (query) => through("table queryAll", () => table.queryAll(query)),
  count: (query) => through("table count", () => table.count(query)),
});

/** Ids that are the same in each run of a seed. */
export function simulatedIds(): Ids {
  const recordId = numberedIds("7a7de000");
  let shorts = 0;
  return {
    recordId: () => RecordId.parse(recordId()),
    short: () => {
      shorts += 1;
      return shorts.toString(36).padStart(8, "0");
    },
  };
}
