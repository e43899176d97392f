import { expect, test } from "vitest";
import { JobId } from "../../../lib/domain/ids.ts";
import { Instant, plusMinutes } from "../../../lib/domain/instant.ts";
import {
  type Circuit,
  circuitAfter,
  closedBy,
  isOpen,
} from "../../../lib/domain/job/circuit-breaker.ts";

const now = Instant.parse("2026-11-23T10:00:00.000Z");
const jobOf = (number: number): JobId => JobId.parse(`CUSTOMER.0mwt0000${number}-run`);
const flood = { reason: "flood", message: "60 of 61 failed." } as const;
const failing = (number: number) => ({ jobId: jobOf(number), trouble: flood, gotThrough: false });
const through = (number: number) => ({ jobId: jobOf(number), gotThrough: true });
const neither = (number: number) => ({ jobId: jobOf(number), gotThrough: false });
const open: Circuit = { since: now, ...flood, jobId: jobOf(1) };
const later = plusMinutes(now, 5);

test("U1 records that fail in masses open it; that they still do keeps it open since then, with the last message", () => {
  expect(circuitAfter(undefined, failing(1), now)).toEqual(open);
  const again = { ...failing(2), trouble: { reason: "flood", message: "5 of 5." } as const };
  expect(circuitAfter(open, again, later)).toEqual({ ...open, message: "5 of 5." });
});

test("U1 a schedule that gives up makes of it a circuit of its own reason, open since before", () => {
  const trouble = { reason: "schedule", message: "Gave up." } as const;

  const worse = circuitAfter(open, { jobId: jobOf(9), trouble, gotThrough: false }, later);

  expect(worse).toEqual({ since: now, ...trouble, jobId: jobOf(9) });
  expect(circuitAfter(worse, failing(10), later)).toMatchObject({ reason: "schedule" });
});

test("U1 a schedule that gives up again, or floods while it has, changes no more than the message", () => {
  const gaveUp = (message: string) => ({ reason: "schedule", message }) as const;
  const first: Circuit = { since: now, ...gaveUp("Gave up."), jobId: jobOf(1) };
  const again = { jobId: jobOf(2), trouble: gaveUp("Gave up again."), gotThrough: false };

  expect(circuitAfter(first, again, later)).toEqual({ ...first, message: "Gave up again." });
  expect(circuitAfter(first, failing(2), later)).toEqual({ ...first, message: flood.message });
});

test("U2 a run that gets through closes it, one that fails otherwise does not", () => {
  const closed = circuitAfter(open, through(2), later);

  expect(isOpen(closed)).toBe(false);
  expect(closed?.closed).toEqual({ at: later, by: "run", jobId: jobOf(2) });
  expect(circuitAfter(open, neither(2), later)).toBe(open);
});

test("U2 where there is none, a run that gets through or does not leaves none", () => {
  expect(circuitAfter(undefined, through(1), now)).toBeUndefined();
  expect(circuitAfter(undefined, neither(1), now)).toBeUndefined();
  expect(isOpen(undefined)).toBe(false);
  expect(closedBy(undefined, "ann@tandem.example", now)).toBeUndefined();
});

test("U3 a person closes it, and the next job tells of it, whatever becomes of that", () => {
  const closed = closedBy(open, "ann@tandem.example", later);

  expect(isOpen(closed)).toBe(false);
  expect(circuitAfter(closed, neither(2), later)?.closed).toEqual({
    at: later,
    by: "person",
    requestedBy: "ann@tandem.example",
    jobId: jobOf(2),
  });
  expect(closedBy(closed, "bob@tandem.example", later)).toBe(closed);
});

test("U4 an end that is repeated changes nothing; the next job's forgets what was told", () => {
  const told = circuitAfter(open, through(2), later);

  expect(circuitAfter(told, through(2), later)).toBe(told);
  expect(circuitAfter(open, failing(1), now)).toEqual(open);
  expect(circuitAfter(told, through(3), later)).toBeUndefined();
  expect(circuitAfter(told, failing(3), later)).toMatchObject({ since: later, jobId: jobOf(3) });
});
