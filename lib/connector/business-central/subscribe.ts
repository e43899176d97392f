import * as z from "zod/mini";
import type { AppFailure, AppFailureCode } from "../../domain/error/app-failure.ts";
import { instantOf } from "../../domain/instant.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Subscribed, SubscribeRequest } from "../../ports/business-app.ts";
import type { AppAnswer } from "../http/app-http.ts";
import { parseJson } from "../http/json.ts";
import { errorOf, failureOf, unexpectedAnswer } from "./app-error.ts";
import { type Connection, commonHeaders } from "./connection.ts";

type Answer = Result<Subscribed | undefined, AppFailure>;

/** Renews what is known; where that is gone, or nothing was known, a new one is made (B52). */
export async function subscribe(
  connection: Connection,
  entity: Entity,
  request: SubscribeRequest,
): Promise<Answer> {
  if (request.known !== undefined) {
    const renewed = await renew(connection, entity, request, request.known);
    if (renewed !== "gone") return renewed;
  }
  const { http, company } = connection;
  const answer = await http.send({
    method: "POST",
    url: company.subscriptions,
    headers: jsonHeaders,
    body: bodyOf(connection, entity, request),
    once: true,
  });
  return answerOf(entity, answer);
}

const jsonHeaders = { ...commonHeaders, "content-type": "application/json" };

async function renew(
  connection: Connection,
  entity: Entity,
  request: SubscribeRequest,
  known: string,
): Promise<Answer | "gone"> {
  const { http, company } = connection;
  const answer = await http.send({
    method: "PATCH",
    url: `${company.subscriptions}('${encodeURIComponent(known.replaceAll("'", "''"))}')`,
    headers: { ...jsonHeaders, "if-match": "*" },
    body: bodyOf(connection, entity, request),
  });
  return answer.kind === "answer" && answer.status === 404 ? "gone" : answerOf(entity, answer);
}

const bodyOf = ({ company }: Connection, entity: Entity, { url, secret }: SubscribeRequest) =>
  JSON.stringify({
    notificationUrl: url,
    resource: `/api/${entity.api ?? "v2.0"}/${company.relative(entity)}`,
    clientState: secret,
  });

const Made = z.object({
  subscriptionId: z.string().check(z.minLength(1)),
  expirationDateTime: z.iso.datetime({ offset: true }),
});

function answerOf(entity: Entity, answer: AppAnswer): Answer {
  if (answer.kind === "noAnswer") return failed(answer.failure);
  if (answer.status !== 200 && answer.status !== 201) {
    const failure = failureOf(errorOf(answer), entity);
    return isRefusal.has(failure.code) ? ok(undefined) : failed(failure);
  }
  const json = parseJson(answer.text);
  const made = Made.safeParse(json.ok ? json.value : undefined);
  if (!made.success) return failed(unexpectedAnswer(entity, "no subscription"));
  const { subscriptionId, expirationDateTime } = made.data;
  return ok({ id: subscriptionId, expiresAt: instantOf(Date.parse(expirationDateTime)) });
}

/** It looked at the request and does not want it: no webhooks for the table, or our address does not answer it. */
const isRefusal: ReadonlySet<AppFailureCode> = new Set([
  "badRequest",
  "unknownEntity",
  "unknownField",
]);
