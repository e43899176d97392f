import type { AppFailure } from "../../domain/error/app-failure.ts";
import { epochOf, type Instant, instantOf } from "../../domain/instant.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Side } from "../../domain/side.ts";
import type { Clock } from "../../ports/clock.ts";
import { redirected, throttled, unreachable, wrongCredentials } from "./app-trouble.ts";
import { createLimit } from "./limit.ts";
import { createPatience, type PatienceOptions, type RetryBudget } from "./patience.ts";
import { createPause } from "./pause.ts";
import { quotedErrorIn } from "./quoted.ts";
import type { Transport, WireAnswer, WireLoss, WireRequest } from "./transport.ts";

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

export interface AppHttpOptions extends PatienceOptions {
  readonly side: Side;
  /** Without one, requests go out unauthenticated and a 401 is an answer like any other. */
  readonly token?: TokenSource | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly maxInFlight: number;
  /** A server error that no repeat will cure. */
  readonly isFinal?: ((answer: WireAnswer) => boolean) | undefined;
}

/** 503 and 429: the app did not take the request. */
const turnedAway: ReadonlySet<number> = new Set([429, 503]);
const transient: ReadonlySet<number> = new Set([500, 502, 504]);

export function createAppHttp(options: AppHttpOptions): AppHttp {
  const { side, clock } = options;
  const limit = createLimit(options.maxInFlight);
  const pause = createPause(clock);
  let serverTime: Instant | undefined;

  const now = (): number => epochOf(clock.now());

  const exchange = (request: AppRequest, token: string | undefined, patience: RetryBudget) =>
    limit(async (): Promise<WireAnswer | WireLoss | "paused"> => {
      if (pause.leftMs() > 0) return "paused";
      const askedAt = now();
      const answer = await options.transport(asSent(request, token));
      patience.takeOff(now() - askedAt);
      if ("error" in answer) return answer;
      serverTime = dateOf(answer) ?? serverTime;
      if (!turnedAway.has(answer.status)) return answer;
      // Here and not in `send`: the next in line must find it when it gets the place.
      pause.begin(patience.pauseMs(answer, now()));
      return "paused";
    });

  async function send(request: AppRequest): Promise<AppAnswer> {
    const patience = createPatience(options);
    let rejected: string | undefined;
    for (;;) {
      const pauseMs = pause.leftMs();
      if (pauseMs > 0) {
        if (await patience.waitFor(pauseMs)) continue;
        return notSent(throttled(side, pause.end()));
      }
      const token = await tokenFor(options.token, rejected);
      if (!token.ok) return notSent(token.failure);
      const answer = await exchange(request, token.value, patience);
      if (answer === "paused") continue;
      if (isWorthRepeating(request, answer, options) && (await patience.waitToRepeat())) continue;
      if ("error" in answer) return lost(side, request, answer);
      if (isRedirect(answer)) return turnedElsewhere(side, request, answer);
      if (answer.status !== 401 || options.token === undefined)
        return { kind: "answer", ...answer };
      if (rejected !== undefined) {
        return notSent(wrongCredentials(side, quotedErrorIn(answer.text).message));
      }
      rejected = token.value;
    }
  }

  return { send, serverTime: () => serverTime };
}

const asSent = (
  { method, url, headers, body }: AppRequest,
  token: string | undefined,
): WireRequest => ({
  method,
  url,
  headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  body,
});

function dateOf({ headers }: WireAnswer): Instant | undefined {
  const epoch = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(epoch) ? undefined : instantOf(epoch);
}

const notSent = (failure: AppFailure): AppAnswer => ({ kind: "noAnswer", failure, sent: false });

const tokenFor = async (
  source: TokenSource | undefined,
  rejected: string | undefined,
): Promise<Result<string | undefined, AppFailure>> =>
  source === undefined ? ok(undefined) : source.token(rejected);

function isWorthRepeating(
  { once }: AppRequest,
  answer: WireAnswer | WireLoss,
  { isFinal }: Pick<AppHttpOptions, "isFinal">,
): boolean {
  if ("error" in answer) return !answer.sent || !once;
  return transient.has(answer.status) && isFinal?.(answer) !== true && !once;
}

const isRedirect = ({ status }: WireAnswer): boolean =>
  status >= 300 && status < 400 && status !== 304;

/** Our token goes nowhere else. 307 and 308 say that nothing was done; the others may come after the work. */
const turnedElsewhere = (
  side: Side,
  { method, url }: AppRequest,
  answer: WireAnswer,
): AppAnswer => ({
  kind: "noAnswer",
  failure: redirected(side, url, answer),
  sent: method !== "GET" && answer.status !== 307 && answer.status !== 308,
});

const lost = (side: Side, { url }: AppRequest, { error, sent }: WireLoss): AppAnswer => ({
  kind: "noAnswer",
  failure: unreachable(side, url, error),
  sent,
});
