import { type ErrorAction, type ErrorKind, errorKinds } from "../../domain/error/error-item.ts";
import { allowsAction } from "../../domain/error/error-transitions.ts";
import type { ErrorId, MappingName } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ErrorFilter } from "../../ports/store.ts";
import type { LeftOut } from "../bulk-result.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";
import { unknownMapping } from "../paging.ts";
import { notAllowed } from "./select-by-id.ts";

export type ErrorSelection =
  | { readonly ids: readonly ErrorId[] }
  | { readonly filter: ErrorFilter }
  | { readonly all: true };

/** What an action on a filter comes to. */
export interface Counted {
  readonly mappings: readonly { readonly mapping: MappingName; readonly count: number }[];
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCount: number;
}

type Deps = Pick<ManageApp, "store">;

/**
 * Counted by kind, off the index: the items themselves are read by the job, and only the first of
 * those that are left out are read here to name them.
 */
export async function countByMapping(
  { store }: Deps,
  action: ErrorAction,
  selection: Exclude<ErrorSelection, { ids: unknown }>,
): Promise<Result<Counted, ManageFailure>> {
  const filter = "filter" in selection ? selection.filter : {};
  if (filter.kind !== undefined && !allowsAction(filter.kind, action)) {
    return declined("notAllowed", notAllowed(filter.kind, action));
  }
  const known = (await store.mappings.all()).map(({ mapping }) => mapping.name);
  if (filter.mapping !== undefined && !known.includes(filter.mapping)) {
    return unknownMapping("filter/mapping", filter.mapping);
  }
  const names = filter.mapping === undefined ? known : [filter.mapping];
  const kinds = filter.kind === undefined ? errorKinds : [filter.kind];
  const count = (kind: ErrorKind, mapping: MappingName): Promise<number> =>
    store.errors.count({ mapping, kind, status: filter.status });
  const sumOf = async (some: readonly ErrorKind[], mapping: MappingName): Promise<number> =>
    sum(await Promise.all(some.map((kind) => count(kind, mapping))));

  const allowed = kinds.filter((kind) => allowsAction(kind, action));
  const others = kinds.filter((kind) => !allowed.includes(kind));
  const counts = await Promise.all(
    names.map(async (mapping) => ({ mapping, count: await sumOf(allowed, mapping) })),
  );
  const leftOutCount = sum(await Promise.all(names.map((mapping) => sumOf(others, mapping))));
  return ok({
    mappings: counts.filter((each) => each.count > 0),
    leftOut: leftOutCount === 0 ? [] : await firstOf({ store }, action, filter, others),
    leftOutCount,
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

/** At most this number are named one by one. */
const mostNamed = 500;

async function firstOf(
  { store }: Deps,
  action: ErrorAction,
  filter: ErrorFilter,
  kinds: readonly ErrorKind[],
): Promise<readonly LeftOut[]> {
  const named: LeftOut[] = [];
  for (const kind of kinds) {
    const limit = mostNamed - named.length;
    if (limit === 0) break;
    const page = await store.errors.list({ ...filter, kind }, { limit });
    if (!page.ok) throw new Error("The list of errors refused to begin");
    named.push(...page.value.items.map(({ id }) => ({ id, reason: notAllowed(kind, action) })));
  }
  return named;
}
