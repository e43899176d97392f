import { expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { runStory } from "./run-story.ts";
import { storyOf } from "./story/story-of.ts";
import { weaknesses } from "./weaknesses.ts";

const mostSeeds = 200;
const weak = weaknesses(MappingName.parse("CUSTOMER"));

/** The simulator finds bugs: without one of its guards, the system breaks an invariant soon. */
test.each(Object.keys(weak))(
  "%s: found within 200 seeds",
  async (name) => {
    let found = 0;
    for (let seed = 1; seed <= mostSeeds && found === 0; seed += 1) {
      const { findings } = await runStory(storyOf(seed), weak[name]);
      if (findings.length > 0) found = seed;
    }
    expect(found).toBeGreaterThan(0);
  },
  120_000,
);
