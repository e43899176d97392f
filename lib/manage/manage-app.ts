import type { PerSide } from "../domain/side.ts";
import type { SyncApp } from "../sync/sync-app.ts";

/** What the use cases behind the API may touch: no app is ever called from here. */
export interface ManageApp extends Pick<SyncApp, "store" | "queue" | "clock" | "ids"> {
  /** The company root and the organisation root. */
  readonly addresses: PerSide<string>;
}
