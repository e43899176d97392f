import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import { duplicateKey, type Refusal, refuse, staleVersion } from "../refusals/refusal.ts";
import { deleteRow } from "../rules/delete-row.ts";
import { createRow, updateRow, versionFits } from "../rules/write-row.ts";
import { type Call, lacking } from "../store/organization.ts";
import { etagOf, type Row, textOf } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { readJsonObject } from "../values/json-body.ts";
import type { JsonObject } from "../values/payload.ts";
import { missingAt, type RowAddress, rowAt } from "../values/resource-path.ts";
import { applied, jsonBody, noContent } from "./answer.ts";
import { expandRow } from "./expand.ts";
import { contextOf } from "./page.ts";
import { readQuery } from "./read-query.ts";
import { renderRow } from "./render-row.ts";

type Outcome = Result<SandboxAnswer, Refusal>;

/** D2, D3, D8. */
export function postRow(call: Call, table: TableDefinition, request: SandboxRequest): Outcome {
  const body = readJsonObject(table.entitySet, request.body);
  if (!body.ok) return body;
  const created = createRow(call, table, body.value);
  if (!created.ok) return created;
  const link = `${call.root}${table.entitySet}(${created.value.id})`;
  return written(call, table, { row: created.value, link, url: request.url, status: 201 });
}

export function onRow(call: Call, address: RowAddress, request: SandboxRequest): Outcome {
  switch (request.method) {
    case "GET":
      return getRow(call, address, request);
    case "PATCH":
      return patchRow(call, address, request);
    case "DELETE":
      return deleteAt(call, address);
    default:
      return refuse(405, "0x80060888", `The HTTP verb ${request.method} is not supported here.`);
  }
}

/** D11: 304 is given for a bare row only; what is expanded or annotated may have changed unseen. */
function getRow(call: Call, address: RowAddress, { url }: SandboxRequest): Outcome {
  const { table } = address;
  const forbidden = lacking(call, "Read", table);
  if (forbidden !== undefined) return forbidden;
  const row = rowAt(call.organization, address);
  if (row === undefined) return missingAt(address);
  const mayBeUnchanged =
    !url.searchParams.has("$expand") && !call.preferences.has("include-annotations");
  if (mayBeUnchanged && call.headers["if-none-match"] === etagOf(row)) {
    return ok({ status: 304, headers: { "OData-Version": "4.0", ETag: etagOf(row) } });
  }
  const body = representation(call, table, row, url);
  if (!body.ok) return body;
  const headers = { ETag: etagOf(row), ...applied(call, ["include-annotations"]) };
  return ok(jsonBody(200, body.value, headers));
}

/** D4 to D9: an update, or a create where there is no row and nothing forbids one. */
function patchRow(call: Call, address: RowAddress, request: SandboxRequest): Outcome {
  const { table } = address;
  const body = readJsonObject(table.entitySet, request.body);
  if (!body.ok) return body;
  const row = rowAt(call.organization, address);
  const ifMatch = call.headers["if-match"];
  if (row === undefined && ifMatch !== undefined) return missingAt(address);
  if (row !== undefined && call.headers["if-none-match"] === "*") return duplicateKey();
  if (row !== undefined && !versionFits(ifMatch, row)) return staleVersion();
  const stored = upsertAt(call, address, body.value);
  if (!stored.ok) return stored;
  return written(call, table, {
    row: stored.value,
    link: linkOf(call, address),
    url: request.url,
    status: row === undefined ? 201 : 200,
  });
}

/** Key columns in the body are dropped on update; on create they win over the address. */
export function upsertAt(call: Call, address: RowAddress, body: JsonObject): Result<Row, Refusal> {
  const { table } = address;
  const row = rowAt(call.organization, address);
  if (row === undefined) {
    const fixed = address.by === "id" ? { [table.idColumn]: address.id } : address.values;
    return createRow(call, table, body, fixed);
  }
  const keys = address.by === "id" ? [] : address.columns;
  const kept = Object.entries(body).filter(([property]) => !keys.includes(property));
  return updateRow(call, table, row, Object.fromEntries(kept));
}

function deleteAt(call: Call, address: RowAddress): Outcome {
  const row = rowAt(call.organization, address);
  if (row === undefined) return missingAt(address);
  if (!versionFits(call.headers["if-match"], row)) return staleVersion();
  const deleted = deleteRow(call, address.table, row);
  return deleted.ok ? ok(noContent()) : deleted;
}

function linkOf(call: Call, address: RowAddress): string {
  if (address.by === "id") return `${call.root}${address.table.entitySet}(${address.id})`;
  const key = Object.entries(address.values).map(
    ([column, value]) => `${column}='${textOf(value).replaceAll("'", "''")}'`,
  );
  return `${call.root}${address.table.entitySet}(${key.join(",")})`;
}

/** 204 with the row's address, or the row itself when `return=representation` is preferred. */
function written(
  call: Call,
  table: TableDefinition,
  result: {
    readonly row: Row;
    readonly link: string;
    readonly url: URL;
    readonly status: 200 | 201;
  },
): Outcome {
  const headers = { "OData-EntityId": result.link, Location: result.link };
  if (call.preferences.get("return") !== "representation") return ok(noContent(headers));
  const body = representation(call, table, result.row, result.url);
  if (!body.ok) return body;
  return ok(
    jsonBody(result.status, body.value, {
      ...headers,
      ETag: etagOf(result.row),
      ...applied(call, ["return", "include-annotations"]),
    }),
  );
}

export function representation(
  call: Call,
  table: TableDefinition,
  row: Row,
  url: URL,
): Result<Record<string, unknown>, Refusal> {
  const query = readQuery(table, url.searchParams);
  if (!query.ok) return query;
  const expanded = expandRow(call, table, row, query.value.expand);
  if (!expanded.ok) return expanded;
  return ok({
    "@odata.context": `${contextOf(call, table, query.value)}/$entity`,
    ...renderRow(call, table, row, query.value.select),
    ...expanded.value,
  });
}
