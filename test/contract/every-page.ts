import type { ListAnswer, PageRequest } from "../../lib/ports/store.ts";

/** Walks a list to its end. */
export const everyPage = async <T>(
  list: (page: PageRequest) => Promise<ListAnswer<T>>,
  limit: number,
): Promise<readonly (readonly T[])[]> => {
  const pages: (readonly T[])[] = [];
  let cursor: string | undefined;
  do {
    const answer: ListAnswer<T> = await list({ limit, cursor });
    if (!answer.ok) throw new Error(answer.failure);
    pages.push(answer.value.items);
    cursor = answer.value.cursor;
  } while (cursor !== undefined);
  return pages;
};
