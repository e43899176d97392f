/** The shortest way from `start` back to itself, both ends included; undefined when there is none. */
export function firstCycle<T>(start: T, next: (from: T) => readonly T[]): readonly T[] | undefined {
  const seen = new Set<T>();
  let ways: readonly (readonly T[])[] = [[start]];
  while (ways.length > 0) {
    const longer: (readonly T[])[] = [];
    for (const way of ways) {
      for (const step of way.slice(-1).flatMap(next)) {
        if (step === start) return [...way, step];
        if (!seen.has(step)) longer.push([...way, step]);
        seen.add(step);
      }
    }
    ways = longer;
  }
  return undefined;
}
