import * as z from "zod/mini";
import { Instant, instantOf, plusMinutes } from "../../domain/instant.ts";
import type { AppRecord } from "../../domain/record.ts";

/** What a walk over a table without change tracking must know at its end. */
export const Mark = z.strictObject({
  /** Where the walk before this one ended. */
  since: z.optional(Instant),
  /** Dataverse's clock at this walk's first page. */
  started: z.optional(Instant),
  /** Newest stamp seen in this walk. */
  newest: z.optional(Instant),
});
export type Mark = z.infer<typeof Mark>;

export const startMark: Mark = {};

/**
 * A row gets its stamp when it is written and can be seen when its transaction commits, up to the
 * longest operation later; and stamps are whole seconds.
 */
const overlapMinutes = 10;

export const stampFilter = (since: Instant): string =>
  `$filter=modifiedon%20ge%20${plusMinutes(since, -overlapMinutes).slice(0, 19)}Z`;

export function withStampsOf(
  mark: Mark,
  records: readonly AppRecord[],
  serverTime: Instant | undefined,
): Mark {
  const newest = records.reduce((latest, { modifiedOn }) => later(latest, modifiedOn), mark.newest);
  return { ...mark, started: mark.started ?? serverTime, newest };
}

/**
 * Never later than the start of the walk, since a row may change behind the reading, and never back.
 * An empty table without a clock keeps the beginning of Dataverse's time.
 */
export function markAfter({ since, started, newest }: Mark): Instant {
  const seen = newest ?? since ?? started ?? earliest;
  const reached = started !== undefined && started < seen ? started : seen;
  return later(reached, since) ?? reached;
}

const earliest = instantOf(Date.UTC(1753, 0, 1));

const later = (one: Instant | undefined, two: Instant | undefined): Instant | undefined =>
  one === undefined || (two !== undefined && two > one) ? two : one;
