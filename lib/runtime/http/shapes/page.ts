import * as z from "zod/mini";
import { ok } from "../../../domain/result.ts";
import type { Page } from "../../../ports/store.ts";

/** Only digits are a number here: `Number` takes "0x10", "1e2" and " 5" too. */
const numberIn = z.transform((text: unknown) =>
  typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : text,
);

/** What every list takes besides its filter. */
export const paging = {
  limit: z._default(z.pipe(numberIn, z.int().check(z.minimum(1), z.maximum(500))), 50),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(2000))),
};

/** Part of a text, whatever its letters' case. */
export const search = z.optional(z.string().check(z.trim(), z.minLength(2), z.maxLength(100)));

export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.optional(z.string()) });

/** A page answered with each item in its shape. */
export const pageReply = <T, Shown>({ items, cursor }: Page<T>, show: (item: T) => Shown) =>
  ok({ status: 200 as const, body: { items: items.map(show), cursor } });
