import { type Counts, noCounts, sumOf } from "./coverage.ts";
import type { Failure } from "./describe-failure.ts";
import { runStory } from "./run-story.ts";
import { storyOf } from "./story/story-of.ts";

export interface Seeds {
  readonly start: number;
  readonly count: number;
}

export interface Ran {
  readonly counts: Counts;
  readonly failures: readonly Failure[];
}

/** Plays so many seeds in a row. */
export async function runSeeds({ start, count }: Seeds): Promise<Ran> {
  let counts = noCounts;
  const failures: Failure[] = [];
  for (let seed = start; seed < start + count; seed += 1) {
    const outcome = await runStory(storyOf(seed));
    counts = sumOf(counts, outcome.counts);
    if (outcome.findings.length > 0) failures.push({ seed, findings: outcome.findings });
  }
  return { counts, failures };
}
