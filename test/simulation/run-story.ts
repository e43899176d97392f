import { instantOf } from "../../lib/domain/instant.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { fullySynchronizeMapping } from "../../lib/manage/mappings/start-synchronization.ts";
import { findDeleted } from "../../lib/manage/mappings/verify-match-find-deleted.ts";
import { resumeSchedule } from "../../lib/manage/schedules/schedules.ts";
import { checkRequests, excuseCoupled } from "./check/acknowledged-requests.ts";
import { checkInvariants } from "./check/invariants.ts";
import type { Finding } from "./check/scene.ts";
import type { Counts } from "./coverage.ts";
import { endLateDeltas, happen } from "./story/happen.ts";
import type { Story } from "./story/happenings.ts";
import { storyMinutes } from "./story/story-of.ts";
import { type Functions, startFunctions } from "./world/functions.ts";
import { managing } from "./world/manage.ts";
import { minute, type Stage, setStage, storyStart } from "./world/stage.ts";
import type { Weakness } from "./world/system.ts";

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly counts: Counts;
}

/** Plays a story, lets everything calm down, and looks at what is there. */
export async function runStory(
  story: Story,
  weakness?: Weakness,
  trace: (line: string) => void = () => undefined,
): Promise<Outcome> {
  const stage = setStage(story, weakness, trace);
  const functions = startFunctions(stage);
  const { timeline, people, mapping, person } = stage;
  const calmAt = storyStart + storyMinutes * minute;
  const { resume, forgotten } = resuming(stage);

  await installMappings(person, { mappings: [mapping], scheduleOf: (first) => first });
  for (let count = 0; count < story.records; count += 1) {
    await people.create(count % 2 === 0 ? "businessCentral" : "dataverse");
  }
  for (const happening of story.happenings) {
    const moment = storyStart + happening.at * minute;
    timeline.at(moment, () => happen({ stage, functions, resume, calmAt }, happening));
  }
  await functions.workUntil(calmAt);
  const restless = await calmDown(stage, functions, resume);
  const counts = stage.coverage.all();
  return { findings: [...forgotten, ...restless, ...(await check(stage, story))], counts };
}

/** Resumes the schedule, and looks whether it is still on hold where a person put it there. */
function resuming({ person, mapping, journal }: Stage) {
  const forgotten: Finding[] = [];
  const holds = (): number => journal.requests.filter(({ kind }) => kind === "hold").length;
  let seen = 0;
  const resume = async (): Promise<void> => {
    const state = await person.store.states.get(mapping.name);
    if (holds() > seen && state?.schedule.status !== "onHold") {
      forgotten.push({ invariant: "I1", message: "The schedule forgot that it was put on hold" });
    }
    await resumeSchedule(person, mapping.name, "ida");
    // Of two people at the same moment either may be the later one (seed 23127).
    seen = holds();
  };
  return { resume, forgotten };
}

/** Deltas that were held back when it became calm are told after so long. */
const longestHeldBack = 10 * minute;

/** No more faults, and a person who looks after what needs one: then nothing may be left to do. */
async function calmDown(
  stage: Stage,
  functions: Functions,
  resume: () => Promise<void>,
): Promise<readonly Finding[]> {
  const { person, mapping, apps, journal, timeline } = stage;
  const manage = managing(person, apps.urls);
  const asked = { mapping: mapping.name, preview: undefined, requestedBy: undefined };
  stage.say("calm");
  stage.wire.calm();
  stage.faults.calm();
  functions.fates.worker.length = 0;
  functions.fates.ticker.length = 0;
  endLateDeltas(stage);
  await functions.workUntil(timeline.now() + longestHeldBack);
  await resume();
  // What a list left out without saying so only a full synchronization can find.
  if (listsWereCut(stage)) await fullySynchronizeMapping(manage, asked);
  // S3: after seven attempts in vain the next one is 2 h 47 min later.
  const rested = [await comeToRest(stage, functions, { runs: 2, minutes: 240 })];
  await findDeleted(manage, asked);
  rested.push(await comeToRest(stage, functions, { runs: 1, minutes: 60 }));
  const writes = journal.writes.length;
  rested.push(await comeToRest(stage, functions, { runs: 1, minutes: 60 }));
  return [
    ...(rested.every((one) => one)
      ? []
      : [{ invariant: "rest" as const, message: "It does not come to rest" }]),
    ...(journal.writes.length === writes
      ? []
      : [{ invariant: "I6" as const, message: "It writes though nobody edits anything" }]),
  ];
}

const listsWereCut = ({ coverage }: Stage): boolean =>
  coverage.all().faults["cutList"] !== undefined;

/** Until so many more runs went through and nothing is under way. */
async function comeToRest(
  { person, queue, mapping, timeline }: Stage,
  { workUntil }: Functions,
  { runs, minutes }: { readonly runs: number; readonly minutes: number },
): Promise<boolean> {
  const since = instantOf(timeline.now());
  const done = async (): Promise<number> => {
    const filter = { mapping: mapping.name, type: "synchronize" } as const;
    const jobs = await person.store.jobs.list(filter, [mapping.name], { limit: 50 });
    const all = jobs.ok ? jobs.value.items : [];
    return all.filter(({ createdAt, state }) => createdAt > since && state.startsWith("completed"))
      .length;
  };
  for (let passed = 0; passed < minutes; passed += 1) {
    await workUntil(timeline.now() + minute);
    const isOpen = queue.size() > 0 || (await person.store.jobs.open()).length > 0;
    if (!isOpen && (await done()) >= runs) return true;
  }
  return false;
}

async function check(stage: Stage, { onlyCoupled }: Story): Promise<readonly Finding[]> {
  const { person, mapping, journal, apps, coverage, say } = stage;
  const { store } = person;
  const couplings = await store.couplings.list({ mapping: mapping.name }, { limit: 500 });
  const errors = await store.errors.list({}, { limit: 500 });
  if (!couplings.ok || !errors.ok) throw new Error("The lists refused to be read");
  for (const { id, kind, status, message } of errors.value.items) {
    coverage.count(`listed ${kind}`, 1);
    say(`listed ${id} ${kind} ${status}: ${message}`);
  }
  coverage.count("pairs", couplings.value.items.length);
  await excuseCoupled(journal, (id) => store.jobs.get(id));
  return [
    ...(await checkRequests(journal, store)),
    ...checkInvariants({
      journal,
      standing: {
        businessCentral: apps.standing("businessCentral"),
        dataverse: apps.standing("dataverse"),
      },
      couplings: couplings.value.items,
      errors: errors.value.items,
      onlyCoupled,
      listsWereCut: listsWereCut(stage),
    }),
  ];
}
