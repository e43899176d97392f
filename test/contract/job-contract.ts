import { describe, expect, test } from "vitest";
import { JobId } from "../../lib/domain/ids.ts";
import { aJob, at, customer, jobId, vendor } from "../store/samples.ts";
import { everyPage } from "./every-page.ts";
import type { TheStore } from "./the-store.ts";

const both = [customer, vendor];

export const jobContract = (the: TheStore): void => {
  describe("jobs", () => {
    test("a job comes back as it was created, under revision 1", async () => {
      const { jobs } = the().store;
      const full = aJob(1, {
        requestedBy: "ida@adatum.example",
        startedAt: at(1),
        finishedAt: at(2),
        message: "Business Central asked for patience.",
        progress: { done: 5, total: 10 },
        coupled: -2,
        request: { kind: "retry", errors: { kind: "locked", status: "skipped" } },
        checkpoint: { phase: "selectedErrors", next: 0, cursor: "x".repeat(3000), again: 1 },
        after: [jobId(0), jobId(0, vendor)],
        resumeAt: at(3),
        sentAt: at(4),
        cancelRequested: true,
        expiresAt: at(60),
      });

      expect(await jobs.create(full)).toBe("created");
      expect(await jobs.create(aJob(2))).toBe("created");
      expect(await jobs.get(full.id)).toEqual({ ...full, revision: 1 });
      expect(await jobs.get(jobId(2))).toEqual({ ...aJob(2), revision: 1 });
      expect(await jobs.get(jobId(3))).toBeUndefined();
    });

    test("a job is created once, and changed only under the revision that was read", async () => {
      const { jobs } = the().store;
      await jobs.create(aJob(1));
      const before = { ...aJob(1), revision: 1 };
      const after = { ...before, state: "running", step: 1 } as const;

      expect(await jobs.create(aJob(1, { type: "couple" }))).toBe("exists");
      expect(await jobs.update(before, after)).toBe("saved");
      expect(await jobs.update(before, { ...before, step: 9 })).toBe("stale");
      expect(await jobs.update({ ...aJob(5), revision: 1 }, aJob(5))).toBe("stale");
      expect(await jobs.get(after.id)).toEqual({ ...after, revision: 2 });
    });

    test("jobs of all mappings are listed newest first, page by page, by type and state", async () => {
      const { jobs } = the().store;
      const states = ["completed", "failed", "running"] as const;
      const many = Array.from({ length: 45 }, (_, number) =>
        aJob(number, {
          mapping: number % 4 === 0 ? vendor : customer,
          type: number % 5 === 0 ? "couple" : "synchronize",
          state: states[number % 3] ?? "running",
        }),
      );
      for (const job of many) await jobs.create(job);
      const filters = [
        {},
        { mapping: vendor },
        { type: "couple" },
        { state: "failed" },
        { mapping: customer, type: "synchronize", state: "running" },
      ] as const;

      for (const filter of filters) {
        const wanted = Object.entries(filter);
        const expected = many
          .filter((job) =>
            wanted.every(([name, value]) =>
              Object.entries(job).some(([own, held]) => own === name && held === value),
            ),
          )
          .map(({ id }) => id)
          .toReversed();
        const pages = await everyPage((page) => jobs.list(filter, both, page), 4);
        expect(pages.flat().map(({ id }) => id)).toEqual(expected);
        expect(pages).toHaveLength(Math.ceil(expected.length / 4));
      }
    });

    test("jobs of one moment in several mappings are neither repeated nor lost", async () => {
      const { jobs } = the().store;
      const many = [1, 2].flatMap((number) => both.map((mapping) => aJob(number, { mapping })));
      const longer = aJob(1, { id: JobId.parse(`${jobId(1)}0`) });
      for (const job of [...many, longer]) await jobs.create(job);

      const pages = await everyPage((page) => jobs.list({}, both, page), 1);

      expect(pages.flat().map(({ id }) => id)).toEqual([
        jobId(2, vendor),
        jobId(2),
        longer.id,
        jobId(1, vendor),
        jobId(1),
      ]);
    });

    test("open jobs are those that have not ended, oldest first", async () => {
      const { jobs } = the().store;
      const [queued, running] = [aJob(7), aJob(3, { mapping: vendor, state: "running" })];
      for (const job of [queued, running, aJob(5, { state: "failed" })]) await jobs.create(job);

      expect((await jobs.open()).map(({ id }) => id)).toEqual([running.id, queued.id]);
      await jobs.update({ ...running, revision: 1 }, { ...running, state: "completed" });
      expect((await jobs.open()).map(({ id }) => id)).toEqual([queued.id]);
    });

    test("retention hides an ended job, but never one that runs", async () => {
      const { store, clock } = the();
      await store.jobs.create(aJob(1, { state: "completed", expiresAt: at(10) }));
      await store.jobs.create(aJob(2, { state: "running", expiresAt: at(10) }));

      clock.passMinutes(11);

      expect(await store.jobs.get(jobId(1))).toBeUndefined();
      const list = await store.jobs.list({}, both, { limit: 10 });
      expect(list.ok && list.value.items.map(({ id }) => id)).toEqual([jobId(2)]);
      expect((await store.jobs.open()).map(({ id }) => id)).toEqual([jobId(2)]);
    });

    test("a cursor for another list is refused", async () => {
      const { jobs } = the().store;
      await jobs.create(aJob(1));
      await jobs.create(aJob(2));
      const page = await jobs.list({}, both, { limit: 1 });
      const cursor = (page.ok && page.value.cursor) || "none";

      const again = { limit: 1, cursor };
      expect((await jobs.list({}, both, again)).ok).toBe(true);
      for (const filter of [{ mapping: customer }, { type: "couple" } as const]) {
        expect(await jobs.list(filter, both, again)).toEqual({ ok: false, failure: "badCursor" });
      }
    });
  });
};
