import type { MappingName } from "../../domain/ids.ts";
import { plusMinutes } from "../../domain/instant.ts";
import { firstSchedule } from "../../domain/job/schedule-transitions.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { checkMapping } from "../../domain/mapping-checks/check-mapping.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StoredMapping } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, invalid, type ManageFailure } from "../manage-failure.ts";

/** What the person knows of the mapping: that there is none, that there is one, or its revision. */
export type Expected = "none" | "any" | readonly number[];

export interface MappingChange {
  readonly name: MappingName;
  readonly mapping: TableMapping;
  readonly expected: Expected;
}

type Deps = Pick<ManageApp, "store" | "clock">;

/** Stores a mapping that makes sense among the others, unless somebody else changed it meanwhile. */
export async function changeMapping(
  app: Deps,
  { name, mapping, expected }: MappingChange,
): Promise<Result<StoredMapping, ManageFailure>> {
  if (mapping.name !== name) {
    const message = `The address says ${name}. A mapping cannot be renamed.`;
    return invalid([{ path: "name", message }]);
  }
  const all = await app.store.mappings.all();
  const stored = all.find((each) => each.mapping.name === name);
  if (!isAsExpected(stored, expected)) return declined("stale", staleMessage(name, stored));

  const faults = checkMapping(
    mapping,
    all.map((each) => each.mapping),
  );
  if (faults.length > 0) return invalid(faults);
  return storeMapping(app, mapping, stored?.revision ?? 0);
}

export const isAsExpected = (stored: StoredMapping | undefined, expected: Expected): boolean => {
  if (stored === undefined) return expected === "none";
  if (expected === "none") return false;
  return expected === "any" || expected.includes(stored.revision);
};

export const staleMessage = (name: MappingName, stored: StoredMapping | undefined): string =>
  stored === undefined
    ? `There is no mapping ${name}. To add it, send "If-None-Match: *".`
    : `Mapping ${name} is at revision ${stored.revision}. Read it again, and change that.`;

/** A new mapping gets its schedule; one that was there before keeps the old one. */
export async function storeMapping(
  { store: { mappings, states }, clock }: Deps,
  mapping: TableMapping,
  revision: number,
): Promise<Result<StoredMapping, ManageFailure>> {
  const { name } = mapping;
  if ((await mappings.save(mapping, revision)) === "stale") {
    return declined("stale", staleMessage(name, await mappings.get(name)));
  }
  if ((await states.get(name)) === undefined) {
    const schedule = firstSchedule(mapping, plusMinutes(clock.now(), 1));
    await states.save({ mapping: name, schedule, cursors: {}, coupled: 0, revision: 0 });
  }
  return ok({ mapping, revision: revision + 1 });
}
