import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { WireFields } from "../../domain/record.ts";
import { parseJson, printFields } from "../http/json.ts";
import { quotedError, quotedErrorIn } from "../http/quoted.ts";
import {
  type AppError,
  errorOf,
  failureOf,
  isTooManyParts,
  unexpectedAnswer,
} from "./app-error.ts";
import { type Connection, commonHeaders } from "./connection.ts";

/** Business Central refuses a batch with more, as a whole. */
export const maxParts = 100;

export interface PartRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: WireFields | undefined;
}

export interface PartAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export type BatchAnswer =
  /** One per request, in their order; undefined where the answer has none. */
  | { readonly kind: "parts"; readonly parts: readonly (PartAnswer | undefined)[] }
  /** `sent`: some of the requests may have been carried out. */
  | { readonly kind: "failed"; readonly failure: AppFailure; readonly sent: boolean };

const Answer = z.object({
  responses: z.array(
    z.object({
      id: z.optional(z.nullable(z.string())),
      status: z.int(),
      body: z.optional(z.unknown()),
    }),
  ),
});

/**
 * Up to 100 requests as one. Each succeeds or fails for itself: without `continue-on-error` the
 * first failure ends the batch, and `Isolation: snapshot` reports creates that it took back.
 */
export async function sendBatch(
  { http, company }: Connection,
  entity: Entity,
  requests: readonly PartRequest[],
): Promise<BatchAnswer> {
  const isReading = requests.every(({ method }) => method === "GET");
  const answer = await http.send({
    method: "POST",
    url: company.batch(entity),
    headers: {
      ...commonHeaders,
      "content-type": "application/json",
      prefer: "odata.continue-on-error",
    },
    body: `{"requests":[${requests.map(printPart).join(",")}]}`,
    once: !isReading,
  });
  if (answer.kind === "noAnswer") {
    return { kind: "failed", failure: answer.failure, sent: answer.sent };
  }
  if (answer.status !== 200) {
    const isCutShort = answer.status === 408 || (answer.status >= 500 && !isTooManyParts(answer));
    return { kind: "failed", failure: failureOf(errorOf(answer), entity), sent: isCutShort };
  }
  const json = parseJson(answer.text);
  const parsed = Answer.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) {
    const what = quotedErrorIn(answer.text).message;
    return {
      kind: "failed",
      failure: unexpectedAnswer(entity, what === "" ? "no batch answer" : what),
      sent: true,
    };
  }
  return { kind: "parts", parts: inOrder(requests.length, parsed.data.responses) };
}

function printPart({ body, ...part }: PartRequest, index: number): string {
  const head = JSON.stringify({ id: String(index), ...part });
  return body === undefined ? head : `${head.slice(0, -1)},"body":${printFields(body)}}`;
}

export const errorOfPart = ({ status, body }: PartAnswer): AppError => ({
  status,
  ...quotedError(body),
});

type Responses = z.infer<typeof Answer>["responses"];

/** By id; an answer without ids is in the order of the requests. */
function inOrder(count: number, responses: Responses): readonly (PartAnswer | undefined)[] {
  const byId = new Map(responses.map((part, index) => [part.id ?? String(index), part]));
  return Array.from({ length: count }, (_, index) => byId.get(String(index)));
}
