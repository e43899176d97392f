import { argv, stdout } from "node:process";
import { machine } from "./machine.ts";
import {
  bundleProcesses,
  type Contestant,
  type Entry,
  type Round,
  startContestant,
} from "./synchronization/contestant.ts";

const tandem: Entry = { name: "Tandem", program: "tandem-process", apps: "apps-process" };
const floor: Entry = { name: "floor", program: "floor-process", apps: "apps-process" };

/**
 * What a synchronization of 10,000 coupled records costs of which 20 % are changed on each side, 2 %
 * on both: `npm run bench -- synchronization [records] [rounds]`.
 */
async function main(records: number, rounds: number): Promise<void> {
  const entries = [tandem, floor];
  const bundles = await bundleProcesses([
    ...new Set(entries.flatMap(({ program, apps }) => [program, apps])),
  ]);
  const contestants: Contestant[] = [];
  for (const entry of entries) contestants.push(await startContestant(entry, bundles, records));
  const measured = contestants.map((): Round[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, contestant] of contestants.entries()) {
      const taken = await contestant.round(round + 1);
      // The first one warms up.
      if (round > 0) measured[at]?.push(taken);
    }
  }
  for (const contestant of contestants) contestant.stop();
  await bundles.remove();
  stdout.write(`${machine()}; ${records} records, the median of ${rounds} rounds in turns\n`);
  const [, floorRounds = []] = measured;
  for (const [at, { name }] of contestants.entries()) {
    const taken = measured[at] ?? [];
    const perSecond = median(taken.map(speed));
    const ratio = perSecond / median(floorRounds.map(speed));
    stdout.write(
      `${name}: ${perSecond.toFixed(0)} changes per CPU second, ${ratio.toFixed(2)} of the floor; ` +
        `echo ${median(taken.map(({ echo }) => echo.cpuMs)).toFixed(0)} ms, ${Math.max(...taken.map(({ echo }) => echo.writes))} writes; ` +
        `${median(taken.map(({ calls }) => calls))} calls for ${taken[0]?.changes} changes, ${taken[0]?.run.disputed} disputed, ${taken[0]?.run.steps} steps\n`,
    );
  }
}

const speed = ({ changes, run }: Round): number => (changes / run.cpuMs) * 1000;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const [records = 10_000, rounds = 5] = argv.slice(2).map(Number);
await main(records, rounds);
