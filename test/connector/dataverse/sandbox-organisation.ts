import { onTestFinished } from "vitest";
import { MappingName } from "../../../lib/domain/ids.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import type {
  BusinessApp,
  ChangePage,
  ReadFrom,
  Write,
  WriteOutcome,
} from "../../../lib/ports/business-app.ts";
import { createDataverseSandbox } from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";
import { connectTo, idOf } from "./organisation.ts";

export const accounts: Entity = {
  mapping: MappingName.parse("CUSTOMER"),
  set: "accounts",
  id: "accountid",
  changeTracking: true,
  columns: ["name", "telephone1", "creditlimit", "_primarycontactid_value", "statecode"],
  filter: [],
};
export const untracked: Entity = { ...accounts, changeTracking: false };
export const products: Entity = {
  ...accounts,
  set: "products",
  id: "productid",
  columns: ["name"],
};
export const units: Entity = { ...accounts, set: "uoms", id: "uomid", columns: ["name"] };

const start = Date.UTC(2026, 10, 23, 9);

/** The pretend organisation on a port of its own, and a connector that counts its calls. */
export async function aSandbox(settings: { readonly pageSize?: number } = {}) {
  const clock = createManualClock(start);
  const sandbox = createDataverseSandbox({ clock });
  const calls: string[] = [];
  const server = await serveSandbox({
    port: 0,
    clock,
    exchange: (request) => {
      calls.push(`${request.method} ${request.url.pathname.split("/").at(-1)}`);
      return sandbox.exchange(request);
    },
  });
  onTestFinished(() => server.close());
  const dataverse = connectTo(server.url, settings, { authorization: "Bearer sandbox" });
  return { clock, sandbox, calls, dataverse };
}

export const create = (n: number, fields: WireFields = { name: `Account ${n}` }): Write => ({
  kind: "create",
  plannedId: idOf(n),
  fields,
});

export const update = (n: number, version: string, fields: WireFields): Write => ({
  kind: "update",
  id: idOf(n),
  version,
  fields,
  keep: () => ({}),
});

export const remove = (n: number, version: string): Write => ({
  kind: "delete",
  id: idOf(n),
  version,
});

export async function createAll(dataverse: BusinessApp, count: number) {
  const { outcomes } = await dataverse.write(
    accounts,
    upTo(count).map((n) => create(n)),
  );
  return outcomes.map(writtenRecord);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const writtenRecord = (outcome: WriteOutcome | undefined) => {
  if (outcome?.kind !== "written") throw new Error(`not written: ${JSON.stringify(outcome)}`);
  return outcome.record;
};

export async function readPages(dataverse: BusinessApp, entity: Entity, from: ReadFrom) {
  const pages: ChangePage[] = [];
  for (let next: ReadFrom | undefined = from; next !== undefined; ) {
    const page = await dataverse.readChanges(entity, next);
    if (!page.ok) throw new Error(page.failure.message);
    pages.push(page.value);
    next = page.value.next === undefined ? undefined : { kind: "page", page: page.value.next };
  }
  const position = pages.at(-1)?.position;
  if (position === undefined) throw new Error("no position");
  return {
    sizes: pages.map(({ records, deleted }) => records.length + deleted.length),
    records: pages.flatMap(({ records }) => records),
    deleted: pages.flatMap(({ deleted }) => deleted),
    cursor: { kind: "cursor", position } as const,
  };
}

export const beginning: ReadFrom = { kind: "beginning" };
