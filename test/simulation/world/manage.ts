import type { PerSide } from "../../../lib/domain/side.ts";
import type { ManageApp } from "../../../lib/manage/manage-app.ts";
import type { SyncApp } from "../../../lib/sync/context/sync-app.ts";

/** The API's side of the system. Nobody in a story looks at an app through it. */
export const managing = (app: SyncApp, addresses: PerSide<string>): ManageApp => ({
  ...app,
  addresses,
  queue: {
    ...app.queue,
    sendLook: async () => {
      throw new Error("Nobody looks at an app in a story");
    },
  },
});
