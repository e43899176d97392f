import type { Waiting } from "../../lib/ports/waiting.ts";
import type { World } from "./world.ts";

/** Waits without time passing: what is done in a pause is up to the test. */
export interface WatchedWaiting extends Waiting {
  /** How long it would have waited. */
  waited(): number;
  /** What happens in each pause from now on. */
  meanwhile(happens: () => Promise<void>): void;
}

/** At first, the worker works off the queue in every pause. */
export function watchedWaiting(world: Pick<World, "workOff">): WatchedWaiting {
  let waited = 0;
  let happens = async (): Promise<void> => {
    await world.workOff();
  };
  return {
    async pause(milliseconds) {
      waited += milliseconds;
      await happens();
    },
    stopwatch() {
      const start = waited;
      return () => waited - start;
    },
    waited: () => waited,
    meanwhile: (next) => {
      happens = next;
    },
  };
}
