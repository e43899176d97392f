import type { WireAnswer } from "./transport.ts";

const firstMs = 1_000;
const longestMs = 60_000;

/** 1 s, 2 s, 4 s … 60 s, each shortened at random by up to a half but never under 1 s. */
export function backOffMs(attempt: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** attempt);
  return Math.max(firstMs, Math.round(whole * (1 - random() / 2)));
}

/** The wait a `Retry-After` asks for, in seconds or as a date (then measured by the app's clock). */
export function retryAfterMs(answer: WireAnswer, now: number): number | undefined {
  const text = answer.headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.max(firstMs, Math.ceil(Number(text) * 1_000));
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  const appNow = Date.parse(answer.headers.get("date") ?? "");
  return Math.max(firstMs, until - (Number.isNaN(appNow) ? now : appNow));
}
