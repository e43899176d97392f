import { type LookAnswer, type LookRequest, lookFailed } from "../../domain/look/look.ts";
import type { LookMessage } from "../../ports/queue.ts";
import type { Store } from "../../ports/store.ts";
import type { LookApp } from "./look-app.ts";
import { lookAtTable, lookAtTables } from "./look-at-tables.ts";
import { lookForRecords } from "./look-for-records.ts";

/** `late`: it was answered before, or nobody remembers it. */
export type LookOutcome = "answered" | "late";

/** A look that ended a worker twice would end the next one too, and those behind it would wait. */
const mostTries = 2;

/**
 * One look, whatever comes of it: trouble of an app is an answer. A repeat that comes after the answer
 * does nothing; one that comes before it, because a worker died, looks again.
 */
export async function answerLook(
  app: LookApp,
  { lookId }: LookMessage,
  tries: number,
): Promise<LookOutcome> {
  const look = await app.store.looks.get(lookId);
  if (look === undefined || look.answer !== undefined) return "late";
  const answer = tries > mostTries ? givenUp : await lookAt(app, look.request);
  if ((await app.store.looks.answer(look, answer)) === "tooLarge") {
    await app.store.looks.answer(look, tooLarge);
  }
  return "answered";
}

/** A look that nobody could carry out, however often it was delivered. */
export async function giveUpLook(
  { store }: { readonly store: Pick<Store, "looks"> },
  { lookId }: LookMessage,
): Promise<LookOutcome> {
  const look = await store.looks.get(lookId);
  if (look === undefined || look.answer !== undefined) return "late";
  await store.looks.answer(look, givenUp);
  return "answered";
}

function lookAt(app: LookApp, request: LookRequest): Promise<LookAnswer> {
  switch (request.kind) {
    case "tables":
      return lookAtTables(app, request.app);
    case "table":
      return lookAtTable(app, request.app, request.table);
    case "records":
      return lookForRecords(app, request);
  }
}

const givenUp = lookFailed(
  "givenUp",
  "This could not be read: the worker that tried it stopped before it had an answer. Ask again; if it happens again, the worker's log tells why.",
);

const tooLarge = lookFailed(
  "tooLarge",
  "The answer is larger than what can be kept. Ask for less of it.",
);
