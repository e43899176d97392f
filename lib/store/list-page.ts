import { failed, ok } from "../domain/result.ts";
import type { ListAnswer, PageRequest } from "../ports/store.ts";
import type { ListCursors } from "./list-cursor.ts";

/** A line of a list and its position. `item` is absent where the line does not belong to the list. */
export interface Placed<T> {
  readonly at: string;
  readonly item: T | undefined;
}

export interface Batch<T> {
  readonly rows: readonly Placed<T>[];
  /** Position to go on from; absent at the end. */
  readonly next: string | undefined;
}

/** Reads about `limit` lines behind a position. */
export type ReadBehind<T> = (position: string | undefined, limit: number) => Promise<Batch<T>>;

export interface ListRequest<T> {
  readonly cursors: ListCursors;
  /** Names the list with its filter; a cursor of another list is refused. */
  readonly list: string;
  readonly page: PageRequest;
  readonly read: ReadBehind<T>;
}

export const listPage = async <T>({
  cursors,
  list,
  page,
  read,
}: ListRequest<T>): Promise<ListAnswer<T>> => {
  const start = page.cursor === undefined ? undefined : await cursors.open(list, page.cursor);
  if (page.cursor !== undefined && start === undefined) return failed("badCursor");
  const { items, next } = await fillPage(read, start, page.limit);
  return ok(next === undefined ? { items } : { items, cursor: await cursors.sign(list, next) });
};

/** Reads on until the page is full and one more line is known, or the list ends. */
export const fillPage = async <T>(
  read: ReadBehind<T>,
  start: string | undefined,
  limit: number,
): Promise<{ readonly items: readonly T[]; readonly next: string | undefined }> => {
  const items: T[] = [];
  let last: string | undefined;
  let position = start;
  do {
    const batch: Batch<T> = await read(position, Math.max(limit + 1 - items.length, 25));
    for (const { at, item } of batch.rows) {
      if (item === undefined) continue;
      if (items.length === limit) return { items, next: last };
      items.push(item);
      last = at;
    }
    position = batch.next;
  } while (position !== undefined);
  return { items, next: undefined };
};
