import { randomUUID } from "node:crypto";
import { failed, ok, type Result } from "../../domain/result.ts";
import { parsePreferences } from "../odata/preferences.ts";
import type { SandboxAnswer, SandboxRequest } from "../web/exchange.ts";
import { operate } from "./operate.ts";
import { refusalAnswer } from "./protocol/answer.ts";
import { type BatchOperation, readBatch } from "./protocol/batch-request.ts";
import { writeParts } from "./protocol/multipart.ts";
import { badRequest, type Refusal } from "./refusals/refusal.ts";
import type { Call } from "./store/organization.ts";

/** D31 to D36. */
export function answerBatch(call: Call, request: SandboxRequest): SandboxAnswer {
  const items = readBatch(call.root, request);
  if (!items.ok) return refusalAnswer(items.failure, call);
  const goesOn = call.preferences.has("continue-on-error");
  const parts: string[] = [];
  for (const item of items.value) {
    const outcome =
      item.kind === "single"
        ? runSingle(call, item.operation)
        : runChangeSet(call, item.operations);
    parts.push(outcome.part);
    if (outcome.status >= 400 && !goesOn) return multipart(outcome.status, parts);
  }
  return multipart(200, parts);
}

interface Outcome {
  readonly status: number;
  readonly part: string;
}

function multipart(status: number, parts: readonly string[]): SandboxAnswer {
  const boundary = `batchresponse_${randomUUID()}`;
  return {
    status,
    headers: { "Content-Type": `multipart/mixed; boundary=${boundary}`, "OData-Version": "4.0" },
    body: writeParts(boundary, parts),
  };
}

function runSingle(call: Call, operation: BatchOperation): Outcome {
  const answer = operate(callOf(call, operation.request), operation.request);
  return { status: answer.status, part: writeAnswer(answer, operation.contentId) };
}

/** All or nothing; a failure leaves one error in the place of the whole change set. */
function runChangeSet(call: Call, operations: readonly BatchOperation[]): Outcome {
  const links = new Map<string, string>();
  const run = call.organization.store.atomically((): Result<readonly string[], SandboxAnswer> => {
    const parts: string[] = [];
    for (const operation of operations) {
      const request = withReferences(operation.request, links);
      if (!request.ok) return failed(refusalAnswer(request.failure, call));
      const answer = operate(callOf(call, request.value), request.value);
      if (answer.status >= 400) return failed(answer);
      const link = answer.headers?.["OData-EntityId"];
      if (operation.contentId !== undefined && link !== undefined) {
        links.set(operation.contentId, link);
      }
      parts.push(writeAnswer(answer, operation.contentId));
    }
    return ok(parts);
  });
  if (run.ok) return { status: 200, part: nested(run.value) };
  const error = writeAnswer(run.failure, undefined);
  const isWrapped = call.organization.faults.variant("changeSetErrorWrapped");
  return { status: run.failure.status, part: isWrapped ? nested([error]) : error };
}

function nested(parts: readonly string[]): string {
  const boundary = `changesetresponse_${randomUUID()}`;
  const head = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`;
  return head + writeParts(boundary, parts);
}

/** The caller is that of the batch; everything else stands in the part. */
const callOf = (call: Call, request: SandboxRequest): Call => ({
  ...call,
  headers: request.headers,
  preferences: parsePreferences(request.headers["prefer"]),
});

/** `$1` stands for the row that the part with Content-ID 1 created, in the URL or as a bound value. */
function withReferences(
  request: SandboxRequest,
  links: ReadonlyMap<string, string>,
): Result<SandboxRequest, Refusal> {
  const missing = new Set<string>();
  const linkOf = (id: string) => {
    const link = links.get(id);
    if (link === undefined) missing.add(id);
    return link ?? "";
  };
  const path = request.url.href.replace(/^.*\/\$(\d+)(?=\/|\?|$)/, (_all, id: string) =>
    linkOf(id),
  );
  const body = request.body.replace(
    /(@odata\.(?:bind|id)"\s*:\s*)"\/?\$(\d+)"/g,
    (_all, name: string, id: string) => `${name}"${linkOf(id)}"`,
  );
  const [first] = missing;
  if (first !== undefined) {
    return badRequest(`Content-ID Reference: '$${first}' does not exist in the batch context.`);
  }
  return ok({ ...request, url: new URL(path), body });
}

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  204: "No Content",
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  410: "Gone",
  412: "Precondition Failed",
  500: "Internal Server Error",
  501: "Not Implemented",
};

function writeAnswer(answer: SandboxAnswer, contentId: string | undefined): string {
  const head = [
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    "",
    `HTTP/1.1 ${answer.status} ${reasons[answer.status] ?? "Status"}`,
    ...Object.entries(answer.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    "",
    "",
  ];
  return head.join("\r\n") + (answer.body ?? "");
}
