import { expect, test } from "vitest";
import { isFirstOfHour } from "../../../lib/runtime/measures/first-of-hour.ts";

test("of the events of an hour one is the first, at whatever second they come", () => {
  const minutes = Array.from({ length: 60 }, (_, minute) => String(minute).padStart(2, "0"));

  for (const second of ["00", "59"]) {
    const firsts = minutes.filter((minute) =>
      isFirstOfHour({ source: "aws.events", time: `2026-03-02T08:${minute}:${second}Z` }),
    );
    expect(firsts).toEqual(["00"]);
  }
});

test.each([undefined, {}, { time: "08:00" }, "2026-03-02T08:00:00Z"])(
  "%j is no event of the rule's",
  (event) => {
    expect(isFirstOfHour(event)).toBe(false);
  },
);
