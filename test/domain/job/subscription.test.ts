import { expect, test } from "vitest";
import { Instant, plusMinutes } from "../../../lib/domain/instant.ts";
import {
  isFor,
  isToBeAsked,
  notSubscribed,
  subscribed,
} from "../../../lib/domain/job/subscription.ts";

const now = Instant.parse("2026-11-23T10:00:00.000Z");
const wanted = { table: "customers", url: "https://tandem.example/notice" };
const moved = { ...wanted, url: "https://elsewhere.example/notice" };
const expiresAt = plusMinutes(now, 60);

test("W13 a subscription is renewed at half its life, by the difference of the app's own times", () => {
  const skewed = { now: plusMinutes(now, 600), toldAt: now };

  expect(subscribed(wanted, { id: "1", expiresAt }, skewed)).toEqual({
    ...wanted,
    id: "1",
    expiresAt,
    askAgainAt: plusMinutes(now, 630),
  });
});

test("W13 one that is over when we hear of it is asked for again at once, not in the past", () => {
  const late = { now, toldAt: plusMinutes(now, 90) };

  expect(subscribed(wanted, { id: "1", expiresAt }, late).askAgainAt).toBe(now);
});

test("W13 one is asked for when there is none, when it is for something else, or when its time has come", () => {
  const had = { ...wanted, askAgainAt: plusMinutes(now, 30) };

  expect(isToBeAsked(undefined, wanted, now)).toBe(true);
  expect(isToBeAsked(had, wanted, now)).toBe(false);
  expect(isToBeAsked(had, wanted, plusMinutes(now, 30))).toBe(true);
  expect(isToBeAsked(had, moved, now)).toBe(true);
  expect(isToBeAsked(had, { ...wanted, table: "contacts" }, now)).toBe(true);
  expect(isFor(had, wanted)).toBe(true);
});

test("W13 a table that offers none is asked again a day later; what there was before is kept until then", () => {
  const before = subscribed(wanted, { id: "1", expiresAt }, { now, toldAt: now });
  const tomorrow = plusMinutes(now, 24 * 60);

  expect(notSubscribed(wanted, undefined, now)).toEqual({ ...wanted, askAgainAt: tomorrow });
  expect(notSubscribed(wanted, before, now)).toEqual({ ...before, askAgainAt: tomorrow });
  expect(notSubscribed(moved, before, now)).toEqual({ ...moved, askAgainAt: tomorrow });
});
