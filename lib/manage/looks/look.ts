import { LookId } from "../../domain/ids.ts";
import { epochOf } from "../../domain/instant.ts";
import {
  appAsked,
  type Found,
  type Look,
  type LookFailureCode,
  type LookRequest,
} from "../../domain/look/look.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { ManageFailureCode } from "../failure-code.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";

/** `waiting`: the worker has not answered yet; the look's address will tell. */
export type LookResult =
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "waiting"; readonly look: Look };

export type LookDeps = Pick<ManageApp, "store" | "queue" | "clock" | "ids" | "waiting">;

/** Has the worker look, and waits for it no longer than told. */
export async function look(
  app: LookDeps,
  request: LookRequest,
  milliseconds: number,
): Promise<Result<LookResult, ManageFailure>> {
  const askedAt = app.clock.now();
  const side = appAsked(request);
  const id = LookId.parse(
    `${side}.${epochOf(askedAt).toString(36).padStart(9, "0")}-${app.ids.short()}`,
  );
  const asked: Look = { id, request, askedAt };
  await app.store.looks.ask(asked);
  await app.queue.sendLook({ lookId: id });
  return resultOf(await awaitLook(app, asked, milliseconds));
}

/** What came of an earlier one. */
export async function findLook(
  { store }: Pick<ManageApp, "store">,
  id: LookId,
): Promise<Result<LookResult, ManageFailure>> {
  const found = await store.looks.get(id);
  return found === undefined
    ? declined(
        "notFound",
        `There is no look ${id}, or no longer: an answer is kept for an hour. Ask again.`,
      )
    : resultOf(found);
}

/** A look takes a few hundred milliseconds where nothing stands in its way. */
const firstPause = 60;
const longestPause = 400;

async function awaitLook(
  { store, waiting }: LookDeps,
  asked: Look,
  milliseconds: number,
): Promise<Look> {
  if (waiting === undefined || milliseconds <= 0) return asked;
  const elapsed = waiting.stopwatch();
  let newest = asked;
  let pause = firstPause;
  while (newest.answer === undefined) {
    const left = milliseconds - elapsed();
    if (left <= 0) break;
    await waiting.pause(Math.min(pause, left));
    pause = Math.min(longestPause, pause * 1.5);
    newest = (await store.looks.get(asked.id)) ?? newest;
  }
  return newest;
}

function resultOf(asked: Look): Result<LookResult, ManageFailure> {
  const { answer } = asked;
  if (answer === undefined) return ok({ kind: "waiting", look: asked });
  if (answer.kind !== "failed") return ok({ kind: "found", found: answer });
  return failed({ code: failureCodeOf[answer.code] ?? "unavailable", message: answer.message });
}

/** All else is trouble of the app that was asked: 503. */
const failureCodeOf: Readonly<Partial<Record<LookFailureCode, ManageFailureCode>>> = {
  unknownTable: "notFound",
  unknownMapping: "notFound",
  unknownEntity: "conflict",
  unknownField: "conflict",
  tooLarge: "notAllowed",
};
