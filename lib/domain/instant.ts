import * as z from "zod/mini";

/** A moment in UTC as ISO 8601 with milliseconds: sorts as text, the same in the table, the API and the logs. */
export const Instant = z.iso.datetime({ precision: 3 }).brand<"Instant">();
export type Instant = z.infer<typeof Instant>;

export const instantOf = (epochMilliseconds: number): Instant => {
  const text = new Date(epochMilliseconds).toISOString();
  return isWithinFourDigitYears(text) ? text : Instant.parse(text);
};

/** `toISOString` prints all but years that no instant may have in the very form; every record has several. */
const isWithinFourDigitYears = (text: string): text is Instant => text.length === 24;

export const epochOf = (instant: Instant): number => Date.parse(instant);

export const plusSeconds = (instant: Instant, seconds: number): Instant =>
  instantOf(epochOf(instant) + seconds * 1000);

export const plusMinutes = (instant: Instant, minutes: number): Instant =>
  plusSeconds(instant, minutes * 60);
