import type { Instant } from "../../../../lib/domain/instant.ts";
import type { Value } from "../../../../lib/domain/record.ts";

export interface Format {
  readonly number: (value: number) => string;
  /** Day and time. */
  readonly moment: (at: Instant) => string;
  readonly time: (at: Instant) => string;
  /** Day of the week and time: for what is a day old at most. */
  readonly clock: (epoch: number) => string;
  /** "5 minutes ago", "in 2 hours". */
  readonly distance: (at: Instant, now: number) => string;
  /** "5 min. ago", for columns. */
  readonly shortDistance: (at: Instant, now: number) => string;
  /** A field's value as people write it; blank is an empty text. */
  readonly value: (value: Value) => string;
}

export function formatFor(locale: string): Format {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 10 });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short" });
  const times = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
  const clocks = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const distances = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const shortDistances = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const moment = (at: string): string => moments.format(new Date(at));
  return {
    number: (value) => numbers.format(value),
    moment,
    time: (at) => times.format(new Date(at)),
    clock: (epoch) => clocks.format(new Date(epoch)),
    distance: (at, now) => distances.format(...distanceOf((Date.parse(at) - now) / 1000)),
    shortDistance: (at, now) => shortDistances.format(...distanceOf((Date.parse(at) - now) / 1000)),
    value: (value) => {
      if (value === null) return "";
      if (typeof value === "number") return numbers.format(value);
      if (typeof value === "boolean") return value ? "✓" : "✗";
      if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return moment(value);
      return /^\d{4}-\d\d-\d\d$/.test(value) ? days.format(new Date(value)) : nameIn(value);
    },
  };
}

/** Of a reference to another record, `<key in Business Central>|<id in Dataverse>`, people know the key. */
function nameIn(value: string): string {
  const [, key] = /^(.+)[|][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(value) ?? [];
  return key ?? value;
}

type Unit = "second" | "minute" | "hour" | "day";

function distanceOf(seconds: number): readonly [count: number, unit: Unit] {
  const size = Math.abs(seconds);
  if (size < 60) return [Math.round(seconds), "second"];
  if (size < 3600) return [Math.round(seconds / 60), "minute"];
  return size < 86_400
    ? [Math.round(seconds / 3600), "hour"]
    : [Math.round(seconds / 86_400), "day"];
}
