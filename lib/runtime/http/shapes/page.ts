import * as z from "zod/mini";
import { ok } from "../../../domain/result.ts";
import type { Page } from "../../../ports/store.ts";

/** What every list takes besides its filter. */
export const paging = {
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 50),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(2000))),
};

export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.optional(z.string()) });

/** A page answered with each item in its shape. */
export const pageReply = <T, Shown>({ items, cursor }: Page<T>, show: (item: T) => Shown) =>
  ok({ status: 200 as const, body: { items: items.map(show), cursor } });
