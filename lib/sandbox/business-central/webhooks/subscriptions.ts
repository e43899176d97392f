import * as z from "zod/mini";

import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import type { Address } from "../protocol/addresses.ts";
import { jsonHeaders } from "../protocol/entity-call.ts";
import { badRequest, type Refusal, refuse } from "../refusals/refusal.ts";
import { pagesOf } from "../tables/pages.ts";
import { type Row, textOf } from "../tables/row.ts";
import { printedStamp } from "../tables/stamp.ts";
import type { ApiApp } from "./api-app.ts";

const Wanted = z.object({
  subscriptionId: z.optional(z.string()),
  notificationUrl: z.url(),
  resource: z.string(),
  clientState: z.optional(z.string().check(z.maxLength(2048))),
});
type Wanted = z.infer<typeof Wanted>;

const LIFETIME_MS = 3 * 24 * 60 * 60 * 1000;

/** Wire contracts 1.12, point 8: missing in the documented list. */
const withoutWebhooks: ReadonlySet<string> = new Set([
  "contacts",
  "opportunities",
  "salesOrderLines",
  "salespeoplePurchasers",
]);

type Answered = Result<SandboxAnswer, Refusal>;

/** Webhooks: `subscriptions` and `subscriptions('id')` (B52). */
export async function answerSubscription(
  app: ApiApp,
  request: SandboxRequest,
  address: Address,
): Promise<Answered> {
  const key = address.segments[0]?.key;
  const rows = app.company.store.rows("subscriptions");
  if (key === undefined) {
    if (request.method === "POST") return subscribe(app, request, undefined);
    const all = [...rows.afterId(undefined)].map((row) => body(row));
    return ok({ status: 200, headers: jsonHeaders, body: JSON.stringify({ value: all }) });
  }
  const row = rows.get(key);
  if (row === undefined) return refuse(404, "BadRequest_NotFound", "The subscription is gone.");
  const etag = request.headers["if-match"];
  if (request.method === "GET") return answer(200, row);
  if (request.method === "PATCH" && etag === undefined) {
    return refuse(400, "BadRequest_InvalidToken", "If-Match is needed.");
  }
  if (etag !== undefined && etag !== "*" && etag !== etagOf(row)) {
    return refuse(409, "Request_EntityChanged", "Another user has already changed the record.");
  }
  if (request.method === "PATCH") return subscribe(app, request, row);
  write(app, () => app.company.store.remove("subscriptions", row.id));
  return ok({ status: 204 });
}

/** Creates or renews, after the receiver has shown that it wants this. */
async function subscribe(
  app: ApiApp,
  request: SandboxRequest,
  before: Row | undefined,
): Promise<Answered> {
  const wanted = readWanted(request.body, before);
  if (wanted === undefined) return badRequest("Invalid Request Body");
  const set = wanted.resource.split("/").at(-1) ?? "";
  if (!pagesOf("v2.0").has(set) || withoutWebhooks.has(set)) {
    return badRequest(`The resource ${wanted.resource} is not supported for webhooks.`);
  }
  if (!(await handshake(app, wanted.notificationUrl))) {
    return badRequest("The notification URL did not answer with the validation token.");
  }
  const stamp = app.company.stamp();
  const id = before?.id ?? wanted.subscriptionId ?? app.company.newId().replaceAll("-", "");
  const row: Row = {
    id: id.toLowerCase(),
    created: before?.created ?? stamp,
    modified: stamp,
    fields: {
      subscriptionId: id,
      notificationUrl: wanted.notificationUrl,
      resource: wanted.resource,
      clientState: wanted.clientState ?? "",
      expiration: stamp + LIFETIME_MS,
    },
  };
  write(app, () => app.company.store.put("subscriptions", row));
  return answer(before === undefined ? 201 : 200, row);
}

function readWanted(text: string, before: Row | undefined): Wanted | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const kept = before === undefined ? {} : before.fields;
    const wanted = Wanted.safeParse(
      typeof json === "object" && json !== null ? { ...kept, ...json } : json,
    );
    return wanted.success ? wanted.data : undefined;
  } catch {
    return undefined;
  }
}

async function handshake(app: ApiApp, notificationUrl: string): Promise<boolean> {
  const token = app.company.newId();
  const url = new URL(notificationUrl);
  url.searchParams.set("validationToken", token);
  return app.notifier.post(url.href, {}, "").then(
    ({ status, body: echo }) => status === 200 && echo === token,
    () => false,
  );
}

const write = ({ company }: ApiApp, work: () => void): void =>
  company.store.transaction(company.stamp(), work, () => true);

const answer = (status: number, row: Row): Answered =>
  ok({ status, headers: jsonHeaders, body: JSON.stringify(body(row)) });

const etagOf = (row: Row): string => `W/"${Buffer.from(`'${row.modified}'`).toString("base64")}"`;

const body = (row: Row) => ({
  "@odata.etag": etagOf(row),
  subscriptionId: textOf(row, "subscriptionId"),
  notificationUrl: textOf(row, "notificationUrl"),
  resource: textOf(row, "resource"),
  clientState: textOf(row, "clientState"),
  expirationDateTime: printedStamp(Number(row.fields["expiration"])),
  lastModifiedDateTime: printedStamp(row.modified),
  systemCreatedAt: printedStamp(row.created),
  systemModifiedAt: printedStamp(row.modified),
});
