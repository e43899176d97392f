import { describe, expect, test } from "vitest";
import type { HistoryRef } from "../../lib/domain/ids.ts";
import type { HistoryEntry } from "../../lib/domain/job/history.ts";
import { anEntry, at, jobId, recordId } from "../store/samples.ts";
import { everyPage } from "./every-page.ts";
import type { TheStore } from "./the-store.ts";

const known = (ref: HistoryRef | undefined): HistoryRef => {
  if (ref === undefined) throw new Error("no place");
  return ref;
};

/** `count` changes of one record, one job each; answers the newest one's place. */
const changesOf = async (the: TheStore, record: number, count: number): Promise<HistoryRef> => {
  const { history } = the().store;
  let previous: HistoryRef | undefined;
  for (let change = 0; change < count; change += 1) {
    const entry = anEntry(record, { previous, title: `change ${change}`, jobId: jobId(change) });
    const others = Array.from({ length: 120 }, (_, other) => [anEntry(1000 + other)]);
    const refs = await history.append(jobId(change), [...others, [entry]], at(60));
    previous = known(refs.at(-1));
  }
  return known(previous);
};

export const historyContract = (the: TheStore): void => {
  describe("history", () => {
    test("an entry comes back as it was kept", async () => {
      const { history } = the().store;
      const full = anEntry(1, {
        requestedBy: "ida@adatum.example",
        message: "The name is too long.",
        changes: [
          { field: "name", from: null, to: true },
          { field: "limit", from: 1, to: "2.5" },
        ],
      });
      const { changes: _c, title: _t, dataverseId: _d, ...bare } = anEntry(2);
      const [first, second] = await history.append(jobId(1), [[full], [bare]], at(60));

      expect(await history.ofRecord(known(first), { limit: 5 })).toEqual({
        ok: true,
        value: { items: [full] },
      });
      expect(await history.ofRecord(known(second), { limit: 5 })).toEqual({
        ok: true,
        value: { items: [bare] },
      });
    });

    test("each group's newest entry is told; its entries name one another", async () => {
      const { history } = the().store;
      const before = (await history.append(jobId(0), [[anEntry(1, { title: "0" })]], at(60)))[0];
      const group = [anEntry(1, { title: "1", previous: before }), anEntry(1, { title: "2" })];
      const refs = await history.append(jobId(1), [[], group, [anEntry(2)]], at(60));

      expect(refs[0]).toBeUndefined();
      const record = await history.ofRecord(known(refs[1]), { limit: 10 });
      expect(record.ok && record.value.items.map(({ title }) => title)).toEqual(["2", "1", "0"]);
    });

    test("a job's entries are listed in the order they were kept, over many chunks", async () => {
      const { history } = the().store;
      const groups = Array.from({ length: 230 }, (_, number) => [anEntry(number)]);
      await history.append(jobId(1), groups, at(60));
      await history.append(jobId(1), [[anEntry(230)]], at(60));
      await history.append(jobId(2), [[anEntry(999)]], at(60));

      for (const limit of [1, 40, 100, 500]) {
        const pages = await everyPage((page) => history.ofJob(jobId(1), page), limit);
        expect(pages.flat().map(({ title }) => title)).toEqual(
          Array.from({ length: 231 }, (_, number) => anEntry(number).title),
        );
        expect(pages).toHaveLength(Math.ceil(231 / limit));
      }
      expect(await history.ofJob(jobId(3), { limit: 1 })).toEqual({
        ok: true,
        value: { items: [] },
      });
    });

    test("a step that is delivered twice keeps both accounts", async () => {
      const { history } = the().store;
      const [first] = await history.append(jobId(1), [[anEntry(1, { outcome: "failed" })]], at(60));
      await history.append(jobId(1), [[anEntry(1)]], at(60));

      const record = await history.ofRecord(known(first), { limit: 1 });
      expect(record.ok && record.value.items[0]?.outcome).toBe("failed");
      const job = await history.ofJob(jobId(1), { limit: 10 });
      expect(job.ok && job.value.items).toHaveLength(2);
    });

    test("a record's entries are walked newest first, page by page, over jobs and chunks", async () => {
      const newest = await changesOf(the, 1, 7);

      const pages = await everyPage((page) => the().store.history.ofRecord(newest, page), 3);

      expect(pages.map((page) => page.map(({ title }) => title))).toEqual([
        ["change 6", "change 5", "change 4"],
        ["change 3", "change 2", "change 1"],
        ["change 0"],
      ]);
    });

    test("the walk ends where retention removed older entries", async () => {
      const { store, clock } = the();
      const older = await changesOf(the, 1, 2);
      clock.passMinutes(61);
      const [newest] = await store.history.append(
        jobId(9),
        [[anEntry(1, { previous: older })]],
        at(120),
      );

      const record = await store.history.ofRecord(known(newest), { limit: 10 });
      expect(record.ok && record.value.items).toHaveLength(1);
      expect(await store.history.ofJob(jobId(0), { limit: 10 })).toEqual({
        ok: true,
        value: { items: [] },
      });
    });

    test("entries too large for one item are spread, and a text too long is cut", async () => {
      const { history } = the().store;
      const text = (size: number, series: number) =>
        Array.from({ length: size }, (_, number) => recordId(number, series)).join("");
      const withText = (number: number, size: number): HistoryEntry =>
        anEntry(number, { changes: [{ field: "notes", from: null, to: text(size, number) }] });
      const large = [0, 1, 2, 3].map((number) => withText(number, 12_000));
      const tooLarge = withText(4, 60_000);
      const refs = await history.append(
        jobId(1),
        [...large, tooLarge].map((one) => [one]),
        at(60),
      );

      for (const [number, entry] of large.entries()) {
        const record = await history.ofRecord(known(refs[number]), { limit: 1 });
        expect(record.ok && record.value.items).toEqual([entry]);
      }
      const cut = await history.ofRecord(known(refs[4]), { limit: 1 });
      expect(cut.ok && cut.value.items[0]?.changes?.[0]?.to).toBe(`${text(28, 4).slice(0, 1000)}…`);
    });

    test("a cursor of another job or another record is refused", async () => {
      const { history } = the().store;
      const newest = await changesOf(the, 1, 3);
      const other = await changesOf(the, 2, 3);
      const job = await history.ofJob(jobId(1), { limit: 1 });
      const record = await history.ofRecord(newest, { limit: 1 });
      const cursors = [job, record].map((page) => (page.ok && page.value.cursor) || "none");
      const bad = { ok: false, failure: "badCursor" };

      for (const cursor of [...cursors, "made.up"]) {
        expect(await history.ofJob(jobId(2), { limit: 1, cursor })).toEqual(bad);
        expect(await history.ofRecord(other, { limit: 1, cursor })).toEqual(bad);
      }
      expect((await history.ofRecord(newest, { limit: 1, cursor: cursors[1] })).ok).toBe(true);
    });
  });
};
