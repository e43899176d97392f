import { epochOf, type Instant, plusMinutes, plusSeconds } from "../instant.ts";

/** Which table's changes are to be reported, and where to. */
export interface Subscribing {
  readonly table: string;
  readonly url: string;
}

/** What is known of the webhook that tells of a mapping's table in Business Central. */
export interface Subscription extends Subscribing {
  /** Absent while there is none: the table offers none, or it could not be made. */
  readonly id?: string | undefined;
  readonly expiresAt?: Instant | undefined;
  readonly askAgainAt: Instant;
}

/** A table that offers no webhooks may do so after an update; trouble with one is not urgent. */
const minutesUntilNextTry = 24 * 60;

export const isToBeAsked = (
  subscription: Subscription | undefined,
  wanted: Subscribing,
  now: Instant,
): boolean =>
  subscription === undefined || !isFor(subscription, wanted) || subscription.askAgainAt <= now;

export const isFor = (subscription: Subscribing, { table, url }: Subscribing): boolean =>
  subscription.table === table && subscription.url === url;

/**
 * Renewed at half its life. `toldAt` is the app's own time, `now` ours: only the difference between
 * two times of the app counts.
 */
export const subscribed = (
  wanted: Subscribing,
  { id, expiresAt }: { readonly id: string; readonly expiresAt: Instant },
  { now, toldAt }: { readonly now: Instant; readonly toldAt: Instant },
): Subscription => {
  const secondsLeft = (epochOf(expiresAt) - epochOf(toldAt)) / 1000;
  return { ...wanted, id, expiresAt, askAgainAt: plusSeconds(now, Math.max(0, secondsLeft / 2)) };
};

/** What there was before may still be reported until it expires. */
export const notSubscribed = (
  wanted: Subscribing,
  before: Subscription | undefined,
  now: Instant,
): Subscription => ({
  ...(before !== undefined && isFor(before, wanted) ? before : wanted),
  askAgainAt: plusMinutes(now, minutesUntilNextTry),
});
