import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import { noSuchSegment, type Refusal, refuse } from "../refusals/refusal.ts";
import { updateRow } from "../rules/write-row.ts";
import { type Call, tableNamed } from "../store/organization.ts";
import { lookupIn, type Row } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { readJsonObject } from "../values/json-body.ts";
import { type JsonObject, navigationOf } from "../values/payload.ts";
import { missingAt, type RowAddress, rowAt } from "../values/resource-path.ts";
import { jsonBody, noContent } from "./answer.ts";
import { listRows } from "./list-rows.ts";
import { columnOf, renderRow } from "./render-row.ts";
import { representation } from "./row-requests.ts";

type Outcome = Result<SandboxAnswer, Refusal>;

/** `accounts(<id>)/name`, `…/primarycontactid`, `…/primarycontactid/$ref`, `…/contact_customer_accounts`. */
export function onPartOfRow(
  call: Call,
  address: RowAddress,
  rest: string,
  request: SandboxRequest,
): Outcome {
  const row = rowAt(call.organization, address);
  if (row === undefined) return missingAt(address);
  const body = readJsonObject(address.table.entitySet, request.body);
  if (!body.ok) return body;
  const [part = "", suffix] = rest.split("/");
  switch (`${request.method} ${suffix ?? ""}`) {
    case "GET ":
      return readPart(call, address.table, row, { part, url: request.url });
    case "PUT ":
      return changePart(call, address.table, row, { [part]: body.value["value"] });
    case "DELETE ":
      return changePart(call, address.table, row, { [part]: null });
    case "PUT $ref":
      return changePart(call, address.table, row, {
        [`${part}@odata.bind`]: body.value["@odata.id"],
      });
    case "DELETE $ref":
      return changePart(call, address.table, row, { [`${part}@odata.bind`]: null });
    default:
      return refuse(405, "0x80060888", `The HTTP verb ${request.method} is not supported here.`);
  }
}

function changePart(call: Call, table: TableDefinition, row: Row, body: JsonObject): Outcome {
  const changed = updateRow(call, table, row, body);
  return changed.ok ? ok(noContent()) : changed;
}

function readPart(
  call: Call,
  table: TableDefinition,
  row: Row,
  { part, url }: { readonly part: string; readonly url: URL },
): Outcome {
  if (columnOf(table, part) !== undefined) {
    const value = renderRow(call, table, row, [part])[part];
    const context = `${call.root}$metadata#${table.entitySet}(${row.id})/${part}`;
    return ok(jsonBody(200, { "@odata.context": context, value }));
  }
  const navigation = navigationOf(table, part);
  if (navigation !== undefined) return readLinked(call, row, navigation, url);
  const collection = collectionOf(call, table, part);
  if (collection === undefined) return noSuchSegment(part);
  const belongs = (child: Row) => lookupIn(child.values, collection.column)?.id === row.id;
  return listRows(call, collection.table, url, belongs);
}

function readLinked(
  call: Call,
  row: Row,
  { column, target }: NonNullable<ReturnType<typeof navigationOf>>,
  url: URL,
): Outcome {
  const lookup = lookupIn(row.values, column);
  const table = tableNamed(call.organization, target.table);
  const linked =
    lookup?.table === target.table
      ? call.organization.store.table(target.table).get(lookup.id)
      : undefined;
  if (linked === undefined) return ok(noContent());
  const body = representation(call, table, linked, url);
  return body.ok ? ok(jsonBody(200, body.value)) : body;
}

/** The rows of another table that point here, by the name of the collection on this side. */
function collectionOf(
  call: Call,
  table: TableDefinition,
  part: string,
): { readonly table: TableDefinition; readonly column: string } | undefined {
  for (const other of call.organization.tables) {
    for (const [name, column] of Object.entries(other.columns)) {
      if (column.kind !== "lookup") continue;
      const isHere = column.targets.some(
        (target) => target.table === table.logicalName && target.collection === part,
      );
      if (isHere) return { table: other, column: name };
    }
  }
  return undefined;
}
