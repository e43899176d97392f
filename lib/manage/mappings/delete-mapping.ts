import type { MappingName } from "../../domain/ids.ts";
import { defaultMappings } from "../../domain/mapping/default-mappings/default-mappings.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { checkMapping } from "../../domain/mapping-checks/check-mapping.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StoredMapping } from "../../ports/store.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { type Expected, isAsExpected, staleMessage, storeMapping } from "./change-mapping.ts";
import { storedMapping } from "./find-mapping.ts";

export type MappingDeleted =
  | { readonly kind: "removed" }
  /** A shipped mapping is as it was shipped again. */
  | { readonly kind: "restored"; readonly stored: StoredMapping };

type Deps = Pick<ManageApp, "store" | "clock">;

export async function deleteMapping(
  app: Deps,
  { name, expected }: { readonly name: MappingName; readonly expected: Expected },
): Promise<Result<MappingDeleted, ManageFailure>> {
  const found = await storedMapping(app, name);
  if (!found.ok) return found;
  const stored = found.value;
  if (!isAsExpected(stored, expected)) return declined("stale", staleMessage(name, stored));

  const others = (await app.store.mappings.all())
    .map(({ mapping }) => mapping)
    .filter((mapping) => mapping.name !== name);
  const shipped = defaultMappings.find((mapping) => mapping.name === name);
  return shipped === undefined || isSame(shipped, stored.mapping)
    ? remove(app, stored, others)
    : restore(app, { shipped, revision: stored.revision }, others);
}

/** Both came through the schema, which puts the parts in one order. */
const isSame = (one: TableMapping, other: TableMapping): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

async function restore(
  app: Deps,
  { shipped, revision }: { readonly shipped: TableMapping; readonly revision: number },
  others: readonly TableMapping[],
): Promise<Result<MappingDeleted, ManageFailure>> {
  const [fault] = checkMapping(shipped, others);
  if (fault !== undefined) {
    const message = `The shipped ${shipped.name} does not fit the other mappings: ${fault.message}`;
    return declined("conflict", message);
  }
  const restored = await storeMapping(app, shipped, revision);
  return restored.ok ? ok({ kind: "restored", stored: restored.value }) : restored;
}

async function remove(
  app: Deps,
  { mapping, revision }: StoredMapping,
  others: readonly TableMapping[],
): Promise<Result<MappingDeleted, ManageFailure>> {
  const inTheWay = await whatNeeds(app, mapping, others);
  if (inTheWay !== undefined) return declined("conflict", inTheWay);
  const { name } = mapping;
  if ((await app.store.mappings.remove(name, revision)) === "stale") {
    return declined("stale", staleMessage(name, await app.store.mappings.get(name)));
  }
  return ok({ kind: "removed" });
}

async function whatNeeds(
  { store }: Deps,
  { name }: TableMapping,
  others: readonly TableMapping[],
): Promise<string | undefined> {
  const dependent = others.find((other) => refersTo(other, name));
  if (dependent !== undefined) {
    return `Mapping ${dependent.name} refers to ${name}. Change or delete ${dependent.name} first.`;
  }
  const job = (await store.jobs.open()).find(({ mapping }) => mapping === name);
  if (job !== undefined) return `Job ${job.id} of ${name} has not ended. Cancel it or wait.`;
  const couplings = await store.couplings.list({ mapping: name }, { limit: 1 });
  return couplings.ok && couplings.value.items.length > 0
    ? `Mapping ${name} has couplings. Remove them first, or disable the mapping instead.`
    : undefined;
}

const refersTo = ({ dependsOn, fields }: TableMapping, name: MappingName): boolean =>
  dependsOn.includes(name) ||
  fields.some((field) => field.kind === "lookup" && field.mapping === name);
