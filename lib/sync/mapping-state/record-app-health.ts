import { type AppFailureCode, describe } from "../../domain/error/app-failure.ts";
import type { Instant } from "../../domain/instant.ts";
import { type Side, sides } from "../../domain/side.ts";
import type { AppHealth } from "../../ports/store.ts";
import type { StepResult } from "../context/step-result.ts";
import type { SyncApp } from "../context/sync-app.ts";

/** Whether a failure says that the app as a whole is out of reach, or only something about a table. */
const isOutOfReach: Readonly<Record<AppFailureCode, boolean>> = {
  unreachable: true,
  serverError: true,
  wrongCredentials: true,
  unknownCompany: true,
  throttled: false,
  notPermitted: false,
  unknownEntity: false,
  unknownField: false,
  wrongType: false,
  cursorExpired: false,
  badRequest: false,
};

/** Keeps what a step learnt of the apps for the status page; writes only what changed. */
export async function noteHealth(
  { store, clock }: Pick<SyncApp, "store" | "clock">,
  result: StepResult,
): Promise<void> {
  const known = await store.apps.all();
  for (const side of sides) {
    const before = known.find((health) => health.side === side);
    const after = healthAfter(side, result, clock.now());
    if (after !== undefined && !saysTheSame(before, after)) await store.apps.save(after);
  }
}

/** A step that got through has talked to both apps; of a failure only the app that failed is known. */
function healthAfter(side: Side, result: StepResult, at: Instant): AppHealth | undefined {
  if (result.kind === "more" || result.kind === "done") return { side, at, reachable: true };
  const { failure } = result;
  if (failure.side !== side) return undefined;
  const { code, retryAt } = failure;
  const message = describe(failure);
  if (code === "throttled") return { side, at, reachable: true, throttledUntil: retryAt, message };
  return isOutOfReach[code]
    ? { side, at, reachable: false, message }
    : { side, at, reachable: true };
}

const saysTheSame = (before: AppHealth | undefined, after: AppHealth): boolean =>
  before?.reachable === after.reachable &&
  before.message === after.message &&
  before.throttledUntil === after.throttledUntil;
