import type { AppFailure } from "../../domain/failure.ts";
import { epochOf, type Instant, instantOf } from "../../domain/instant.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Side } from "../../domain/side.ts";
import type { Clock } from "../../ports/clock.ts";
import { throttled, unreachable, wrongCredentials } from "./app-trouble.ts";
import { backOffMs, retryAfterMs } from "./back-off.ts";
import { createLimit } from "./limit.ts";
import { quotedErrorIn } from "./quoted.ts";
import type { Transport, WireAnswer, WireLoss } from "./transport.ts";

export interface AppRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** A repeat could do it twice: never sent again when no answer came. */
  readonly once?: boolean | undefined;
}

export type AppAnswer =
  | ({ readonly kind: "answer" } & WireAnswer)
  | {
      readonly kind: "noAnswer";
      readonly failure: AppFailure;
      /** Whether the request may have reached the app and been carried out. */
      readonly sent: boolean;
    };

/** Requests to one app as one user: authenticated, limited, patient. */
export interface AppHttp {
  send(request: AppRequest): Promise<AppAnswer>;
  /** The app's clock as of its last answer. */
  serverTime(): Instant | undefined;
}

export interface TokenSource {
  /** A token that is good for a while. `rejected` was refused by the app and is not handed out again. */
  token(rejected?: string): Promise<Result<string, AppFailure>>;
}

export interface AppHttpOptions {
  readonly side: Side;
  /** Without one, requests go out unauthenticated and a 401 is an answer like any other. */
  readonly token?: TokenSource | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly maxInFlight: number;
  /** Longest that one request may wait in all before it is answered with `throttled` or a failure. */
  readonly waitBudgetMs: number;
  readonly random: () => number;
  /** How often a request is sent again after lost connections and server errors. */
  readonly repeats?: number | undefined;
  /** A server error that no repeat will cure. */
  readonly isFinal?: ((answer: WireAnswer) => boolean) | undefined;
}

/** What one request has used up of our patience. */
interface Spent {
  waitedMs: number;
  throttles: number;
  repeats: number;
}

/** 503 and 429: the app did not take the request. */
const turnedAway: ReadonlySet<number> = new Set([429, 503]);
const transient: ReadonlySet<number> = new Set([500, 502, 504]);

export function createAppHttp(options: AppHttpOptions): AppHttp {
  const { side, clock, waitBudgetMs, random } = options;
  const limit = createLimit(options.maxInFlight);
  const maxRepeats = options.repeats ?? 3;
  let serverTime: Instant | undefined;
  // Shared by all requests: while the app asks us to wait, none goes out (D2 case 11).
  let pausedUntil = 0;

  const now = (): number => epochOf(clock.now());

  const waitFor = async (spent: Spent, milliseconds: number): Promise<boolean> => {
    if (spent.waitedMs + milliseconds > waitBudgetMs) return false;
    spent.waitedMs += milliseconds;
    await options.wait(milliseconds);
    return true;
  };

  const takePause = (answer: WireAnswer, spent: Spent): void => {
    const milliseconds = retryAfterMs(answer, now()) ?? backOffMs(spent.throttles, random);
    spent.throttles += 1;
    pausedUntil = Math.max(pausedUntil, now() + milliseconds);
  };

  const exchange = (request: AppRequest, token: string | undefined, spent: Spent) =>
    limit(async (): Promise<WireAnswer | WireLoss | "paused"> => {
      if (pausedUntil > now()) return "paused";
      const askedAt = now();
      const answer = await options.transport({
        method: request.method,
        url: request.url,
        headers: {
          ...request.headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: request.body,
      });
      // Patience is used up by waiting for an answer too, not only by waits of ours.
      spent.waitedMs += now() - askedAt;
      if ("error" in answer) return answer;
      serverTime = dateOf(answer) ?? serverTime;
      if (!turnedAway.has(answer.status)) return answer;
      // Here and not in `send`: the next in line must find it when it gets the place.
      takePause(answer, spent);
      return "paused";
    });

  const mayRepeat = async (spent: Spent): Promise<boolean> => {
    if (spent.repeats >= maxRepeats) return false;
    spent.repeats += 1;
    return waitFor(spent, backOffMs(spent.repeats - 1, random));
  };

  async function send(request: AppRequest): Promise<AppAnswer> {
    const spent: Spent = { waitedMs: 0, throttles: 0, repeats: 0 };
    let rejected: string | undefined;
    for (;;) {
      const pauseMs = pausedUntil - now();
      if (pauseMs > 0) {
        if (await waitFor(spent, pauseMs)) continue;
        return notSent(throttled(side, instantOf(pausedUntil)));
      }
      const token = await tokenFor(options.token, rejected);
      if (!token.ok) return notSent(token.failure);
      const answer = await exchange(request, token.value, spent);
      if (answer === "paused") continue;
      if ("error" in answer) {
        if ((!answer.sent || !request.once) && (await mayRepeat(spent))) continue;
        const failure = unreachable(side, request.url, answer.error);
        return { kind: "noAnswer", failure, sent: answer.sent };
      }
      if (answer.status === 401 && options.token !== undefined) {
        if (rejected === undefined) {
          rejected = token.value;
          continue;
        }
        return notSent(wrongCredentials(side, quotedErrorIn(answer.text).message));
      }
      const isCurable = transient.has(answer.status) && options.isFinal?.(answer) !== true;
      if (isCurable && !request.once && (await mayRepeat(spent))) continue;
      return { kind: "answer", ...answer };
    }
  }

  return { send, serverTime: () => serverTime };
}

const notSent = (failure: AppFailure): AppAnswer => ({ kind: "noAnswer", failure, sent: false });

const tokenFor = async (
  source: TokenSource | undefined,
  rejected: string | undefined,
): Promise<Result<string | undefined, AppFailure>> =>
  source === undefined ? ok(undefined) : source.token(rejected);

function dateOf({ headers }: WireAnswer): Instant | undefined {
  const epoch = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(epoch) ? undefined : instantOf(epoch);
}
