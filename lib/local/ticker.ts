export interface TickerOptions {
  readonly tick: () => Promise<unknown>;
  readonly everyMilliseconds?: number | undefined;
  readonly report: (trouble: unknown) => void;
}

export interface Ticker {
  /** No further tick; waits for the one that runs. */
  stop(): Promise<void>;
}

/** Stands in for the EventBridge rule: a tick at once, then again and again, never two at a time. */
export function startTicker({ tick, everyMilliseconds = 60_000, report }: TickerOptions): Ticker {
  let running: Promise<void> | undefined;

  const run = () => {
    running ??= tick()
      .then(() => undefined, report)
      .finally(() => {
        running = undefined;
      });
  };

  const timer = setInterval(run, everyMilliseconds);
  run();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
