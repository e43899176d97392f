import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxRequest } from "../../web/exchange.ts";
import { badRequest, type Refusal } from "../refusals/refusal.ts";
import { type Part, readHeadAndContent, readParts } from "./multipart.ts";

export interface BatchOperation {
  readonly contentId: string | undefined;
  readonly request: SandboxRequest;
}

export type BatchItem =
  | { readonly kind: "single"; readonly operation: BatchOperation }
  | { readonly kind: "changeSet"; readonly operations: readonly BatchOperation[] };

const LARGEST_BATCH = 1000;

/** The operations of a `$batch`, or why none of them is run. */
export function readBatch(
  root: string,
  { headers, body }: SandboxRequest,
): Result<readonly BatchItem[], Refusal> {
  const parts = readParts(headers["content-type"], body);
  if (parts === undefined) return badRequest("The batch request could not be read.");
  const items: BatchItem[] = [];
  for (const part of parts) {
    const item = isMultipart(part) ? readChangeSet(root, part) : readSingle(root, part);
    if (!item.ok) return item;
    items.push(item.value);
  }
  const count = items.reduce(
    (sum, item) => sum + (item.kind === "single" ? 1 : item.operations.length),
    0,
  );
  if (count > LARGEST_BATCH) {
    return badRequest(
      `The number of operations in a batch request is limited to ${LARGEST_BATCH}.`,
    );
  }
  return ok(items);
}

const isMultipart = (part: Part) => /^multipart\//i.test(part.headers["content-type"] ?? "");

function readSingle(root: string, part: Part): Result<BatchItem, Refusal> {
  const operation = readOperation(root, part);
  return operation.ok ? ok({ kind: "single", operation: operation.value }) : operation;
}

function readChangeSet(root: string, part: Part): Result<BatchItem, Refusal> {
  const parts = readParts(part.headers["content-type"], part.content);
  if (parts === undefined) return badRequest("The change set could not be read.");
  const operations: BatchOperation[] = [];
  for (const inner of parts) {
    if (isMultipart(inner)) return badRequest("A change set cannot contain another one.");
    const operation = readOperation(root, inner);
    if (!operation.ok) return operation;
    if (operation.value.contentId === undefined) {
      return badRequest("Content-ID header not present");
    }
    if (operation.value.request.method === "GET") {
      return badRequest("A GET request is not allowed in a change set.");
    }
    operations.push(operation.value);
  }
  return ok({ kind: "changeSet", operations });
}

function readOperation(root: string, part: Part): Result<BatchOperation, Refusal> {
  const [requestLine = "", ...rest] = part.content.replace(/^\n+/, "").split("\n");
  const [, method, target] = /^([A-Z]+)\s+(\S.*?)\s+HTTP\/1\.1\s*$/.exec(requestLine) ?? [];
  const url = target === undefined ? undefined : urlOf(root, target);
  if (method === undefined || url === undefined) {
    return badRequest(`The request line '${requestLine}' could not be read.`);
  }
  if (url.pathname.endsWith("/$batch")) return badRequest("A batch cannot contain a batch.");
  const inner = readHeadAndContent(rest.join("\n"));
  return ok({
    contentId: part.headers["content-id"] ?? inner.headers["content-id"],
    request: { method, url, headers: inner.headers, body: inner.content.trim() },
  });
}

/** Absolute, from the root of the host, or relative to the service. */
function urlOf(root: string, target: string): URL | undefined {
  return URL.canParse(target, root) ? new URL(target, root) : undefined;
}
