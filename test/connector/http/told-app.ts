import {
  type AppHttp,
  type AppHttpOptions,
  createAppHttp,
} from "../../../lib/connector/http/app-http.ts";
import type { WireAnswer, WireLoss, WireRequest } from "../../../lib/connector/http/transport.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import type { Clock } from "../../../lib/ports/clock.ts";

export const start = Date.UTC(2026, 10, 23, 12);

export interface Told {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

export interface ToldApp {
  readonly http: AppHttp;
  readonly asked: WireRequest[];
  readonly waits: number[];
  readonly clock: Clock;
  advance(milliseconds: number): void;
}

/** An app that answers as told, in a time that passes only by waiting. */
export function aToldApp(
  tell: (request: WireRequest, count: number) => Told | WireLoss | Promise<Told | WireLoss>,
  options: Partial<AppHttpOptions> = {},
): ToldApp {
  const asked: WireRequest[] = [];
  const waits: number[] = [];
  let now = start;
  const clock = { now: () => instantOf(now) };
  const http = createAppHttp({
    side: "businessCentral",
    clock,
    transport: async (request) => {
      asked.push(request);
      const told = await tell(request, asked.length);
      return "error" in told ? told : answerOf(told);
    },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
    maxInFlight: 5,
    waitBudgetMs: 120_000,
    random: () => 0,
    ...options,
  });
  return {
    http,
    asked,
    waits,
    clock,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

const answerOf = ({ status, headers, body }: Told): WireAnswer => ({
  status: status ?? 200,
  headers: new Map(Object.entries(headers ?? {})),
  text: body ?? "",
});
