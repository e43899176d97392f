import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import { parseJson } from "../http/json.ts";
import { errorIn } from "../http/quoted.ts";
import type { About, AppError, Known } from "./app-error.ts";
import { appErrorOf, failureOf, strangeAnswer } from "./app-error.ts";
import type { Connection } from "./connection.ts";
import { readHeaders } from "./connection.ts";

export interface Question {
  readonly url: string;
  readonly about: About;
  readonly prefer?: string | undefined;
  /** What the caller knows about an error beyond its code. */
  readonly known?: ((error: AppError) => Known) | undefined;
}

/** One GET; its JSON, or why there is none. */
export async function ask(
  { http, clock }: Connection,
  { url, about, prefer, known }: Question,
): Promise<Result<unknown, AppFailure>> {
  const headers = prefer === undefined ? readHeaders : { ...readHeaders, Prefer: prefer };
  const answer = await http.send({ method: "GET", url, headers });
  if (answer.kind === "noAnswer") return failed(answer.failure);
  const json = parseJson(answer.text);
  if (answer.status !== 200 || (json.ok && errorIn(json.value) !== undefined)) {
    const error = appErrorOf(answer, clock);
    return failed(failureOf(error, { ...about, ...known?.(error) }));
  }
  return json.ok ? ok(json.value) : failed(strangeAnswer(about, json.failure));
}
