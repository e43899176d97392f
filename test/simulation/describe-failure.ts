import type { Finding } from "./check/scene.ts";
import { runStory } from "./run-story.ts";
import { shrink } from "./shrink.ts";
import { storyOf } from "./story/story-of.ts";
import type { Weakness } from "./world/system.ts";

export interface Failure {
  readonly seed: number;
  readonly findings: readonly Finding[];
}

export const replayOf = (seed: number): string => `npm run simulate -- --seeds 1 --start ${seed}`;

/** What went wrong, how to see it again, and the shortest story that leads there. */
export async function describeFailure(
  { seed, findings }: Failure,
  weakness?: Weakness,
): Promise<string> {
  const [first] = findings;
  if (first === undefined) return `Seed ${seed} holds every invariant`;
  const story = await shrink(storyOf(seed), first.invariant, weakness);
  const lines: string[] = [];
  const again = await runStory(story, weakness, (line) => lines.push(line));
  return [
    `Seed ${seed} breaks ${first.invariant}: ${first.message}`,
    `Replay: ${replayOf(seed)}`,
    `The shortest story found (${story.happenings.length} happenings, ${story.records} records${story.onlyCoupled ? ", only coupled records" : ""}):`,
    ...lines,
    ...again.findings.map(({ invariant, message }) => `${invariant} ${message}`),
  ].join("\n");
}
