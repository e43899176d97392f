import type { ErrorAction, ErrorItem, ErrorKind } from "../../domain/error/error-item.ts";
import { nothingToUse } from "../../domain/error/error-messages.ts";
import { actionsOf, allowsAction, emptySideOf } from "../../domain/error/error-transitions.ts";
import type { ErrorId } from "../../domain/ids.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Side } from "../../domain/side.ts";
import type { LeftOut } from "../bulk-result.ts";
import type { ManageFailureCode } from "../failure-code.ts";
import type { ManageApp } from "../manage-app.ts";
import { declined, type ManageFailure } from "../manage-failure.ts";

/** Revisions of the items that a person was shown, by id. */
export type Seen = Readonly<Record<string, number>>;

export interface ChosenById {
  readonly items: readonly ErrorItem[];
  readonly leftOut: readonly LeftOut[];
}

/** What is to be done about the items, and whose data is to be used for it. */
export interface Choosing {
  readonly action: ErrorAction;
  readonly use?: Side | "merge" | undefined;
}

/** Named items as they are now. Of several, those that do not fit are left out; a single one is refused. */
export async function chosenById(
  { store }: Pick<ManageApp, "store">,
  action: Choosing,
  ids: readonly ErrorId[],
  seen: Seen = {},
): Promise<Result<ChosenById, ManageFailure>> {
  const unique = [...new Set(ids)];
  const found = await store.errors.get(unique);
  const [only] = unique.length === 1 ? found.values() : [];
  if (only !== undefined) return singleItem(only, action, seen);
  const judged = unique.map((id) => ({
    id,
    item: found.get(id),
    against: reasonAgainst(found.get(id), action, seen),
  }));
  return ok({
    items: judged.flatMap(({ item, against }) =>
      item === undefined || against !== undefined ? [] : [item],
    ),
    leftOut: judged.flatMap(({ id, against }) =>
      against === undefined ? [] : [{ id, ...against }],
    ),
  });
}

function singleItem(
  item: ErrorItem,
  action: Choosing,
  seen: Seen,
): Result<ChosenById, ManageFailure> {
  if (isChanged(item, seen)) return failed(changedMeanwhile(item));
  const against = reasonAgainst(item, action, seen);
  return against === undefined
    ? ok({ items: [item], leftOut: [] })
    : declined(against.code, against.reason);
}

const isChanged = ({ id, revision }: ErrorItem, seen: Seen): boolean =>
  (seen[id] ?? revision) !== revision;

export const changedMeanwhile = (item: ErrorItem): ManageFailure => ({
  code: "conflict",
  message: "The error changed since it was shown. Look at it as it is now, and decide again.",
  items: [item],
});

interface Against {
  readonly reason: string;
  readonly code: ManageFailureCode;
}

function reasonAgainst(
  item: ErrorItem | undefined,
  { action, use }: Choosing,
  seen: Seen,
): Against | undefined {
  if (item === undefined) return { reason: noSuchError, code: "notFound" };
  if (!actionsOf(item).includes(action)) {
    return { reason: notAllowed(item.kind, action), code: "notAllowed" };
  }
  const empty = emptySideOf(item);
  if (empty !== undefined && use === empty) {
    return { reason: nothingToUse(empty), code: "notAllowed" };
  }
  return isChanged(item, seen) ? { reason: changedSince, code: "conflict" } : undefined;
}

const noSuchError = "There is no such error. It may have been resolved.";
const changedSince = "It changed since it was shown. Look at it again.";

export function notAllowed(kind: ErrorKind, action: ErrorAction): string {
  if (allowsAction(kind, action)) return "The record is not coupled.";
  return kind === "ambiguousMatch" ? coupleByHand : reasons[action](kind);
}

const coupleByHand =
  "It is not certain which records belong together (ambiguousMatch). Couple them by hand, or retry.";

const reasons: Readonly<Record<ErrorAction, (kind: ErrorKind) => string>> = {
  retry: (kind) =>
    `Trying again does not help (${kind}). Restore or delete the record, or remove the coupling.`,
  synchronize: (kind) => `There are no two records to choose between (${kind}).`,
  restore: (kind) => `No record was deleted (${kind}).`,
  delete: (kind) => `No record was deleted (${kind}): both would be lost.`,
  "remove-coupling": (kind) => `There is no coupling to remove (${kind}).`,
};
