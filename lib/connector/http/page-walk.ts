import * as z from "zod/mini";

/** How far a walk from page to page has come. */
export const PageWalk = z.strictObject({
  pages: z.int(),
  /** A link that was followed some pages ago. */
  mark: z.string(),
});
export type PageWalk = z.infer<typeof PageWalk>;

/** More than any table has, at a thousand rows a page. */
const mostPages = 100_000;

/**
 * The walk with one more link followed, or undefined where it goes round in a circle. The link of every
 * page 1, 2, 4, 8 … is kept: whatever the length of a circle, one of them comes again (Brent).
 */
export function followed(
  walk: PageWalk | undefined,
  from: string,
  to: string,
): PageWalk | undefined {
  const pages = (walk?.pages ?? 0) + 1;
  const mark = walk?.mark ?? from;
  if (to === mark || to === from || pages > mostPages) return undefined;
  return { pages, mark: Number.isInteger(Math.log2(pages)) ? to : mark };
}

export const goesInCircles =
  "its pages lead round in a circle, or there are more of them than a table can have";
