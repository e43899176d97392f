import type * as z from "zod/mini";
import { failed, ok, type Result } from "../../../../lib/domain/result.ts";
import { Problem } from "../../../../lib/runtime/http/request/problem.ts";
import type { Session } from "./session.ts";

export type ApiFailure =
  /** The API said no, and why. */
  | { readonly kind: "problem"; readonly status: number; readonly problem: Problem }
  /** Nobody answered. Whether a POST was carried out is unknown. */
  | { readonly kind: "unreachable" }
  /** An answer that is not in the contract, from something between here and the API perhaps. */
  | { readonly kind: "unreadable"; readonly status: number };

export interface Api {
  readonly session: Session;
  readonly fetch: typeof fetch;
}

export interface ApiCall {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | undefined;
  /** `/v1/errors` */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: unknown;
  /** Sent again after no answer came, it makes the API answer the same and do nothing twice. */
  readonly idempotencyKey?: string | undefined;
  readonly ifMatch?: string | undefined;
  /** The job that does it is followed, so the answer need not wait for its end. */
  readonly isFollowed?: true | undefined;
}

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Answer<T> {
  readonly value: T;
  readonly etag: string | undefined;
}

/** One request of the HTTP API, answered in the shape that the contract promises. */
export async function callApi<Shape extends z.ZodMiniType>(
  api: Api,
  call: ApiCall,
  shape: Shape,
): Promise<Result<z.infer<Shape>, ApiFailure>> {
  const answer = await callApiForEtag(api, call, shape);
  return answer.ok ? ok(answer.value.value) : answer;
}

/** The same with the entity tag that a change has to name. */
export async function callApiForEtag<Shape extends z.ZodMiniType>(
  api: Api,
  call: ApiCall,
  shape: Shape,
): Promise<Result<Answer<z.infer<Shape>>, ApiFailure>> {
  const response = await send(api, call);
  if (response === undefined) return failed<ApiFailure>({ kind: "unreachable" });
  const { status } = response;
  const body = await jsonOf(response);
  if (!response.ok) return failed(failureOf(status, body));
  const parsed = shape.safeParse(body);
  return parsed.success
    ? ok({ value: parsed.data, etag: response.headers.get("etag") ?? undefined })
    : failed<ApiFailure>({ kind: "unreadable", status });
}

/** Undefined when no answer came. */
async function send(
  { fetch, session }: Api,
  { method = "GET", path, query = {}, body, idempotencyKey, ifMatch, isFollowed }: ApiCall,
): Promise<Response | undefined> {
  const token = await session.token();
  try {
    return await fetch(`${path}${queryText(query)}`, {
      method,
      headers: {
        accept: "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
        ...(ifMatch !== undefined && { "if-match": ifMatch }),
        ...(isFollowed === true && { prefer: "respond-async" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    return undefined;
  }
}

function queryText(query: NonNullable<ApiCall["query"]>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

/** Undefined when there is no body, or it is not JSON. */
async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function failureOf(status: number, body: unknown): ApiFailure {
  const problem = Problem.safeParse(body);
  if (problem.success) return { kind: "problem", status, problem: problem.data };
  // What stands before an API that is down answers for it.
  return status >= 502 && status <= 504 ? { kind: "unreachable" } : { kind: "unreadable", status };
}
