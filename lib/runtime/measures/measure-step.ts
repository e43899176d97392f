import { mappingOfId } from "../../domain/ids.ts";
import { epochOf } from "../../domain/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobStep } from "../../ports/queue.ts";
import type { StepOutcome } from "../../sync/run-job-step.ts";
import type { AppMeter } from "./app-meter.ts";
import type { Measures } from "./measures.ts";

interface Around {
  readonly clock: Clock;
  readonly meter: AppMeter;
  readonly measures: Measures;
  /** Lambda's own, by which its platform lines are found too. */
  readonly requestId: string | undefined;
}

/** Runs a step and reports how it went. The caller reports one that throws. */
export async function measureStep(
  { clock, meter, measures, requestId }: Around,
  step: JobStep,
  run: () => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const begunAt = epochOf(clock.now());
  meter.taken();
  const end = await run();
  measures.stepEnded({
    ...step,
    mapping: mappingOfId(step.jobId),
    requestId,
    end,
    milliseconds: epochOf(clock.now()) - begunAt,
    apps: meter.taken(),
  });
  return end;
}
