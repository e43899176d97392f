import { backOffMs, retryAfterMs } from "./back-off.ts";
import type { WireAnswer } from "./transport.ts";

export interface PatienceOptions {
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Longest that one request may wait in all before it is answered with `throttled` or a failure. */
  readonly waitBudgetMs: number;
  readonly random: () => number;
  /** How often a request is sent again after lost connections and server errors. */
  readonly repeats?: number | undefined;
}

/** What one request has left of our patience. */
export interface RetryBudget {
  /** Waits; or answers `false` at once where that is longer than what is left. */
  waitFor(milliseconds: number): Promise<boolean>;
  /** The same before another try, as long as tries are left. */
  waitToRepeat(): Promise<boolean>;
  /** It is used up by waiting for an answer too, not only by waits of ours. */
  takeOff(milliseconds: number): void;
  /** How long the app wants to be left alone that turned the request away. */
  pauseMs(answer: WireAnswer, now: number): number;
}

export function createPatience(options: PatienceOptions): RetryBudget {
  const { wait, waitBudgetMs, random, repeats: maxRepeats = 3 } = options;
  let waitedMs = 0;
  let throttles = 0;
  let repeats = 0;

  const waitFor = async (milliseconds: number): Promise<boolean> => {
    if (waitedMs + milliseconds > waitBudgetMs) return false;
    waitedMs += milliseconds;
    await wait(milliseconds);
    return true;
  };

  return {
    waitFor,
    async waitToRepeat() {
      if (repeats >= maxRepeats) return false;
      repeats += 1;
      return waitFor(backOffMs(repeats - 1, random));
    },
    takeOff(milliseconds) {
      waitedMs += milliseconds;
    },
    pauseMs(answer, now) {
      const milliseconds = retryAfterMs(answer, now) ?? backOffMs(throttles, random);
      throttles += 1;
      return milliseconds;
    },
  };
}
