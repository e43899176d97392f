import { hold } from "../../lib/domain/job/schedule-transitions.ts";
import { defaultMappings } from "../../lib/domain/mapping/default-mappings/default-mappings.ts";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { readEnvironment, TickEnvironment } from "../../lib/runtime/environment.ts";
import { liveState } from "../../lib/runtime/live-state.ts";
import { isFirstOfHour } from "../../lib/runtime/measures/first-of-hour.ts";
import { createMeasures } from "../../lib/runtime/measures/measures.ts";
import { troublesOf } from "../../lib/runtime/measures/tenant-troubles.ts";
import { once, onceDone } from "../../lib/runtime/once.ts";
import { systemClock } from "../../lib/runtime/system.ts";
import { countOpenErrors } from "../../lib/sync/schedule/count-open-errors.ts";
import { type TickReport, tick } from "../../lib/sync/schedule/tick.ts";

const environment = once(() => readEnvironment(TickEnvironment));
const app = once(() => liveState(environment()));
const measures = once(() => createMeasures(environment(), systemClock));

/** A new tenant's mappings are there from the first minute, on hold until somebody resumes them. */
const mappingsInstalled = onceDone(async () => {
  if (environment().MAPPINGS === "asStored") return;
  const cadences = new Map(Object.entries(environment().SCHEDULES));
  await installMappings(app(), {
    mappings: defaultMappings,
    scheduleOf: (first) => hold({ ...first, ...cadences.get(first.mapping) }),
  });
});

/** Entry point: the EventBridge rule, each minute. */
export const handler = async (event?: unknown): Promise<TickReport> => {
  await mappingsInstalled();
  const report = await tick(app());
  const appSecretEndsOn = environment().APP_SECRET_ENDS_ON;
  const { schedules } = report;
  const troubles = troublesOf({ schedules, appSecretEndsOn, now: systemClock.now() });
  measures().ticked(report, troubles);
  if (isFirstOfHour(event)) measures().errorsOpen(await countOpenErrors(app()));
  return report;
};
