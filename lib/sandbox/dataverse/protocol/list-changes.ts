import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import { badRequest, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Call } from "../store/organization.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { applied, jsonBody } from "./answer.ts";
import type { Position } from "./cookie.ts";
import {
  type DeltaToken,
  escapeDeltaToken,
  readDeltaToken,
  writeDeltaToken,
} from "./delta-token.ts";
import { contextOf, nextLink, type PageRequest, pageSizeOf } from "./page.ts";
import { renderRow } from "./render-row.ts";

/**
 * Change tracking. The first pass tells all rows, later ones what changed since the token. A pass ends at
 * the version it began at, so that nothing written while it is read can fall between two passes.
 */
export function answerChanges(
  call: Call,
  table: TableDefinition,
  request: PageRequest,
): Result<SandboxAnswer, Refusal> {
  const refused = refusedOption(request) ?? untracked(table);
  if (refused !== undefined) return refused;
  const { organization } = call;
  const upTo = request.position?.upTo ?? organization.store.horizon(organization.clock.now());
  const since = sinceOf(call, table, request);
  if (!since.ok) return since;
  const page =
    since.value === undefined
      ? allRows(call, table, request)
      : changedRows(call, table, request, { after: since.value.version, upTo });

  const number = (request.position?.page ?? 1) + 1;
  const token = writeDeltaToken({ version: upTo, at: organization.clock.now() });
  const links =
    page.next === undefined
      ? { "@odata.deltaLink": deltaLink(call, table, request, token) }
      : { "@odata.nextLink": nextLink(call, request.url, { page: number, upTo, ...page.next }) };
  const context = contextOf(call, table, request.query);
  const body = {
    "@odata.context": since.value === undefined ? context : `${context}/$delta`,
    ...links,
    value: page.value,
  };
  return ok(
    jsonBody(200, body, applied(call, ["track-changes", "maxpagesize", "include-annotations"])),
  );
}

interface ChangePage {
  readonly value: readonly unknown[];
  readonly next?: Omit<Position, "page"> | undefined;
}

function refusedOption({ query }: PageRequest) {
  const option = ["$filter", "$orderby", "$expand", "$top"].find((name) => query.given.has(name));
  if (option === undefined) return undefined;
  return badRequest(
    `The "${option}" query parameter isn't supported when Change Tracking is enabled.`,
  );
}

const untracked = (table: TableDefinition) =>
  table.changeTracking
    ? undefined
    : badRequest(`Change tracking is not enabled for the entity '${table.logicalName}'.`);

/** The token the client has read up to, undefined for a first pass. */
function sinceOf(
  call: Call,
  table: TableDefinition,
  { query }: PageRequest,
): Result<DeltaToken | undefined, Refusal> {
  if (query.deltaToken === undefined) return ok(undefined);
  const token = readDeltaToken(query.deltaToken);
  if (token === undefined) return badRequest("The delta token is not valid.");
  const { store, clock, faults } = call.organization;
  const isOld =
    Math.floor(clock.now() / 1000) * 1000 - token.at > trackingDays(call) * 86_400_000 ||
    token.version < store.table(table.logicalName).metadataVersion ||
    faults.strikes("expireDeltaTokens");
  if (!isOld) return ok(token);
  return refuse(
    faults.variant("expiredTokenIs410") ? 410 : 400,
    "0x80044352",
    "Version stamp associated with the client has expired. Please perform a full sync.",
  );
}

function trackingDays(call: Call): number {
  for (const row of call.organization.store.table("organization").inKeyOrder()) {
    const days = row.values["expirechangetrackingindays"];
    if (typeof days === "number") return days;
  }
  return 7;
}

function allRows(call: Call, table: TableDefinition, { query, position }: PageRequest): ChangePage {
  const size = pageSizeOf(call);
  const value: unknown[] = [];
  let last: string | undefined;
  const rows = call.organization.store.table(table.logicalName);
  for (const row of rows.inKeyOrder(position?.afterId)) {
    if (value.length === size) return { value, next: { afterId: last } };
    value.push(renderRow(call, table, row, query.select));
    last = row.id;
  }
  return { value };
}

function changedRows(
  call: Call,
  table: TableDefinition,
  { query, position }: PageRequest,
  window: { readonly after: number; readonly upTo: number },
): ChangePage {
  const rows = call.organization.store.table(table.logicalName);
  const size = pageSizeOf(call);
  const value: unknown[] = [];
  const begin = position?.afterVersion ?? window.after;
  let last = begin;
  if (position?.deletions !== true) {
    for (const change of rows.log.window(begin, window.upTo)) {
      const row = rows.get(change.id);
      if (row?.version !== change.version) continue;
      if (value.length === size) return { value, next: { afterVersion: last } };
      value.push(renderRow(call, table, row, query.select));
      last = change.version;
    }
    last = window.after;
  }
  const context = `${call.root}$metadata#${table.entitySet}/$deletedEntity`;
  const told = new Set<string>();
  const deletedSince = position?.deletions === true ? begin : window.after;
  for (const change of rows.log.window(deletedSince, window.upTo)) {
    if (change.kind !== "removed" || rows.get(change.id) !== undefined) continue;
    if (told.has(change.id)) continue;
    if (value.length === size) return { value, next: { afterVersion: last, deletions: true } };
    value.push({ "@odata.context": context, id: change.id, reason: "deleted" });
    told.add(change.id);
    last = change.version;
  }
  return { value };
}

function deltaLink(
  call: Call,
  table: TableDefinition,
  { query }: PageRequest,
  token: string,
): string {
  const select = query.select === undefined ? "" : `$select=${query.select.join(",")}&`;
  return `${call.root}${table.entitySet}?${select}$deltatoken=${escapeDeltaToken(token)}`;
}
