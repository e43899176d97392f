import type { ErrorItem, FieldComparison } from "../../domain/error/error-item.ts";
import { errorKindTable } from "../../domain/error/error-kinds.ts";
import type { RefusedItem } from "../../domain/error/refused-item.ts";
import { appName, sides } from "../../domain/side.ts";
import type { PairWork, RequestedAction } from "../pair/pair.ts";

/** What a person is told who chose an item by name, and what was seen of it is not so any more. */
export function refusedOf({ asked, error, end, stored, done }: PairWork): RefusedItem | undefined {
  if (asked === undefined || !asked.byName) return undefined;
  switch (end?.kind) {
    case "refused":
      return { id: asked.id, message: end.message };
    case "skipped":
      return { id: asked.id, message: end.message ?? error?.message ?? "" };
    case "listed": {
      const { kind, message, comparison } = end.problem;
      const isNews = errorKindTable[kind].isAboutPair && (asked.isOutdated || kind !== error?.kind);
      const edited = asked.what === "delete" && asked.isOutdated ? editedSince : "";
      return isNews
        ? { id: asked.id, message: `${message}${newsOf(error, comparison)}${edited}` }
        : undefined;
    }
    case "uncoupled": {
      const isDone = done.some(({ outcome }) => outcome === "deleted");
      const message = isDone ? undefined : nothingLeft(asked, stored !== undefined);
      return message === undefined ? undefined : { id: asked.id, message };
    }
    case "settled":
    case "leftOut":
    case "unfinished":
    case undefined:
      return undefined;
  }
}

const editedSince =
  " The surviving record was edited since it was shown, so it was not deleted. Look at it as it is now, and decide again.";

/** Field by field what is otherwise than it was shown. */
function newsOf(
  error: ErrorItem | undefined,
  comparison: readonly FieldComparison[] | undefined,
): string {
  const before = new Map(error?.fields?.map((one) => [one.field, one]));
  const news = (comparison ?? []).flatMap((now) => {
    const then = before.get(now.field);
    if (then === undefined) return [];
    return sides
      .filter((side) => then[side] !== now[side])
      .map(
        (side) =>
          `${now.field} in ${appName[side]} from ${shown(then[side])} to ${shown(now[side])}`,
      );
  });
  return news.length === 0 ? "" : ` Changed since it was shown: ${news.join("; ")}.`;
}

const shown = (value: FieldComparison["base"]): string => JSON.stringify(value ?? null);

function nothingLeft({ what }: RequestedAction, wasCoupled: boolean): string | undefined {
  if (!wasCoupled) return "The record is gone or was uncoupled meanwhile: nothing is left to do.";
  return what === "restore"
    ? "Both records were deleted meanwhile: there is nothing to restore from, and the coupling was removed."
    : undefined;
}
