import { onTestFinished } from "vitest";
import { createBusinessCentral } from "../../../lib/connector/business-central/business-central.ts";
import { businessCentralLimits } from "../../../lib/connector/business-central/connection.ts";
import { createAppHttp } from "../../../lib/connector/http/app-http.ts";
import { createNodeTransport } from "../../../lib/connector/http/node-transport.ts";
import type { Transport, WireRequest } from "../../../lib/connector/http/transport.ts";
import { createTokenSource } from "../../../lib/connector/oauth/token-source.ts";
import { RecordId } from "../../../lib/domain/ids.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { AppRecord } from "../../../lib/domain/record.ts";
import type { BusinessApp } from "../../../lib/ports/business-app.ts";
import { createBusinessCentralSandbox } from "../../../lib/sandbox/business-central/sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";
import { start } from "../http/told-app.ts";

/** The connector and the sandbox over HTTP, in a time that passes only by waiting. */
export async function aSandboxCompany(
  settings: { readonly pageSize?: number; readonly companyId?: string } = {},
) {
  const time = createManualClock(start);
  const sandbox = createBusinessCentralSandbox({ clock: time });
  const server = await serveSandbox({ port: 0, clock: sandbox.clock, exchange: sandbox.exchange });
  onTestFinished(() => server.close());
  const clock = { now: () => instantOf(time.now()) };
  const wire = createNodeTransport({ timeoutMs: 10_000, maxSockets: 5 });
  const requests: WireRequest[] = [];
  const transport: Transport = (request) => {
    requests.push(request);
    return wire(request);
  };
  const patience = {
    side: "businessCentral",
    clock,
    transport,
    wait: async (milliseconds: number) => time.advance(milliseconds),
    waitBudgetMs: 120_000,
    random: () => 0.5,
    ...businessCentralLimits,
  } as const;
  const token = createTokenSource({
    side: "businessCentral",
    http: createAppHttp(patience),
    tokenUrl: `${server.url}/tenant/oauth2/v2.0/token`,
    credentials: async () => ({ clientId: "sandbox-client", clientSecret: "sandbox-secret" }),
    scope: `${server.url}/.default`,
    clock,
  });
  const company = createBusinessCentral({
    http: createAppHttp({ ...patience, token }),
    companyUrl: `${server.url}/api/v2.0/companies(${settings.companyId ?? sandbox.company.id})`,
    clock,
    pageSize: settings.pageSize,
  });
  return {
    sandbox,
    company,
    time,
    /** Requests so far, those for tokens left out. */
    calls: () => requests.filter(({ url }) => !url.endsWith("/token")).length,
    tokenCalls: () => requests.filter(({ url }) => url.endsWith("/token")).length,
  };
}

/** Everything the connector reads from here to the last page. */
export async function walk(company: BusinessApp, entity: Entity, position?: string) {
  const records: AppRecord[] = [];
  let page = await company.readChanges(
    entity,
    position === undefined ? { kind: "beginning" } : { kind: "cursor", position },
  );
  for (;;) {
    if (!page.ok) throw new Error(page.failure.message);
    records.push(...page.value.records);
    if (page.value.next === undefined) return { records, position: page.value.position ?? "" };
    page = await company.readChanges(entity, { kind: "page", page: page.value.next });
  }
}

export const recordId = (text: string): RecordId => RecordId.parse(text);
