import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startTicker } from "../../lib/local/ticker.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("it ticks at once, then each minute, and no more after stop", async () => {
  const ticks: number[] = [];
  const ticker = startTicker({
    tick: async () => ticks.push(ticks.length),
    report: () => undefined,
  });

  await vi.advanceTimersByTimeAsync(125_000);
  expect(ticks).toHaveLength(3);

  await ticker.stop();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(ticks).toHaveLength(3);
});

test("a tick that fails is reported, and the next one comes", async () => {
  const reported: unknown[] = [];
  let ticks = 0;
  const ticker = startTicker({
    tick: async () => {
      ticks += 1;
      if (ticks === 1) throw new Error("no table");
    },
    everyMilliseconds: 10,
    report: (trouble) => reported.push(trouble),
  });

  await vi.advanceTimersByTimeAsync(15);
  await ticker.stop();

  expect(reported).toEqual([new Error("no table")]);
  expect(ticks).toBe(2);
});

test("a slow tick is not joined by another, and stop waits for it", async () => {
  let ticks = 0;
  let finish: () => void = () => undefined;
  const ticker = startTicker({
    tick: () => {
      ticks += 1;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    everyMilliseconds: 10,
    report: () => undefined,
  });

  await vi.advanceTimersByTimeAsync(50);
  expect(ticks).toBe(1);

  let stopped = false;
  const stopping = ticker.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(50);
  expect(stopped).toBe(false);
  finish();
  await stopping;
  expect(ticks).toBe(1);
});
