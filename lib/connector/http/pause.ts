import { epochOf, type Instant, instantOf } from "../../domain/instant.ts";
import type { Clock } from "../../ports/clock.ts";

/** Shared by all requests to an app: while it asks us to wait, none goes out (D2 case 11). */
export interface Pause {
  /** Not above 0 where there is none. */
  leftMs(): number;
  end(): Instant;
  /** Never shortens one that is under way. */
  begin(milliseconds: number): void;
}

export function createPause(clock: Clock): Pause {
  let until = 0;
  const now = (): number => epochOf(clock.now());
  return {
    leftMs: () => until - now(),
    end: () => instantOf(until),
    begin(milliseconds) {
      until = Math.max(until, now() + milliseconds);
    },
  };
}
