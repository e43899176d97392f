import { describe, expect, test } from "vitest";
import {
  aMapping,
  anIntent,
  aState,
  at,
  customer,
  jobId,
  recordId,
  vendor,
} from "../store/samples.ts";
import type { TheStore } from "./the-store.ts";

export const smallStoresContract = (the: TheStore): void => {
  describe("mappings", () => {
    test("mappings are kept by name, under their revision", async () => {
      const { mappings } = the().store;
      const changed = { ...aMapping(), enabled: false };

      expect(await mappings.get(customer)).toBeUndefined();
      expect(await mappings.save(aMapping(vendor), 0)).toBe("saved");
      expect(await mappings.save(aMapping(), 0)).toBe("saved");
      expect(await mappings.save(changed, 0)).toBe("stale");
      expect(await mappings.save(changed, 1)).toBe("saved");
      expect(await mappings.save(aMapping(), 1)).toBe("stale");
      expect(await mappings.get(customer)).toEqual({ mapping: changed, revision: 2 });
      expect(await mappings.all()).toEqual([
        { mapping: changed, revision: 2 },
        { mapping: aMapping(vendor), revision: 1 },
      ]);
    });

    test("a mapping is removed under the revision that was read", async () => {
      const { mappings } = the().store;
      await mappings.save(aMapping(), 0);

      expect(await mappings.remove(customer, 2)).toBe("stale");
      expect(await mappings.remove(customer, 1)).toBe("saved");
      expect(await mappings.remove(customer, 1)).toBe("stale");
      expect(await mappings.all()).toEqual([]);
    });
  });

  describe("mapping states", () => {
    test("a state comes back as it was saved, and changes under its revision", async () => {
      const { states } = the().store;
      const {
        nextRunAt: _n,
        lastRunAt: _l,
        inactivityTimeoutMinutes: _i,
        ...rest
      } = aState().schedule;
      const other = aState({
        mapping: vendor,
        schedule: { ...rest, mapping: vendor, status: "error", message: "No access." },
        cursors: {},
      });

      expect(await states.save(aState())).toBe("saved");
      expect(await states.save(other)).toBe("saved");
      expect(await states.save(aState())).toBe("stale");
      expect(await states.save(aState({ revision: 1, coupled: 7 }))).toBe("saved");
      expect(await states.get(customer)).toEqual(aState({ revision: 2, coupled: 7 }));
      expect(await states.all()).toEqual([
        aState({ revision: 2, coupled: 7 }),
        { ...other, revision: 1 },
      ]);
    });
  });

  test("a state keeps what it was woken from, and its subscription", async () => {
    const { states } = the().store;
    const { schedule } = aState();
    const woken = { at: at(1), before: { status: "onHoldInactive", nextRunAt: at(700) } } as const;
    const subscription = {
      table: "v2.0/customers",
      url: "https://tandem.example/v1/notices/business-central",
      id: "4b2f0a4e9d7c4c1ba0fd2a5a7c5e1f10",
      expiresAt: at(3 * 24 * 60),
      askAgainAt: at(1.5 * 24 * 60),
    };
    const state = aState({ schedule: { ...schedule, woken }, subscription });

    await states.save(state);

    expect(await states.get(customer)).toEqual({ ...state, revision: 1 });
  });

  describe("intents", () => {
    test("an intent is open until it is removed, its numbers kept to the digit", async () => {
      const { intents } = the().store;
      const [first, second] = [anIntent(3), anIntent(1, { round: 1 })];
      await intents.put(first);
      await intents.put(second);
      await intents.put(anIntent(1, { mapping: vendor, jobId: jobId(1, vendor) }));

      expect(await intents.open(customer)).toEqual([first, second]);
      await intents.remove(first);
      expect(await intents.open(customer)).toEqual([second]);
    });

    test("an intent too large for one item is spread, and removed as a whole", async () => {
      const { intents } = the().store;
      const { creates } = anIntent(1500);
      const long = creates.map((create, number) => ({
        ...create,
        fields: { notes: Array.from({ length: 14 }, (_, part) => recordId(number, part)).join("") },
      }));
      const large = anIntent(0, { creates: long });
      await intents.put(large);

      expect(await intents.open(customer)).toEqual([large]);
      await intents.remove(large);
      expect(await intents.open(customer)).toEqual([]);
    });
  });

  describe("app health", () => {
    test("the last word about each app is kept", async () => {
      const { apps } = the().store;
      const slow = {
        ...({ side: "dataverse", reachable: true, at: at(1) } as const),
        throttledUntil: at(2),
        message: "Too many requests",
      };
      await apps.save({ side: "businessCentral", reachable: false, at: at(0) });
      await apps.save({ side: "businessCentral", reachable: true, at: at(1) });
      await apps.save(slow);

      expect(await apps.all()).toEqual([
        { side: "businessCentral", reachable: true, at: at(1) },
        slow,
      ]);
    });
  });

  describe("idempotency keys", () => {
    const request = { key: "a1", content: "c1" };
    const answer = { status: 202, headers: { location: "/v1/jobs/1" }, body: "{}" };

    test("the first use of a key gets the claim, a second one meanwhile does not", async () => {
      const { keys } = the().store;

      expect(await keys.claim(request)).toEqual({ kind: "claimed", since: the().clock.now() });
      expect(await keys.claim(request)).toEqual({ kind: "inProgress" });
      expect((await keys.claim({ key: "a2", content: "c1" })).kind).toBe("claimed");
    });

    test("of many at the same moment exactly one gets the claim", async () => {
      const { keys } = the().store;

      const claims = await Promise.all(Array.from({ length: 20 }, () => keys.claim(request)));

      expect(claims.filter(({ kind }) => kind === "claimed")).toHaveLength(1);
      expect(claims.filter(({ kind }) => kind === "inProgress")).toHaveLength(19);
    });

    test("a kept answer comes back for a day; other content is refused", async () => {
      const { store, clock } = the();
      await store.keys.claim(request);
      await store.keys.keep(request, clock.now(), answer);

      expect(await store.keys.claim(request)).toEqual({ kind: "answered", answer });
      expect(await store.keys.claim({ ...request, content: "c2" })).toEqual({
        kind: "otherContent",
      });
      clock.passMinutes(24 * 60 - 1);
      expect((await store.keys.claim(request)).kind).toBe("answered");
      clock.passMinutes(2);
      expect(await store.keys.claim({ ...request, content: "c2" })).toEqual({
        kind: "claimed",
        since: clock.now(),
      });
    });

    test("a claim that was released, or that nobody works on any more, is given again, since its first use", async () => {
      const { store, clock } = the();
      const since = clock.now();
      await store.keys.claim(request);
      clock.passMinutes(0.5);
      await store.keys.release(request, since);

      expect(await store.keys.claim(request)).toEqual({ kind: "claimed", since });
      clock.passMinutes(2);
      expect(await store.keys.claim(request)).toEqual({ kind: "claimed", since });
      expect(await store.keys.claim(request)).toEqual({ kind: "inProgress" });
    });
  });
};
