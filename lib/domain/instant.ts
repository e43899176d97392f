import * as z from "zod/mini";

/** A moment in UTC as ISO 8601 with milliseconds: sorts as text, the same in the table, the API and the logs. */
export const Instant = z.iso.datetime({ precision: 3 }).brand<"Instant">();
export type Instant = z.infer<typeof Instant>;

export const instantOf = (epochMilliseconds: number): Instant =>
  Instant.parse(new Date(epochMilliseconds).toISOString());

export const epochOf = (instant: Instant): number => Date.parse(instant);

export const plusSeconds = (instant: Instant, seconds: number): Instant =>
  instantOf(epochOf(instant) + seconds * 1000);

export const plusMinutes = (instant: Instant, minutes: number): Instant =>
  plusSeconds(instant, minutes * 60);
