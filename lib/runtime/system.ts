import { randomBytes, randomUUID } from "node:crypto";
import { RecordId } from "../domain/ids.ts";
import { instantOf } from "../domain/instant.ts";
import type { Clock, Ids } from "../ports/clock.ts";

export const systemClock: Clock = { now: () => instantOf(Date.now()) };

export const randomIds: Ids = {
  recordId: () => RecordId.parse(randomUUID()),
  short: () => randomBytes(5).toString("hex"),
};
