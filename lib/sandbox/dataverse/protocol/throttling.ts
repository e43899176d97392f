import type { SandboxClock } from "../../web/clock.ts";
import type { FaultAnswers } from "../../web/faults.ts";
import type { Variant } from "../store/organization.ts";
import { refusalAnswer } from "./answer.ts";

const SHORTEST_WAIT = 5;

/** D38: service protection always says how long to wait, and longer to those who come back too early. */
export function createThrottling(
  clock: SandboxClock,
  variant: (name: Variant) => boolean,
): FaultAnswers {
  let told = { until: 0, seconds: 0 };
  return {
    throttled: (status, retryAfterSeconds) => {
      const isEarly = clock.now() < told.until;
      const seconds = retryAfterSeconds ?? (isEarly ? told.seconds * 2 : SHORTEST_WAIT);
      told = { until: clock.now() + seconds * 1000, seconds };
      const headers = { "Retry-After": String(seconds) };
      return refusalAnswer({ status, ...limitReached(status, variant) }, undefined, headers);
    },
    unauthorized: () => ({ status: 401, headers: { "WWW-Authenticate": "Bearer" } }),
  };
}

function limitReached(status: 429 | 503, variant: (name: Variant) => boolean) {
  if (status === 503) {
    return { code: "0x8005F103", message: "Too many requests." };
  }
  if (variant("throttledByTime")) {
    return {
      code: "0x80072321",
      message:
        "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.",
    };
  }
  if (variant("throttledByConcurrency")) {
    return {
      code: "0x80072326",
      message: "Number of concurrent requests exceeded the limit of 52.",
    };
  }
  return {
    code: "0x80072322",
    message: "Number of requests exceeded the limit of 6000 over time window of 300 seconds.",
  };
}
