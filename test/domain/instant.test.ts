import { expect, test } from "vitest";
import { epochOf, Instant, instantOf, plusMinutes, plusSeconds } from "../../lib/domain/instant.ts";

const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

test("a moment is told in UTC with milliseconds, so that its text sorts as the moments do", () => {
  expect(instantOf(0)).toBe("1970-01-01T00:00:00.000Z");
  expect(instantOf(-1)).toBe("1969-12-31T23:59:59.999Z");
  expect(instantOf(last)).toBe("9999-12-31T23:59:59.999Z");
  expect(epochOf(instantOf(last))).toBe(last);
});

test("a moment in a year without four digits is a bug: it would sort among the first", () => {
  expect(() => instantOf(last + 1)).toThrow();
  expect(() => instantOf(Date.UTC(-1, 0))).toThrow();
});

test("seconds and minutes are added across the ends of days and years", () => {
  const evening = Instant.parse("2026-12-31T23:59:30.500Z");

  expect(plusSeconds(evening, 30.5)).toBe("2027-01-01T00:00:01.000Z");
  expect(plusMinutes(evening, -1440)).toBe("2026-12-30T23:59:30.500Z");
});

test.each(["2026-12-31", "2026-12-31T23:59:30Z", "2026-12-31T23:59:30.500+01:00", ""])(
  "%j is no moment",
  (text) => expect(Instant.safeParse(text).success).toBe(false),
);
