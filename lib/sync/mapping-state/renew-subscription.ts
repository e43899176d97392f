import {
  isFor,
  isToBeAsked,
  notSubscribed,
  type Subscription,
  subscribed,
} from "../../domain/job/subscription.ts";
import { flowsTo } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";

type Deps = Pick<SyncApp, "apps" | "clock" | "notices">;

/**
 * W13: asks Business Central to tell of changes, or to go on doing so. One call when it is time, from
 * a run nobody waits for; whatever comes of it, the run has done its work. Answers what is known then.
 */
export async function keepSubscribed(
  { apps: { businessCentral }, clock, notices }: Deps,
  { job, mapping, state, entities }: StepWork,
): Promise<Subscription | undefined> {
  const { subscription: before } = state;
  if (notices === undefined || job.trigger === "manual") return before;
  if (!flowsTo(mapping.direction, "dataverse")) return before;
  const entity = entities.businessCentral;
  const wanted = { table: `${entity.api ?? "v2.0"}/${entity.set}`, url: notices.url };
  if (!isToBeAsked(before, wanted, clock.now())) return before;
  const told = await businessCentral.subscribe(entity, {
    url: notices.url,
    secret: await notices.secret(),
    known: before !== undefined && isFor(before, wanted) ? before.id : undefined,
  });
  const now = clock.now();
  if (!told.ok) return notSubscribed(wanted, before, now);
  if (told.value === undefined) return notSubscribed(wanted, undefined, now);
  return subscribed(wanted, told.value, { now, toldAt: businessCentral.serverTime() ?? now });
}
