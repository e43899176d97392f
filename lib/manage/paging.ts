import type { MappingName } from "../domain/ids.ts";
import { failed, ok, type Result } from "../domain/result.ts";
import type { ListAnswer, Page, PageRequest } from "../ports/store.ts";
import { invalid, type ManageFailure } from "./manage-failure.ts";

/** A list as people get it: a cursor that is not ours is a mistake in the request. */
export const listed = <T>(answer: ListAnswer<T>): Result<Page<T>, ManageFailure> =>
  answer.ok
    ? ok(answer.value)
    : invalid([
        {
          path: "cursor",
          message: "This cursor was changed, or is another list's. Start again without a cursor.",
        },
      ]);

/** That a mapping has none of them is an answer, unless there is no such mapping. */
export const listedOf = <T>(
  answer: ListAnswer<T>,
  mapping: MappingName | undefined,
  known: readonly MappingName[],
): Result<Page<T>, ManageFailure> =>
  mapping !== undefined && answer.ok && answer.value.items.length === 0 && !known.includes(mapping)
    ? unknownMapping("mapping", mapping)
    : listed(answer);

export const unknownMapping = (path: string, mapping: MappingName) =>
  invalid([{ path, message: `There is no mapping ${mapping}.` }]);

/** A page of what is read in one go anyway; the cursor is the name of the last one shown. */
export function pageByName<T>(
  all: readonly T[],
  nameOf: (one: T) => MappingName,
  { limit, cursor }: PageRequest,
): ListAnswer<T> {
  const after = cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString();
  const start = after === undefined ? 0 : all.findIndex((one) => nameOf(one) === after) + 1;
  if (after !== undefined && start === 0) return failed("badCursor");
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  if (last === undefined || start + limit >= all.length) return ok({ items });
  return ok({ items, cursor: Buffer.from(nameOf(last)).toString("base64url") });
}
