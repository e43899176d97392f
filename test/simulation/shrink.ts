import type { Invariant } from "./check/scene.ts";
import { runStory } from "./run-story.ts";
import type { Story } from "./story/happenings.ts";
import type { Weakness } from "./world/system.ts";

/** The shortest story, found by leaving things out, that still breaks the same invariant. */
export async function shrink(story: Story, broken: Invariant, weakness?: Weakness): Promise<Story> {
  const breaks = async (one: Story): Promise<boolean> => {
    const { findings } = await runStory(one, weakness);
    return findings.some(({ invariant }) => invariant === broken);
  };
  let shortest = story;
  for (let size = Math.ceil(story.happenings.length / 2); size >= 1; ) {
    let isShorter = false;
    for (let at = 0; at < shortest.happenings.length; ) {
      const happenings = shortest.happenings.toSpliced(at, size);
      if (await breaks({ ...shortest, happenings })) {
        shortest = { ...shortest, happenings };
        isShorter = true;
      } else {
        at += size;
      }
    }
    if (size > 1) size = Math.floor(size / 2);
    else if (!isShorter) break;
  }
  for (let records = 1; records < shortest.records; records += 1) {
    if (await breaks({ ...shortest, records })) return { ...shortest, records };
  }
  return shortest;
}
