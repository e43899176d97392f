import { createContext, useContext, useEffect, useRef } from "react";
import type { Bulk, Job } from "../api/shapes.ts";

export interface Watched {
  /** What the person asked for: "Delete Records". */
  readonly name: string;
  readonly jobs: readonly Job[];
  /** What was left out, and why. */
  readonly bulk?: Pick<Bulk, "leftOut" | "leftOutCount" | "notStarted"> | undefined;
}

export interface Watching extends Watched {
  readonly number: number;
}

export interface JobWatch {
  /** Follows the jobs, on whatever page, and tells how they ended. */
  readonly watch: (watched: Watched) => void;
  readonly watching: readonly Watching[];
  /** How many have ended: another number means that lists may have changed. */
  readonly ended: number;
}

export const JobWatchContext = createContext<JobWatch | undefined>(undefined);

export function useJobWatch(): JobWatch {
  const watch = useContext(JobWatchContext);
  if (watch === undefined) throw new Error("The page watches no jobs");
  return watch;
}

/** Reloads what is shown when a job that was started here has ended. */
export function useReloadAfterJobs(reload: () => void): void {
  const { ended } = useJobWatch();
  const latest = useRef(reload);
  latest.current = reload;
  const before = useRef(ended);
  useEffect(() => {
    if (before.current === ended) return;
    before.current = ended;
    latest.current();
  }, [ended]);
}
