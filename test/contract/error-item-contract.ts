import { describe, expect, test } from "vitest";
import { type ErrorItem, errorKinds, errorStatuses } from "../../lib/domain/error/error-item.ts";
import { couplingIdOf, HistoryRef } from "../../lib/domain/ids.ts";
import { anError, at, customer, jobId, recordId, vendor } from "../store/samples.ts";
import { everyPage } from "./every-page.ts";
import type { TheStore } from "./the-store.ts";

/** 72 of them: every kind and status in both mappings, in no order of time. */
const manyErrors = (): readonly ErrorItem[] =>
  [customer, vendor].flatMap((mapping, mappingNumber) =>
    errorKinds.flatMap((kind, kindNumber) =>
      errorStatuses.flatMap((status, statusNumber) =>
        [0, 1].map((copy) => {
          const number = mappingNumber + 2 * (kindNumber + 9 * (statusNumber + 2 * copy));
          return anError((number * 31) % 72, { mapping, kind, status });
        }),
      ),
    ),
  );

const newestFirst = (errors: readonly ErrorItem[]): readonly string[] =>
  [...errors]
    .toSorted((one, other) => (one.firstFailedAt < other.firstFailedAt ? 1 : -1))
    .map(({ id }) => id);

export const errorItemContract = (the: TheStore): void => {
  describe("error items", () => {
    test("an error item comes back as it was saved, under revision 1", async () => {
      const { errors } = the().store;
      const full = anError(1, {
        kind: "dependencyMissing",
        status: "retrying",
        couplingId: couplingIdOf(customer, recordId(1, 1)),
        sides: {
          businessCentral: {
            id: recordId(1, 1),
            exists: true,
            title: "Adatum",
            modifiedOn: at(1),
          },
          dataverse: { id: recordId(1, 2), exists: false },
        },
        fields: [
          { field: "name", base: null, businessCentral: "A", dataverse: "B", conflict: true },
          { field: "limit", businessCentral: 1, dataverse: false, conflict: false },
        ],
        waitsFor: [{ mapping: vendor, side: "businessCentral", by: "key", ref: "V1" }],
        candidates: [recordId(5, 2)],
        history: HistoryRef.parse(`${jobId(1)}/x/1`),
        retryRequested: true,
        assignee: "ida@adatum.com",
        note: "Asked sales.",
        edits: [{ at: at(2), by: "ida@adatum.com", assignee: "ida@adatum.com", note: null }],
      });

      expect(await errors.save([full, anError(2)])).toEqual(["saved", "saved"]);
      const found = await errors.get([full.id, anError(2).id, anError(3).id, full.id]);
      expect([...found]).toHaveLength(2);
      expect(found.get(full.id)).toEqual({ ...full, revision: 1 });
      expect(found.get(anError(2).id)).toEqual({ ...anError(2), revision: 1 });
    });

    test("a change needs the revision that was read, a new item that there is none", async () => {
      const { errors } = the().store;
      await errors.save([anError(1)]);
      const next = { ...anError(1), revision: 1, occurrences: 2 };

      expect(await errors.save([anError(1)])).toEqual(["stale"]);
      expect(await errors.save([next, anError(2)])).toEqual(["saved", "saved"]);
      expect(await errors.save([next])).toEqual(["stale"]);
      expect((await errors.get([next.id])).get(next.id)).toEqual({ ...next, revision: 2 });
    });

    test("a list is newest first, whole and without repeats, for every filter", async () => {
      const { errors } = the().store;
      const many = manyErrors();
      await errors.save(many);

      for (const mapping of [undefined, vendor]) {
        for (const kind of [undefined, "locked"] as const) {
          for (const status of [undefined, "skipped"] as const) {
            const filter = { mapping, kind, status };
            const expected = many.filter(
              (error) =>
                (mapping === undefined || error.mapping === mapping) &&
                (kind === undefined || error.kind === kind) &&
                (status === undefined || error.status === status),
            );
            const pages = await everyPage((page) => errors.list(filter, page), 10);
            expect(pages.flat().map(({ id }) => id)).toEqual(newestFirst(expected));
            expect(pages).toHaveLength(Math.ceil(expected.length / 10));
          }
        }
      }
    });

    test("a page costs the same with ten times as many error items", async () => {
      const { store, meter } = the();
      const many = Array.from({ length: 400 }, (_, number) => anError(number));
      const costOfPage = async () => {
        await store.errors.list({}, { limit: 1 });
        meter.reset();
        const page = await store.errors.list({}, { limit: 10 });
        expect(page.ok && page.value.items).toHaveLength(10);
        return meter.taken();
      };

      await store.errors.save(many.slice(0, 40));
      const few = await costOfPage();
      await store.errors.save(many.slice(40));
      const afterwards = await costOfPage();

      expect(afterwards.readRequests).toBe(few.readRequests);
      expect(afterwards.readUnits).toBeLessThanOrEqual(few.readUnits * 1.1);
    });

    test("a search finds part of a title or of the message, whatever the letters' case, with the other filters", async () => {
      const { errors } = the().store;
      const some = [
        anError(1, { sides: { businessCentral: { title: "Ægir Æventyr" }, dataverse: {} } }),
        anError(2, { sides: { businessCentral: {}, dataverse: { title: "Nordic ÆGIR" } } }),
        anError(3, { message: '"ægir" was refused.', mapping: vendor }),
        anError(4, { message: "Was refused." }),
      ];
      await errors.save(some);
      const found = async (filter: Parameters<typeof errors.list>[0]) =>
        (await everyPage((page) => errors.list(filter, page), 1)).flat().map(({ id }) => id);

      expect(await found({ search: "æGir" })).toEqual(newestFirst(some.slice(0, 3)));
      expect(await found({ search: "æGir", mapping: vendor })).toEqual(
        newestFirst(some.slice(2, 3)),
      );
      expect(await found({ search: "nobody" })).toEqual([]);
    });

    test("a search looks at 500 items for a page, however few it finds, and goes on with its cursor", async () => {
      const { store, meter } = the();
      const { errors } = store;
      const oldest = anError(0, { message: "The needle." });
      await errors.save([
        oldest,
        ...Array.from({ length: 1100 }, (_, number) => anError(number + 1)),
      ]);
      await errors.list({ search: "needle" }, { limit: 1 });
      meter.reset();

      const first = await errors.list({ search: "needle" }, { limit: 10 });

      if (!first.ok) throw new Error(first.failure);
      expect(first.value.items).toEqual([]);
      expect(first.value.looked).toBe(500);
      const { readRequests } = meter.taken();
      const pages = await everyPage((page) => errors.list({ search: "needle" }, page), 10);
      expect(pages.map(({ length }) => length)).toEqual([0, 0, 1]);
      expect(readRequests).toBeLessThan(200);
      const other = { limit: 10, cursor: first.value.cursor };
      expect((await errors.list({ search: "needles" }, other)).ok).toBe(false);
    });

    test("an error item of another kind leaves its old place in the lists", async () => {
      const { errors } = the().store;
      await errors.save([anError(1, { kind: "locked", status: "retrying" })]);
      await errors.save([{ ...anError(1, { kind: "rejected" }), revision: 1 }]);

      const locked = await errors.list({ kind: "locked" }, { limit: 10 });
      const rejected = await errors.list({ kind: "rejected" }, { limit: 10 });
      expect(locked.ok && locked.value.items).toEqual([]);
      expect(rejected.ok && rejected.value.items.map(({ id }) => id)).toEqual([anError(1).id]);
    });

    test("what is retrying or asked for is due, page by page, until it is not", async () => {
      const { errors } = the().store;
      const waiting = [1, 2, 3].map((number) =>
        anError(number, { kind: "locked", status: "retrying" }),
      );
      const asked = anError(4, { retryRequested: true });
      const elsewhere = anError(1, { mapping: vendor, kind: "locked", status: "retrying" });
      await errors.save([...waiting, asked, elsewhere, anError(5)]);

      const pages = await everyPage(
        async (page) => ({ ok: true, value: await errors.due(customer, page) }),
        3,
      );
      expect(pages.map(({ length }) => length)).toEqual([3, 1]);
      expect(pages.flat().map(({ id }) => id)).toEqual(
        [...waiting, asked].map(({ id }) => id).toSorted(),
      );

      await errors.save([{ ...asked, retryRequested: false, revision: 1 }]);
      await errors.remove(waiting);
      expect(await errors.due(customer, { limit: 10 })).toEqual({ items: [] });
    });

    test("error items are counted by mapping, kind and status, and gone when removed", async () => {
      const { errors } = the().store;
      const many = manyErrors();
      await errors.save(many);
      const skipped = { mapping: customer, status: "skipped" } as const;

      expect(await errors.count(skipped)).toBe(18);
      expect(await errors.count({ mapping: vendor, status: "retrying" })).toBe(18);
      expect(await errors.count({ mapping: customer })).toBe(36);
      expect(await errors.count({ ...skipped, kind: "locked" })).toBe(2);
      expect(await errors.count({ kind: "locked" })).toBe(8);
      await errors.remove(many.filter(({ mapping }) => mapping === customer));
      expect(await errors.count(skipped)).toBe(0);
      const left = await everyPage((page) => errors.list({}, page), 500);
      expect(left.flat()).toHaveLength(36);
      await errors.remove(many);
      await errors.remove([]);
    });

    test("an error item with texts too long for one item is kept with its texts cut", async () => {
      const { errors } = the().store;
      const text = Array.from({ length: 60_000 }, (_, number) => recordId(number, 3)).join("");
      const fields = [{ field: "notes", businessCentral: text, dataverse: "B", conflict: true }];

      expect(await errors.save([anError(1, { fields })])).toEqual(["saved"]);
      const kept = (await errors.get([anError(1).id])).get(anError(1).id);
      expect(kept?.fields?.[0]?.businessCentral).toBe(`${text.slice(0, 1000)}…`);
      expect(kept?.message).toBe(anError(1).message);
    });

    test("a cursor for another filter is refused", async () => {
      const { errors } = the().store;
      await errors.save([anError(1), anError(2)]);
      const page = await errors.list({ mapping: customer }, { limit: 1 });
      const cursor = (page.ok && page.value.cursor) || "none";

      const again = { limit: 1, cursor };
      expect((await errors.list({ mapping: customer }, again)).ok).toBe(true);
      for (const filter of [{}, { mapping: vendor }, { status: "skipped" } as const]) {
        expect(await errors.list(filter, again)).toEqual({ ok: false, failure: "badCursor" });
      }
    });
  });
};
