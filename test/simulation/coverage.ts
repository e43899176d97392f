/** What a run, or many, came across. */
export interface Coverage {
  fault(name: string): void;
  crashPoint(name: string): void;
  count(name: string, by: number): void;
  all(): Counts;
}

export interface Counts {
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Calls to the outside that a process died or stood still at. */
  readonly crashPoints: Readonly<Record<string, number>>;
}

export const noCounts: Counts = { counts: {}, faults: {}, crashPoints: {} };

export function createCoverage(): Coverage {
  const counts: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const crashPoints: Record<string, number> = {};
  const raise = (of: Record<string, number>, name: string, by: number): void => {
    of[name] = (of[name] ?? 0) + by;
  };
  return {
    fault: (name) => raise(faults, name, 1),
    crashPoint: (name) => raise(crashPoints, name, 1),
    count: (name, by) => raise(counts, name, by),
    all: () => ({ counts, faults, crashPoints }),
  };
}

export const sumOf = (one: Counts, other: Counts): Counts => ({
  counts: added(one.counts, other.counts),
  faults: added(one.faults, other.faults),
  crashPoints: added(one.crashPoints, other.crashPoints),
});

function added(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
