import type { BusinessApps } from "../../ports/business-app.ts";
import type { Clock, Ids } from "../../ports/clock.ts";
import type { EventSink } from "../../ports/events.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { StepQueue } from "../../ports/queue.ts";
import type { Store } from "../../ports/store.ts";

/** Everything the worker's use cases may touch. Each function asks for the part that it uses. */
export interface SyncApp {
  readonly store: Store;
  readonly apps: BusinessApps;
  readonly queue: StepQueue;
  readonly events: EventSink;
  /** Absent where nobody counts. */
  readonly metrics?: Metrics | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: SyncSettings;
  /** Absent where no app could reach us. */
  readonly notices?: NoticeAddress | undefined;
}

/** Where Business Central is asked to tell of changes, and what its notices must bear. */
export interface NoticeAddress {
  readonly url: string;
  readonly secret: () => Promise<string>;
}

export interface SyncSettings {
  /** Days after which history and ended jobs are removed. */
  readonly retentionDays: number;
  /** Records of one step that are asked for by id (due error items, chosen records). */
  readonly recordsPerStep: number;
}

export const defaultSettings: SyncSettings = { retentionDays: 30, recordsPerStep: 500 };
