import type { WireAnswer } from "./transport.ts";

const firstMs = 1_000;
const longestMs = 60_000;
/** No app shuts us out for longer; asking an hour later does no harm where the number was a mistake. */
const longestRetryAfterMs = 60 * 60_000;

/** 1 s, 2 s, 4 s … 60 s, each shortened at random by up to a half but never under 1 s. */
export function backOffMs(attempt: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** attempt);
  return Math.max(firstMs, Math.round(whole * (1 - random() / 2)));
}

/** The wait a `Retry-After` asks for, in seconds or as a date (then measured by the app's clock). */
export function retryAfterMs(answer: WireAnswer, now: number): number | undefined {
  const text = answer.headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  // "5, 10": sent twice. Whoever waits for the longer one keeps both.
  const parts = text.split(",").map((part) => part.trim());
  if (parts.every((part) => /^\d+(\.\d+)?$/.test(part))) {
    return withinReason(Math.ceil(Math.max(...parts.map(Number)) * 1_000));
  }
  const until = /^[a-z]{3}|^\d{4}-\d\d-\d\dT/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const appNow = Date.parse(answer.headers.get("date") ?? "");
  return withinReason(until - (Number.isNaN(appNow) ? now : appNow));
}

const withinReason = (milliseconds: number): number =>
  Math.min(longestRetryAfterMs, Math.max(firstMs, milliseconds));
