import { failed, ok } from "../../domain/result.ts";
import type { ListAnswer, PageRequest } from "../../ports/store.ts";
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
  /** Few lines of the list belong to it: no more than `mostLooked` are looked at for a page. */
  readonly sparse?: boolean | undefined;
}

/** Lines that a search looks at for one page, whatever it finds. */
const mostLooked = 500;

export const listPage = async <T>({
  cursors,
  list,
  page,
  read,
  sparse = false,
}: ListRequest<T>): Promise<ListAnswer<T>> => {
  const start = page.cursor === undefined ? undefined : await cursors.open(list, page.cursor);
  if (page.cursor !== undefined && start === undefined) return failed("badCursor");
  const most = sparse ? (page.look ?? mostLooked) : undefined;
  const { items, next, looked } = await fillPage(read, start, page.limit, most);
  const found = sparse ? { items, looked } : { items };
  return ok(next === undefined ? found : { ...found, cursor: await cursors.sign(list, next) });
};

interface Filled<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  readonly looked: number;
}

/**
 * Reads on until the page is full and one more line is known, or the list ends; or until `most` lines
 * were looked at, which is a page too, however few items it has.
 */
export const fillPage = async <T>(
  read: ReadBehind<T>,
  start: string | undefined,
  limit: number,
  most = Number.POSITIVE_INFINITY,
): Promise<Filled<T>> => {
  const items: T[] = [];
  let last: string | undefined;
  let position = start;
  let looked = 0;
  do {
    const size = Math.max(limit + 1 - items.length, most === Number.POSITIVE_INFINITY ? 25 : 125);
    const batch: Batch<T> = await read(position, Math.min(size, most - looked));
    looked += batch.rows.length;
    for (const { at, item } of batch.rows) {
      if (item === undefined) continue;
      if (items.length === limit) return { items, next: last, looked };
      items.push(item);
      last = at;
    }
    position = batch.next;
  } while (position !== undefined && looked < most);
  return { items, next: position, looked };
};
