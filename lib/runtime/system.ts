import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { RecordId } from "../domain/ids.ts";
import { instantOf } from "../domain/instant.ts";
import type { Clock, Ids } from "../ports/clock.ts";
import type { Waiting } from "../ports/waiting.ts";

export const systemClock: Clock = { now: () => instantOf(Date.now()) };

export const systemWaiting: Waiting = {
  pause: (milliseconds) => setTimeout(milliseconds),
  stopwatch() {
    const start = performance.now();
    return () => performance.now() - start;
  },
};

export const randomIds: Ids = {
  recordId: () => RecordId.parse(randomUUID()),
  short: () => randomBytes(5).toString("hex"),
};
