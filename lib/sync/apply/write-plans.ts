import type { AppFailure } from "../../domain/error/app-failure.ts";
import { plusMinutes } from "../../domain/instant.ts";
import type { Intent, PlannedCreate } from "../../domain/job/intent.ts";
import { otherSide, type Side, sides } from "../../domain/side.ts";
import type { Write, WriteOutcome } from "../../ports/business-app.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import type { WritePlan } from "../decide/plan.ts";
import { recordOf } from "../pair/pair.ts";

export interface Answers {
  /** Per plan, what each side answered. */
  readonly outcomes: readonly Readonly<Partial<Record<Side, WriteOutcome>>>[];
  /** What was announced before it was created. */
  readonly intents: readonly Intent[];
  readonly failure?: AppFailure | undefined;
}

interface Numbered {
  readonly plan: number;
  readonly write: Write;
}

interface SideWrites {
  readonly side: Side;
  readonly numbered: readonly Numbered[];
}

/** Sends the writes of many pairs to both apps at once, in as few requests as the apps allow. */
export async function writePlans(
  app: Pick<SyncApp, "store" | "apps" | "clock">,
  work: StepWork,
  plans: readonly WritePlan[],
  round: number,
): Promise<Answers> {
  if (plans.length === 0) return { outcomes: [], intents: [] };
  const reports = await Promise.all(
    sides.map(async (side) => {
      const numbered = plans.flatMap(({ writes }, plan): readonly Numbered[] => {
        const write = writes[side];
        return write === undefined ? [] : [{ plan, write }];
      });
      if (numbered.length === 0) return { side, numbered, outcomes: [], intent: undefined };
      const intent = await announceCreates(app, { ...work, round }, plans, { side, numbered });
      const writes = numbered.map(({ write }) => write);
      return {
        side,
        numbered,
        intent,
        ...(await app.apps[side].write(work.entities[side], writes)),
      };
    }),
  );
  const outcomes: Partial<Record<Side, WriteOutcome>>[] = plans.map(() => ({}));
  let failure: AppFailure | undefined;
  for (const report of reports) {
    if ("failure" in report) failure ??= report.failure;
    report.numbered.forEach(({ plan }, index) => {
      const answer = outcomes[plan];
      if (answer !== undefined) answer[report.side] = report.outcomes[index] ?? { kind: "unknown" };
    });
  }
  const intents = reports.flatMap(({ intent }) => (intent === undefined ? [] : [intent]));
  return { outcomes, intents, failure };
}

/** As long as the app has not told its time, its clock may be behind ours by so much. */
const mostSkewMinutes = 120;

/** W2: what is about to be created is written down first, so that a lost answer can be looked into. */
async function announceCreates(
  { store, apps, clock }: Pick<SyncApp, "store" | "apps" | "clock">,
  { job, round }: StepWork & { readonly round: number },
  plans: readonly WritePlan[],
  { side, numbered }: SideWrites,
): Promise<Intent | undefined> {
  const creates = numbered.flatMap(({ plan, write }): readonly PlannedCreate[] => {
    const run = plans[plan]?.run;
    const source = run === undefined ? undefined : recordOf(run, otherSide[side]);
    if (write.kind !== "create" || source === undefined) return [];
    const { plannedId, fields } = write;
    return [{ sourceId: source.id, plannedId, fields, replaces: run?.stored?.ids[side] }];
  });
  if (creates.length === 0) return undefined;
  const since = apps[side].serverTime() ?? plusMinutes(clock.now(), -mostSkewMinutes);
  const { id: jobId, mapping, step } = job;
  const intent = { mapping, jobId, step, round, side, since, creates };
  await store.intents.put(intent);
  return intent;
}
