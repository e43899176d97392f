import { randomUUID } from "node:crypto";
import { parsePreferences } from "../odata/preferences.ts";
import { isAuthorized } from "../tokens/token.ts";
import { createTokenEndpoint, isTokenPath, type TokenOptions } from "../tokens/token-endpoint.ts";
import type { SandboxClock } from "../web/clock.ts";
import type { Exchange, SandboxAnswer, SandboxRequest } from "../web/exchange.ts";
import { createFaults, type Faults } from "../web/faults.ts";
import { type Journal, openJournal } from "../web/journal.ts";
import { answerBatch } from "./batch.ts";
import { operate } from "./operate.ts";
import { createThrottling } from "./protocol/throttling.ts";
import { baseIds, putBaseRows } from "./seed/base-rows.ts";
import { seedRows } from "./seed/seed-rows.ts";
import { type Organization, type Variant, variants } from "./store/organization.ts";
import { RowStore } from "./store/row-store.ts";
import { allTables } from "./tables/all-tables.ts";
import type { Row, Values } from "./tables/row.ts";

export interface DataverseSandbox {
  readonly exchange: Exchange;
  readonly faults: Faults<Variant>;
  /** Adds `count` rows per table of people's own data: accounts, contacts, products. */
  seed(count: number, seed: number): void;
  /** Whether there is anything but what a new organisation has. */
  isEmpty(): boolean;
  /** Rows of a table as they are stored, for tests that look at the world. */
  rows(table: string): readonly Row[];
  /** As somebody else would, without a request: no rule is asked, the version moves on. */
  change(table: string, id: string, values: Values): void;
  /** Removes a row without a request; deltas tell of it. */
  remove(table: string, id: string): void;
  /** Somebody publishes a customisation: delta tokens of the table expire. */
  changeMetadata(table: string): void;
  /** E.g. `prvReadAccount`; the call replaces those named before. */
  takePrivileges(names: readonly string[]): void;
}

export function createDataverseSandbox(options: {
  readonly clock: SandboxClock;
  readonly journal?: Journal | undefined;
  readonly newId?: (() => string) | undefined;
  readonly tokens?: Omit<TokenOptions, "clock"> | undefined;
  readonly sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
}): DataverseSandbox {
  const { clock, newId = randomUUID } = options;
  const throttling = createThrottling(clock, (name) => faults.variant(name));
  const faults = createFaults({ clock, variants, answers: throttling, sleep: options.sleep });
  const store = new RowStore(allTables, options.journal ?? openJournal());
  if (store.table("organization").size === 0) store.load(() => putBaseRows(store, clock.now()));
  const missingPrivileges = new Set<string>();
  const organization: Organization = {
    store,
    tables: allTables,
    clock: faults.clock,
    faults,
    newId,
    missingPrivileges,
  };
  const tokenEndpoint = createTokenEndpoint({ ...options.tokens, clock: faults.clock });
  const app = faults.around(async (request) => answerRequest(organization, request));
  return {
    exchange: (request) =>
      isTokenPath(request.url.pathname) ? tokenEndpoint(request) : app(request),
    faults,
    seed: (count, seed) =>
      store.load(() => seedRows(store, { count, seed, nowMs: faults.clock.now() })),
    isEmpty: () => store.table("account").size + store.table("contact").size === 0,
    rows: (table) => [...store.table(table).inKeyOrder()],
    change: (table, id, values) => {
      store.put(table, id, { ...store.table(table).get(id)?.values, ...values });
    },
    remove: (table, id) => store.remove(table, id),
    changeMetadata: (table) => store.noteMetadataChange(table),
    takePrivileges: (names) => {
      missingPrivileges.clear();
      for (const name of names) missingPrivileges.add(name);
    },
  };
}

function answerRequest(organization: Organization, request: SandboxRequest): SandboxAnswer {
  const { url, headers } = request;
  const now = organization.clock.now();
  if (!isAuthorized(headers["authorization"], url.origin, now)) return unauthorized(url.origin);
  const call = {
    organization,
    root: `${url.origin}/api/data/v9.2/`,
    userId: callerOf(organization, headers),
    headers,
    preferences: parsePreferences(headers["prefer"]),
  };
  return url.pathname.endsWith("/$batch") && request.method === "POST"
    ? answerBatch(call, request)
    : operate(call, request);
}

const unauthorized = (origin: string): SandboxAnswer => ({
  status: 401,
  headers: {
    "WWW-Authenticate": `Bearer authorization_uri=${origin}/oauth2/v2.0/authorize, resource_id=${origin}/`,
  },
});

/** `Bearer sandbox` is a person at work; a fetched token is the application; both may act for another. */
function callerOf(organization: Organization, headers: SandboxRequest["headers"]): string {
  const named = headers["mscrmcallerid"]?.toLowerCase();
  if (named !== undefined && organization.store.table("systemuser").get(named) !== undefined) {
    return named;
  }
  return /^Bearer sandbox$/i.test(headers["authorization"] ?? "")
    ? baseIds.administrator
    : baseIds.applicationUser;
}
