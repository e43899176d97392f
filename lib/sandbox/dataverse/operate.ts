import type { Result } from "../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../web/exchange.ts";
import { actions } from "./messages/actions.ts";
import { bulkMessages } from "./messages/bulk-messages.ts";
import { jsonBody, refusalAnswer } from "./protocol/answer.ts";
import { answerEntityDefinitions } from "./protocol/entity-definitions.ts";
import { countRows, listRows } from "./protocol/list-rows.ts";
import { onPartOfRow } from "./protocol/row-parts.ts";
import { onRow, postRow } from "./protocol/row-requests.ts";
import { noSuchSegment, type Refusal, refuse } from "./refusals/refusal.ts";
import { type Call, tableOfSet } from "./store/organization.ts";
import type { TableDefinition } from "./tables/table-definition.ts";
import { parseResourcePath, parseRowAddress, type ResourcePath } from "./values/resource-path.ts";

/** One operation: a request of its own, or one part of a batch. */
export function operate(call: Call, request: SandboxRequest): SandboxAnswer {
  const outcome = call.organization.store.atomically(() => route(call, request));
  return outcome.ok ? outcome.value : refusalAnswer(outcome.failure, call);
}

type Outcome = Result<SandboxAnswer, Refusal>;

function route(call: Call, request: SandboxRequest): Outcome {
  const text = request.url.pathname.replace(/^.*?\/api\/data\/v[\d.]+\/?/, "");
  const path = parseResourcePath(text);
  if (path === undefined) return noSuchSegment(text);
  const action = actions[path.segment];
  if (action !== undefined) return action(call, request);
  if (path.segment === "EntityDefinitions") {
    return answerEntityDefinitions(call, path, request.url);
  }
  const table = tableOfSet(call.organization, path.segment);
  if (table === undefined) return noSuchSegment(path.segment);
  return path.key === undefined
    ? onTable(call, table, path, request)
    : onOneRow(call, table, { ...path, key: path.key }, request);
}

function onTable(
  call: Call,
  table: TableDefinition,
  { rest }: ResourcePath,
  request: SandboxRequest,
): Outcome {
  if (rest === "$count") return countAnswer(countRows(call, table, request.url));
  if (rest !== undefined) {
    const message = bulkMessages[rest.replace("Microsoft.Dynamics.CRM.", "")];
    return message === undefined ? noSuchSegment(rest) : message(call, table, request);
  }
  switch (request.method) {
    case "GET":
      return listRows(call, table, request.url);
    case "POST":
      return postRow(call, table, request);
    default:
      return refuse(405, "0x80060888", `The HTTP verb ${request.method} is not supported here.`);
  }
}

function onOneRow(
  call: Call,
  table: TableDefinition,
  path: ResourcePath & { readonly key: string },
  request: SandboxRequest,
): Outcome {
  const address = parseRowAddress(table, path.key);
  if (!address.ok) return address;
  return path.rest === undefined
    ? onRow(call, address.value, request)
    : onPartOfRow(call, address.value, path.rest, request);
}

function countAnswer(count: Result<number, Refusal>): Outcome {
  if (!count.ok) return count;
  const answer = jsonBody(200, count.value, { "Content-Type": "text/plain" });
  return { ok: true, value: answer };
}
