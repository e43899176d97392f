import type { JobState } from "../../../../lib/domain/job/job.ts";
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

type Ended = Pick<Job, "state" | "type">;

/** How jobs that belong together ended: as the worst of them did. */
export const worstOf = (jobs: readonly Ended[]): End =>
  jobs.map(endOf).reduce((worst, end) => (end.weight > worst.weight ? end : worst), ends.completed);

/** To find something is what Find for Deleted is for. */
const endOf = ({ state, type }: Ended): End =>
  type === "findDeleted" && state === "completedWithErrors" ? ends.completed : ends[state];
