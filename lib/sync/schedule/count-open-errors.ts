import { type ErrorKind, errorKinds } from "../../domain/error/error-item.ts";
import type { SyncApp } from "../context/sync-app.ts";

export interface ErrorsOfKind {
  readonly kind: ErrorKind;
  readonly count: number;
}

/** Of all mappings together, and only kinds that there are errors of. */
export async function countOpenErrors({
  store,
}: Pick<SyncApp, "store">): Promise<readonly ErrorsOfKind[]> {
  const counted = await Promise.all(
    errorKinds.map(async (kind) => ({ kind, count: await store.errors.count({ kind }) })),
  );
  return counted.filter(({ count }) => count > 0);
}
