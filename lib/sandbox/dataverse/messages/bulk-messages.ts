import * as z from "zod/mini";
import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import { jsonBody, noContent } from "../protocol/answer.ts";
import { upsertAt } from "../protocol/row-requests.ts";
import { badPayload, badRequest, noSuchRow, type Refusal, refuse } from "../refusals/refusal.ts";
import { createRow, updateRow } from "../rules/write-row.ts";
import type { Call } from "../store/organization.ts";
import type { Row } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { readJsonObject } from "../values/json-body.ts";
import type { JsonObject } from "../values/payload.ts";
import {
  missingAt,
  parseResourcePath,
  parseRowAddress,
  type RowAddress,
  rowAt,
} from "../values/resource-path.ts";

type Message = (
  call: Call,
  table: TableDefinition,
  request: SandboxRequest,
) => Result<SandboxAnswer, Refusal>;

/** D37: all targets or none. */
export const bulkMessages: Readonly<Record<string, Message | undefined>> = {
  CreateMultiple: (call, table, request) => {
    const rows = eachTarget(table, request, (target) => createRow(call, table, target));
    if (!rows.ok) return rows;
    return ok(
      jsonBody(200, {
        "@odata.context": `${call.root}$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
        Ids: rows.value.map((row) => row.id),
      }),
    );
  },
  UpdateMultiple: (call, table, request) =>
    withoutContent(
      eachTarget(table, request, (target) => {
        const address = addressOf(table, target);
        if (!address.ok) return address;
        const row = rowAt(call.organization, address.value);
        if (row !== undefined) return updateRow(call, table, row, target);
        return address.value.by === "id"
          ? noSuchRow(table.logicalName, address.value.id)
          : missingAt(address.value);
      }),
    ),
  UpsertMultiple: (call, table, request) =>
    withoutContent(
      eachTarget(table, request, (target) => {
        const address = addressOf(table, target);
        if (!address.ok) return address;
        const repeated =
          address.value.by === "key" && address.value.columns.some((column) => column in target);
        return repeated
          ? badPayload(table.entitySet, "Key columns stand in @odata.id only, not in the body.")
          : upsertAt(call, address.value, target);
      }),
    ),
  DeleteMultiple: () => refuse(501, "0x80040216", "DeleteMultiple has not yet been implemented."),
};

const Targets = z.object({
  Targets: z.array(z.looseObject({ "@odata.type": z.optional(z.string()) })),
});

function eachTarget(
  table: TableDefinition,
  request: SandboxRequest,
  write: (target: JsonObject) => Result<Row, Refusal>,
): Result<readonly Row[], Refusal> {
  const body = readJsonObject(table.entitySet, request.body);
  if (!body.ok) return body;
  const parsed = Targets.safeParse(body.value);
  if (!parsed.success) return badPayload(table.entitySet, "The parameter 'Targets' is missing.");
  const type = new RegExp(`^#?Microsoft\\.Dynamics\\.CRM\\.${table.logicalName}$`);
  const rows: Row[] = [];
  for (const target of parsed.data.Targets) {
    if (!type.test(target["@odata.type"] ?? "")) {
      return badPayload(
        table.entitySet,
        `A type named '${target["@odata.type"] ?? ""}' could not be resolved by the model.`,
      );
    }
    const row = write(target);
    if (!row.ok) return row;
    rows.push(row.value);
  }
  return ok(rows);
}

/** A target is named by its primary key or by `"@odata.id": "accounts(new_bcid='v')"`. */
function addressOf(table: TableDefinition, target: JsonObject): Result<RowAddress, Refusal> {
  const id = target[table.idColumn];
  if (typeof id === "string") return parseRowAddress(table, id);
  const link = target["@odata.id"];
  const path = typeof link === "string" ? parseResourcePath(link.replace(/^\//, "")) : undefined;
  if (path?.segment !== table.entitySet || path.key === undefined) {
    return badRequest(
      `A target of '${table.entitySet}' has neither its primary key nor @odata.id.`,
    );
  }
  return parseRowAddress(table, path.key);
}

const withoutContent = (rows: Result<readonly Row[], Refusal>): Result<SandboxAnswer, Refusal> =>
  rows.ok ? ok(noContent()) : rows;
