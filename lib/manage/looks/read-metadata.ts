import { type Instant, plusMinutes } from "../../domain/instant.ts";
import type { TableRef } from "../../domain/metadata/table-description.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Side } from "../../domain/side.ts";
import type { Kept } from "../../ports/looks.ts";
import type { ManageFailure } from "../manage-failure.ts";
import { type LookDeps, type LookResult, look } from "./look.ts";

/** What was read within a day is answered as it is, unless somebody asks for it anew. */
export interface HowFresh {
  readonly refresh: boolean;
  /** How long the app is waited for where it has to be asked. */
  readonly milliseconds: number;
}

type Read = Promise<Result<LookResult, ManageFailure>>;

export async function readTables(
  app: LookDeps,
  side: Side,
  { refresh, milliseconds }: HowFresh,
): Read {
  const kept = refresh ? undefined : await app.store.descriptions.tables(side);
  return isFresh(kept, app.clock.now())
    ? ok({ kind: "found", found: { kind: "tables", items: [...kept.content] } })
    : look(app, { kind: "tables", app: side }, milliseconds);
}

export async function readTable(
  app: LookDeps,
  side: Side,
  table: TableRef,
  { refresh, milliseconds }: HowFresh,
): Read {
  const kept = refresh ? undefined : await app.store.descriptions.table(side, table);
  return isFresh(kept, app.clock.now())
    ? ok({ kind: "found", found: { kind: "table", description: kept.content } })
    : look(app, { kind: "table", app: side, table }, milliseconds);
}

const freshMinutes = 24 * 60;

const isFresh = <T>(kept: Kept<T> | undefined, now: Instant): kept is Kept<T> =>
  kept !== undefined && plusMinutes(kept.readAt, freshMinutes) > now;
