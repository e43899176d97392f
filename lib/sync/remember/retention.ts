import { type Instant, plusMinutes } from "../../domain/instant.ts";
import type { SyncApp } from "../context/sync-app.ts";

/** What people read back is kept for so long. */
export const keptUntil = ({ clock, settings }: Pick<SyncApp, "clock" | "settings">): Instant =>
  plusMinutes(clock.now(), settings.retentionDays * 24 * 60);
