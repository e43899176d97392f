import { argv, stdout } from "node:process";
import { machine } from "./machine.ts";
import { noisy, startNoisyTenant } from "./neighbour/noisy-tenant.ts";
import { stepsBetween } from "./neighbour/steps-between.ts";
import { type Waits, waitsOf } from "./neighbour/waits.ts";
import { wholeNumbers } from "./whole-numbers.ts";

/**
 * How long a person, and another mapping, wait while one mapping has very many changes to work on:
 * `npm run bench -- neighbour 20000`. Counted in steps first, then in time.
 */
async function main(changes: number): Promise<void> {
  print(machine());
  const tenant = await startNoisyTenant(changes);
  const { world } = tenant;
  // Each of the noisy job's steps is a thousand records; most wishes last for one or two of them.
  const rounds = Math.min(6, Math.floor(changes / 12_000));
  await waitsOf(tenant, 1);
  const idle = await waitsOf(tenant, rounds);
  const job = await world.start(noisy);
  const seen = await stepsBetween(tenant, job, Math.min(32, Math.floor(changes / 2_500)));
  for (const { title, asked, begunBetween, beside } of seen) {
    print(`${title}: asked ${asked} times; noisy steps begun meanwhile: at most ${begunBetween};`);
    print(`  done beside the noisy step that it met: ${beside} times`);
  }
  const busy = await waitsOf(tenant, rounds, job.id);
  const { progress, state } = await world.job(job.id);
  if (state !== "running") throw new Error(`The noisy job was ${state} before the end`);
  print(`the noisy job has done ${progress.done} of its ${changes} records; it is ${state}`);
  compare(idle, busy);
  await world.stop();
}

function compare(idle: Waits, busy: Waits): void {
  const step = middle(busy.noisySteps);
  print(
    `${busy.noisySteps.length} steps of the noisy job, the longest × ${of(Math.max(...busy.noisySteps), step)} the median`,
  );
  for (const [{ title }, waits] of busy.byWish) {
    const alone = middle([...idle.byWish].find(([wish]) => wish.title === title)?.[1] ?? []);
    print(
      `${title}: × ${of(middle(waits), alone)} of the wait in an idle system; ` +
        `median ${of(middle(waits), step)}, longest ${of(Math.max(...waits), step)} of a noisy step`,
    );
  }
}

const of = (one: number, other: number): string => (one / other).toFixed(2);

const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const print = (line: string): void => {
  stdout.write(`${line}\n`);
};

const [changes = 100_000] = wholeNumbers(argv.slice(2), "npm run bench -- neighbour [changes]");
await main(changes);
