import { cpuUsage } from "node:process";

/** What a piece of work costs per sample: microseconds of CPU, and as a multiple of the first piece. */
export interface Cost {
  readonly name: string;
  readonly microseconds: number;
  readonly multiple: number;
}

export interface Work<T> {
  readonly name: string;
  /** What it answers is looked at, so that no compiler leaves the work out. */
  readonly act: (sample: T) => unknown;
}

/**
 * Medians over rounds in which each piece of work has its turn over all samples, so that whatever else
 * the machine does slows all of them down. The first rounds only warm up.
 */
export function costsInTurns<T>(
  samples: readonly T[],
  works: readonly Work<T>[],
  rounds: number,
): readonly Cost[] {
  const measured = works.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const cost = costOf(samples, work);
      if (round >= 0) measured[index]?.push(cost);
    }
  }
  const [first = []] = measured;
  return works.map(({ name }, index) => {
    const costs = measured[index] ?? [];
    const multiples = costs.map((cost, round) => cost / (first[round] ?? Number.NaN));
    return { name, microseconds: median(costs), multiple: median(multiples) };
  });
}

const warmUp = 10;
/** Some milliseconds per turn: what the clock cannot tell apart does not matter then. */
const passes = 5;

function costOf<T>(samples: readonly T[], { act }: Work<T>): number {
  let answered = 0;
  const before = cpuUsage();
  for (let pass = 0; pass < passes; pass += 1) {
    for (const sample of samples) if (act(sample) !== undefined) answered += 1;
  }
  const { user, system } = cpuUsage(before);
  return (user + system) / answered;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
