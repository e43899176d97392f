import { createHash } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { RecordId } from "../../../domain/ids.ts";
import type { Instant } from "../../../domain/instant.ts";
import { failed, ok, type Result } from "../../../domain/result.ts";
import type { ManageApp } from "../../../manage/manage-app.ts";
import type { KeptAnswer, KeyedRequest } from "../../../ports/store.ts";
import type { RequestFailure } from "./problem.ts";

type Answer = APIGatewayProxyStructuredResultV2;

export interface Repeatable {
  /** What the client sent as `Idempotency-Key`. */
  readonly key: string;
  /** Whose key it is. */
  readonly callerId: string;
  /** `POST /v1/couplings` */
  readonly address: string;
  readonly body: string;
}

/**
 * Answers a request that may come again: the repeat gets the same answer, and nothing is done twice.
 * Where the first try broke, the repeat works with the same moment and the same ids, so that jobs
 * that were stored already are found and not started a second time.
 */
export async function answerOnce(
  app: ManageApp,
  repeatable: Repeatable,
  answer: (app: ManageApp) => Promise<Answer>,
): Promise<Result<Answer, RequestFailure>> {
  const { key } = repeatable;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) return refused("invalid", wrongKey);
  const request = keyedRequest(repeatable);
  const { keys } = app.store;
  const claim = await keys.claim(request);
  switch (claim.kind) {
    case "inProgress":
      return refused("conflict", `The request with key "${key}" is being answered. Ask again.`);
    case "otherContent":
      return refused("keyUsed", `Key "${key}" was used for another request. Choose a new one.`);
    case "answered":
      return ok(sentAgain(claim.answer));
    case "claimed": {
      const answered = await tried(app, request, claim.since, answer);
      const kept = keptAnswer(answered);
      if (kept.status < 500) await keys.keep(request, claim.since, kept);
      else await keys.release(request, claim.since);
      return ok(answered);
    }
  }
}

const wrongKey = "An Idempotency-Key has 1 to 255 visible characters without spaces.";

const refused = (code: RequestFailure["code"], message: string) =>
  failed<RequestFailure>({ code, message });

const keyedRequest = ({ key, callerId, address, body }: Repeatable): KeyedRequest => ({
  key: digest(JSON.stringify([callerId, address, key])),
  content: digest(body),
});

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

async function tried(
  app: ManageApp,
  request: KeyedRequest,
  since: Instant,
  answer: (app: ManageApp) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer({ ...app, clock: { now: () => since }, ids: idsFrom(request.key) });
  } catch (trouble) {
    await app.store.keys.release(request, since);
    throw trouble;
  }
}

/** The same ones in the same order at every try. */
function idsFrom(seed: string): ManageApp["ids"] {
  let number = 0;
  const next = (): string => {
    number += 1;
    return digest(`${seed} ${number}`);
  };
  return {
    short: () => next().slice(0, 10),
    recordId: () =>
      RecordId.parse(next().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5")),
  };
}

const keptAnswer = ({ statusCode = 200, headers = {}, body }: Answer): KeptAnswer => ({
  status: statusCode,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  ),
  body,
});

const sentAgain = ({ status, headers, body }: KeptAnswer): Answer => ({
  statusCode: status,
  headers: { ...headers },
  ...(body !== undefined && { body }),
});
