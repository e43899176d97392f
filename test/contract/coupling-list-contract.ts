import { describe, expect, test } from "vitest";
import { RecordId } from "../../lib/domain/ids.ts";
import { aCoupling, at, creationOf, customer, recordId, vendor } from "../store/samples.ts";
import { everyPage } from "./every-page.ts";
import type { TheStore } from "./the-store.ts";

export const couplingListContract = (the: TheStore): void => {
  describe("couplings", () => {
    test("a search finds part of a title or key, whatever the letters' case, 500 couplings a page", async () => {
      const { couplings } = the().store;
      const some = Array.from({ length: 520 }, (_, number) => aCoupling(number, { title: "Trey" }));
      const found = [
        aCoupling(1000, { title: "Ægir AS" }),
        aCoupling(1001, { key: "æg-1", status: "skipped" }),
      ];
      await couplings.save([...some, ...found].map(creationOf));
      const ids = async (status?: "skipped") => {
        const filter = { mapping: customer, status, search: "Æg" };
        const pages = await everyPage((page) => couplings.list(filter, page), 50);
        return { pages: pages.length, ids: pages.flat().map(({ id }) => id) };
      };

      expect(await ids()).toEqual({ pages: 2, ids: found.map(({ id }) => id).toSorted() });
      expect(await ids("skipped")).toEqual({ pages: 1, ids: [found[1]?.id] });
    });

    test("a list walks all couplings of the mapping, of a status if asked", async () => {
      const { couplings } = the().store;
      const statuses = ["active", "skipped", "retrying"] as const;
      const some = Array.from({ length: 60 }, (_, number) =>
        aCoupling(number, { status: statuses[number % 3] ?? "active" }),
      );
      await couplings.save([...some, aCoupling(1, { mapping: vendor })].map(creationOf));

      for (const status of [undefined, ...statuses]) {
        const expected = some.filter((one) => status === undefined || one.status === status);
        const pages = await everyPage(
          (page) => couplings.list({ mapping: customer, status }, page),
          7,
        );
        expect(pages.map(({ length }) => length)).toEqual(
          Array.from({ length: Math.ceil(expected.length / 7) }, (_, page) =>
            Math.min(7, expected.length - page * 7),
          ),
        );
        expect(pages.flat().map(({ id }) => id)).toEqual(expected.map(({ id }) => id).toSorted());
      }
    });

    test("a coupling that becomes active again leaves the list of skipped ones", async () => {
      const { couplings } = the().store;
      await couplings.save([creationOf(aCoupling(1, { status: "skipped" }))]);
      const before = { ...aCoupling(1, { status: "skipped" }), revision: 1 };
      const after = { ...before, status: "active" as const, lastSynchronizedAt: at(5) };

      await couplings.save([{ kind: "update", before, after }]);

      const list = await couplings.list({ mapping: customer, status: "skipped" }, { limit: 10 });
      expect(list).toEqual({ ok: true, value: { items: [] } });
    });

    test("a cursor that was changed, made up, or made for another list is refused", async () => {
      const { store, again } = the();
      await store.couplings.save([creationOf(aCoupling(1)), creationOf(aCoupling(2))]);
      const first = await store.couplings.list({ mapping: customer }, { limit: 1 });
      const cursor = (first.ok && first.value.cursor) || "none";
      const [position = "", proof = ""] = cursor.split(".");
      const elsewhere = Buffer.from(RecordId.parse(recordId(3))).toString("base64url");
      const list = (used: string, mapping = customer) =>
        again().couplings.list({ mapping }, { limit: 1, cursor: used });

      expect((await list(cursor)).ok).toBe(true);
      for (const bad of ["", "x", position, `${position}.`, `.${proof}`, `${elsewhere}.${proof}`]) {
        expect(await list(bad)).toEqual({ ok: false, failure: "badCursor" });
      }
      expect(await list(cursor, vendor)).toEqual({ ok: false, failure: "badCursor" });
      expect(
        await store.couplings.list({ mapping: customer, status: "active" }, { limit: 1, cursor }),
      ).toEqual({ ok: false, failure: "badCursor" });
    });
  });
};
