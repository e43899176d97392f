import type { JobId, MappingName } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { Side } from "../side.ts";
import type { Circuit } from "./circuit-breaker.ts";
import type { Schedule } from "./schedule.ts";
import type { Subscription } from "./subscription.ts";

/** How far a side has been read. `position` belongs to the connector; `selection` says for which columns. */
export interface Cursor {
  readonly position: string;
  readonly selection: string;
  readonly at: Instant;
}

/** What a mapping remembers between runs: one item, changed once at the end of a run. */
export interface MappingState {
  readonly mapping: MappingName;
  readonly schedule: Schedule;
  readonly cursors: Readonly<Partial<Record<Side, Cursor>>>;
  /** Couplings as the jobs counted them; whatever walks through all of them sets it right. */
  readonly coupled: number;
  /** The job that was counted last: an end that is repeated after a crash counts once. */
  readonly countedJobId?: JobId | undefined;
  /** Absent as long as Business Central was not asked for notices. */
  readonly subscription?: Subscription | undefined;
  /** Absent as long as nothing was the matter. */
  readonly circuit?: Circuit | undefined;
  readonly revision: number;
}
