import { mappingOfId } from "../../../lib/domain/ids.ts";
import type { Job } from "../../../lib/domain/job/job.ts";
import type { JobStep } from "../../../lib/ports/queue.ts";
import { createRandom } from "../../../lib/sandbox/web/random.ts";
import type { SyncApp } from "../../../lib/sync/context/sync-app.ts";
import { deliverNext } from "../../world/deliver-next.ts";
import type { NoisyTenant } from "./noisy-tenant.ts";
import { type Wish, wishes } from "./wishes.ts";

/** What was seen of one wish, whenever it was asked for. */
export interface Seen {
  readonly title: string;
  readonly asked: number;
  /** Steps of the noisy job that began between asking and the first step of what was asked for; the most. */
  readonly begunBetween: number;
  /** How often it was done while the noisy step that it met stood still. */
  readonly beside: number;
}

/**
 * Works on the noisy job and has a person ask for something in the middle of each of its steps, or
 * just after it has asked for the next one. Nothing here depends on time: as many steps, each time.
 */
export async function stepsBetween(
  tenant: NoisyTenant,
  job: Job,
  steps: number,
): Promise<readonly Seen[]> {
  const { world } = tenant;
  const random = createRandom(3);
  const seen = new Map(wishes.map((wish) => [wish, { asked: 0, begunBetween: 0, beside: 0 }]));
  let calls = 0;
  for (let step = 0; step < steps; step += 1) {
    const wish = wishes[step % wishes.length];
    if (wish === undefined) break;
    const at = Math.floor(random() * (calls + 2));
    const outcome = await meet(wish, at);
    calls = outcome.calls;
    const sum = seen.get(wish);
    if (sum === undefined) continue;
    sum.asked += 1;
    sum.begunBetween = Math.max(sum.begunBetween, outcome.begunBetween);
    sum.beside += outcome.beside ? 1 : 0;
  }
  return [...seen].map(([{ title }, sum]) => ({ title, ...sum }));

  /** One step of the noisy job, a wish in the middle of it, and on until the wish has begun. */
  async function meet(wish: Wish, at: number) {
    let asked: Job["id"] | undefined;
    let beside = false;
    let counted = 0;
    const isOwn = (step: JobStep): boolean => step.jobId === job.id;
    const ask = async (): Promise<void> => {
      if (asked !== undefined) return;
      asked = await wish.ask(tenant);
      beside = await worksOff(asked);
    };
    const meanwhile = (): SyncApp =>
      calling(world.app, async () => {
        counted += 1;
        if (counted === at) await ask();
      });
    const met = await deliverNext(world, { appFor: meanwhile, afterStep: ask });
    if (met === undefined || !isOwn(met.step)) throw new Error("The noisy job stands still");
    let begunBetween = 0;
    for (let begun = beside; !begun; ) {
      const next = await deliverNext(world);
      if (next === undefined) throw new Error(`${wish.title}: was lost`);
      begun = next.step.jobId === asked;
      if (!begun) begunBetween += 1;
    }
    if (asked !== undefined) await wish.done?.(tenant, asked);
    await endOf(asked);
    return { calls: counted, begunBetween, beside };
  }

  /** Another worker, while this one's step stands still: does all that the queue lets it have. */
  async function worksOff(asked: Job["id"]): Promise<boolean> {
    let isDone = false;
    for (let next = await deliverNext(world); next !== undefined; next = await deliverNext(world)) {
      if (mappingOfId(next.step.jobId) === job.mapping) throw new Error("Two steps of one mapping");
      isDone = isDone || (next.step.jobId === asked && next.end === "ended");
    }
    return isDone;
  }

  /** What is left of the wish is done, so that each meets the noisy job alone. */
  async function endOf(asked: Job["id"] | undefined): Promise<void> {
    if (asked === undefined) return;
    for (;;) {
      const { state } = await world.job(asked);
      if (state !== "queued" && state !== "running") return;
      await deliverNext(world);
    }
  }
}

/** The same system, but somebody hears of each call to the outside before it goes out. */
function calling(app: SyncApp, happens: () => Promise<void>): SyncApp {
  const through = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, receiver): unknown {
        const found: unknown = Reflect.get(target, name, receiver);
        if (typeof found === "object" && found !== null) return through(found);
        if (typeof found !== "function" || name === "serverTime") return found;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          await happens();
          return Reflect.apply(found, target, args);
        };
      },
    });
  const { businessCentral, dataverse } = app.apps;
  return {
    ...app,
    store: through(app.store),
    apps: { businessCentral: through(businessCentral), dataverse: through(dataverse) },
    queue: through(app.queue),
  };
}
