import type { JobState } from "../../../../lib/domain/job.ts";
import type { Job } from "../api/shapes.ts";

interface End {
  readonly intent: "info" | "success" | "warning" | "error";
  readonly text: "running" | "done" | "doneWithErrors" | "failed" | "cancelled";
  readonly weight: number;
}

const ends: Readonly<Record<JobState, End>> = {
  completed: { intent: "success", text: "done", weight: 0 },
  queued: { intent: "info", text: "running", weight: 1 },
  running: { intent: "info", text: "running", weight: 1 },
  completedWithErrors: { intent: "warning", text: "doneWithErrors", weight: 2 },
  cancelled: { intent: "warning", text: "cancelled", weight: 3 },
  failed: { intent: "error", text: "failed", weight: 4 },
};

/** How jobs that belong together ended: as the worst of them did. */
export const worstOf = (jobs: readonly Pick<Job, "state">[]): End =>
  jobs
    .map(({ state }) => ends[state])
    .reduce((worst, end) => (end.weight > worst.weight ? end : worst), ends.completed);
