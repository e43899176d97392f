import type { PerSide } from "../domain/side.ts";
import type { LookQueue, StepQueue } from "../ports/queue.ts";
import type { Waiting } from "../ports/waiting.ts";
import type { SyncApp } from "../sync/context/sync-app.ts";

/** What the use cases behind the API may touch: no app is ever called from here. */
export interface ManageApp extends Pick<SyncApp, "store" | "clock" | "ids"> {
  readonly queue: StepQueue & LookQueue;
  /** The company root and the organisation root. */
  readonly addresses: PerSide<string>;
  /** Absent where nothing is waited for: work is answered as it was begun. */
  readonly waiting?: Waiting | undefined;
}
