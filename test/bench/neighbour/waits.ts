import { setTimeout as wait } from "node:timers/promises";
import type { JobId } from "../../../lib/domain/ids.ts";
import { createRandom } from "../../../lib/sandbox/web/random.ts";
import { deliverNext } from "../../world/deliver-next.ts";
import type { NoisyTenant } from "./noisy-tenant.ts";
import { type Wish, wishes } from "./wishes.ts";

/** As many as a deployment has unless it is told otherwise (`mappingsAtOnce`). */
const workers = 2;

export interface Waits {
  /** From asking to the end of the first step of what was asked for, by wish. Milliseconds. */
  readonly byWish: ReadonlyMap<Wish, readonly number[]>;
  /** How long each step of the noisy job took. */
  readonly noisySteps: readonly number[];
}

/** Two workers in real time, and a person who asks for something at random moments, each in turn. */
export async function waitsOf(
  tenant: NoisyTenant,
  rounds: number,
  noisyJob?: JobId,
): Promise<Waits> {
  const { world } = tenant;
  const random = createRandom(5);
  const done = new Map<JobId, number>();
  const waiting = new Map<JobId, () => void>();
  const noisySteps: number[] = [];
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const before = performance.now();
      const delivered = await deliverNext(world);
      if (delivered === undefined) {
        await wait(2);
        continue;
      }
      const { jobId } = delivered.step;
      if (jobId === noisyJob) noisySteps.push(performance.now() - before);
      if (!done.has(jobId)) done.set(jobId, performance.now());
      waiting.get(jobId)?.();
    }
  };
  const working = Array.from({ length: workers }, work);
  const byWish = new Map<Wish, number[]>(wishes.map((wish) => [wish, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [wish, waits] of byWish) {
      await wait(random() * 400);
      const before = performance.now();
      const job = await wish.ask(tenant);
      if (!done.has(job)) await new Promise<void>((resolve) => waiting.set(job, resolve));
      waits.push((done.get(job) ?? Number.NaN) - before);
      await wish.done?.(tenant, job);
    }
  }
  stopping.abort();
  await Promise.all(working);
  return { byWish, noisySteps };
}
