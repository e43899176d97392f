import { describe, expect, test } from "vitest";
import { type LookupRef, lookupRefKey } from "../../lib/domain/coupling.ts";
import { errorIdOf, RecordId } from "../../lib/domain/ids.ts";
import { couplingItem, couplingKey } from "../../lib/store/coupling-item.ts";
import { couplingsOf } from "../../lib/store/couplings.ts";
import type { ListCursors } from "../../lib/store/list-cursor.ts";
import type { Table } from "../../lib/store/table.ts";
import { aCoupling, aFormer, at, customer, recordId, vendor } from "../store/samples.ts";
import { everyPage } from "./every-page.ts";
import type { TheStore } from "./the-store.ts";

const customerByKey = { mapping: customer, side: "businessCentral", by: "key" } as const;

const noCursors: ListCursors = {
  sign: () => Promise.reject(new Error("No list is read here")),
  open: () => Promise.reject(new Error("No list is read here")),
};

/** The table of a process that dies instead of writing once more. */
function dyingAfter(table: Table, writes: number): Table {
  let left = writes;
  const written = <T>(write: () => Promise<T>): Promise<T> => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error("The process died")) : write();
  };
  return {
    ...table,
    put: (item, condition) => written(() => table.put(item, condition)),
    putMany: (items) => written(() => table.putMany(items)),
  };
}

const create = (coupling: ReturnType<typeof aCoupling>) => ({ kind: "create", coupling }) as const;

export const couplingContract = (the: TheStore): void => {
  describe("couplings", () => {
    test("a coupling comes back as it was saved, under revision 1", async () => {
      const { couplings } = the().store;
      const full = aCoupling(1, {
        unread: ["businessCentral", "dataverse"],
        status: "retrying",
        errorId: errorIdOf(customer, "businessCentral", recordId(1, 1)),
      });
      const { errorId: _e, lastJobId: _j, history: _h, lastSynchronizedAt: _l, ...rest } = full;
      const bare = {
        ...rest,
        id: aCoupling(2).id,
        businessCentralId: recordId(2, 1),
        dataverseId: recordId(2, 2),
        versions: {},
        unread: [],
        key: "",
        title: "",
        status: "skipped" as const,
      };

      expect(await couplings.save([create(full), create(bare)])).toEqual(["saved", "saved"]);
      expect(await couplings.get(full.id)).toEqual({ ...full, revision: 1 });
      expect(await couplings.get(bare.id)).toEqual({ ...bare, revision: 1 });
      expect(await couplings.get(aCoupling(3).id)).toBeUndefined();
    });

    test("couplings are found by either side's ids, more than one batch read at once", async () => {
      const { couplings } = the().store;
      const some = Array.from({ length: 130 }, (_, number) => aCoupling(number));
      await couplings.save(some.map(create));
      await couplings.save([create(aCoupling(0, { mapping: vendor }))]);

      for (const side of ["businessCentral", "dataverse"] as const) {
        const id = side === "dataverse" ? "dataverseId" : "businessCentralId";
        const asked = [...some, aCoupling(999)].map((coupling) => coupling[id]);
        const found = await couplings.bySide(customer, side, [...asked, ...asked]);
        expect([...found.keys()].toSorted()).toEqual(
          some.map((coupling) => coupling[id]).toSorted(),
        );
        expect(found.get(some[7]?.[id] ?? recordId(0))?.key).toBe("C00007");
      }
      expect(await couplings.bySide(customer, "dataverse", [])).toEqual(new Map());
    });

    test("links are found by id of either side and by key, over several mappings", async () => {
      const { couplings } = the().store;
      const one = aCoupling(1);
      const other = aCoupling(2, { mapping: vendor, key: "ÅÆ Ø/1" });
      await couplings.save([create(one), create(other)]);
      const refs: LookupRef[] = [
        { mapping: customer, side: "businessCentral", by: "id", ref: one.businessCentralId },
        { mapping: customer, side: "dataverse", by: "id", ref: one.dataverseId },
        { mapping: vendor, side: "businessCentral", by: "key", ref: "ÅÆ Ø/1" },
        { mapping: vendor, side: "businessCentral", by: "key", ref: "C00001" },
        { mapping: customer, side: "dataverse", by: "id", ref: other.dataverseId },
        { mapping: customer, side: "businessCentral", by: "key", ref: "" },
      ];

      const links = await couplings.links(refs);

      const found = refs.map((ref) => links.get(lookupRefKey(ref))?.businessCentralId);
      expect(found).toEqual([
        one.businessCentralId,
        one.businessCentralId,
        other.businessCentralId,
        undefined,
        undefined,
        undefined,
      ]);
      expect(links.size).toBe(3);
    });

    test("a repeat of the same pair is saved and changes nothing", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      await couplings.save([create(coupling)]);
      const again = { ...coupling, title: "Somebody else" };

      expect(await couplings.save([create(again)])).toEqual(["saved"]);
      expect(await couplings.get(coupling.id)).toEqual({ ...coupling, revision: 1 });
    });

    test("a pair with a record that is already coupled is taken, and leaves nothing", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      await couplings.save([create(coupling)]);
      const sameBusinessCentral = { ...coupling, dataverseId: recordId(9, 2) };
      const sameDataverse = aCoupling(8, { dataverseId: coupling.dataverseId });

      const answers = await couplings.save([create(sameBusinessCentral), create(sameDataverse)]);

      expect(answers).toEqual(["taken", "taken"]);
      expect(await couplings.get(sameDataverse.id)).toBeUndefined();
      expect(await couplings.get(coupling.id)).toEqual({ ...coupling, revision: 1 });
      const found = await couplings.bySide(customer, "dataverse", [
        coupling.dataverseId,
        sameBusinessCentral.dataverseId,
      ]);
      expect([...found.keys()]).toEqual([coupling.dataverseId]);
    });

    test("of two pairs with the same Dataverse record saved at once exactly one is kept", async () => {
      const { couplings } = the().store;
      const rivals = Array.from({ length: 6 }, (_, number) =>
        aCoupling(number, { dataverseId: recordId(99, 2) }),
      );

      const answers = await couplings.save(rivals.map(create));

      expect(answers.filter((answer) => answer === "saved")).toHaveLength(1);
      const kept = await couplings.list({ mapping: customer }, { limit: 10 });
      expect(kept.ok && kept.value.items.map(({ id }) => id)).toEqual([
        rivals[answers.indexOf("saved")]?.id,
      ]);
    });

    test("a create that died half way is completed by its repeat", async () => {
      const { store, table } = the();
      const coupling = aCoupling(1);
      await table.put(couplingItem(coupling));

      expect(await store.couplings.save([create(coupling)])).toEqual(["saved"]);
      const found = await store.couplings.bySide(customer, "dataverse", [coupling.dataverseId]);
      expect(found.size).toBe(1);
    });

    test("a coupling is never stored without what leads to it: a create may die at any write", async () => {
      const { store, table } = the();
      const before = store.couplings;
      for (let writes = 0; ; writes += 1) {
        const coupling = aCoupling(100 + writes);
        const saved = await couplingsOf(dyingAfter(table, writes), noCursors)
          .save([create(coupling)])
          .catch(() => "died" as const);
        const byBusinessCentral = await before.get(coupling.id);
        const byDataverse = await before.bySide(customer, "dataverse", [coupling.dataverseId]);
        const ref: LookupRef = { ...customerByKey, ref: coupling.key };
        const byKey = await before.links([ref]);
        expect([byDataverse.size, byKey.size]).toEqual(
          byBusinessCentral === undefined ? [0, 0] : [1, 1],
        );
        if (saved !== "died") break;
      }
    });

    test("what was coupled a moment ago is found, though reads are behind", async () => {
      const { store, table } = the();
      const coupling = aCoupling(1);
      await store.couplings.save([create(coupling)]);
      const behind: Table = {
        ...table,
        getMany: (keys, read) =>
          read === "consistent" ? table.getMany(keys, read) : Promise.resolve([]),
      };
      const { bySide } = couplingsOf(behind, noCursors);

      for (const side of ["businessCentral", "dataverse"] as const) {
        const found = await bySide(customer, side, [coupling[`${side}Id`]]);
        expect(found.get(coupling[`${side}Id`])?.id).toBe(coupling.id);
      }
    });

    test("a remove that died half way leaves no claim on the other record", async () => {
      const { store, table } = the();
      const before = aCoupling(1);
      await store.couplings.save([create(before)]);
      await table.remove(couplingKey(customer, before.businessCentralId));
      const next = aCoupling(2, { dataverseId: before.dataverseId, key: before.key });

      expect((await store.couplings.bySide(customer, "dataverse", [before.dataverseId])).size).toBe(
        0,
      );
      expect(await store.couplings.save([create(next)])).toEqual(["saved"]);
      const found = await store.couplings.bySide(customer, "dataverse", [before.dataverseId]);
      expect(found.get(before.dataverseId)?.id).toBe(next.id);
    });

    test("an update needs the revision that was read; the later one is stale", async () => {
      const { couplings } = the().store;
      await couplings.save([create(aCoupling(1))]);
      const before = { ...aCoupling(1), revision: 1 };
      const change = (title: string) =>
        ({ kind: "update", before, after: { ...before, title } }) as const;

      expect(await couplings.save([change("first")])).toEqual(["saved"]);
      expect(await couplings.save([change("second")])).toEqual(["stale"]);
      expect(await couplings.get(before.id)).toEqual({ ...before, title: "first", revision: 2 });
    });

    test("a changed key is found under its new name only, even when two swap theirs", async () => {
      const { couplings } = the().store;
      const [one, other] = [aCoupling(1), aCoupling(2)];
      await couplings.save([create(one), create(other)]);
      const renamed = (coupling: typeof one, key: string) => {
        const before = { ...coupling, revision: 1 };
        return { kind: "update", before, after: { ...before, key } } as const;
      };
      const ref = (key: string): LookupRef => ({
        mapping: customer,
        side: "businessCentral",
        by: "key",
        ref: key,
      });

      const answers = await couplings.save([renamed(one, other.key), renamed(other, one.key)]);

      expect(answers).toEqual(["saved", "saved"]);
      const links = await couplings.links([ref(one.key), ref(other.key)]);
      expect([...links.values()].map(({ businessCentralId }) => businessCentralId)).toEqual([
        other.businessCentralId,
        one.businessCentralId,
      ]);
    });

    test("a stale update leaves the key where it was", async () => {
      const { couplings } = the().store;
      const [one, other] = [aCoupling(1), aCoupling(2)];
      await couplings.save([create(one), create(other)]);
      const before = { ...one, revision: 7 };
      const ref: LookupRef = {
        mapping: customer,
        side: "businessCentral",
        by: "key",
        ref: other.key,
      };

      const answers = await couplings.save([
        { kind: "update", before, after: { ...before, key: other.key } },
      ]);

      expect(answers).toEqual(["stale"]);
      const link = (await couplings.links([ref])).get(lookupRefKey(ref));
      expect(link?.businessCentralId).toBe(other.businessCentralId);
    });

    test("a restored record takes the old one's place in the pair", async () => {
      const { couplings } = the().store;
      await couplings.save([create(aCoupling(1))]);
      const before = { ...aCoupling(1), revision: 1 };
      const after = { ...before, dataverseId: recordId(50, 2) };

      expect(await couplings.save([{ kind: "update", before, after }])).toEqual(["saved"]);
      const ids = [before.dataverseId, after.dataverseId];
      const found = await couplings.bySide(customer, "dataverse", ids);
      expect([...found.keys()]).toEqual([after.dataverseId]);
    });

    test("a removed coupling frees both records; removing it again is no error", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      await couplings.save([create(coupling)]);
      const remove = { kind: "remove", coupling: { ...coupling, revision: 1 } } as const;
      const late = { kind: "remove", coupling: { ...coupling, revision: 9 } } as const;

      expect(await couplings.save([late])).toEqual(["stale"]);
      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([create({ ...coupling, dataverseId: recordId(5, 2) })])).toEqual([
        "saved",
      ]);
      expect(
        await couplings.save([create(aCoupling(6, { dataverseId: coupling.dataverseId }))]),
      ).toEqual(["saved"]);
    });

    test("what is kept of a removed coupling is there until it expires, also when the record is coupled again", async () => {
      const { store, clock } = the();
      const { couplings } = store;
      const coupling = aCoupling(1);
      const former = aFormer(coupling);
      const remove = { kind: "remove", coupling: { ...coupling, revision: 1 }, former } as const;
      await couplings.save([create(coupling)]);
      expect(await couplings.former([coupling.id])).toEqual(new Map());

      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([create(coupling)])).toEqual(["saved"]);

      expect(await couplings.former([coupling.id, aCoupling(2).id])).toEqual(
        new Map([[coupling.id, former]]),
      );
      clock.passMinutes(61);
      expect(await couplings.former([coupling.id])).toEqual(new Map());
    });

    test("what is kept of a later removal takes the place of what was", async () => {
      const { couplings } = the().store;
      const coupling = { ...aCoupling(1), revision: 1 };
      const { history: _, ...former } = aFormer(coupling);
      const later = { ...former, removedAt: at(5), title: "Later" };
      await couplings.save([{ kind: "remove", coupling, former }]);
      await couplings.save([{ kind: "remove", coupling, former: later }]);

      expect((await couplings.former([coupling.id])).get(coupling.id)).toEqual(later);
    });

    test("a search finds part of a title or key, whatever the letters' case, 500 couplings a page", async () => {
      const { couplings } = the().store;
      const some = Array.from({ length: 520 }, (_, number) => aCoupling(number, { title: "Trey" }));
      const found = [
        aCoupling(1000, { title: "Ægir AS" }),
        aCoupling(1001, { key: "æg-1", status: "skipped" }),
      ];
      await couplings.save([...some, ...found].map(create));
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
      await couplings.save([...some, aCoupling(1, { mapping: vendor })].map(create));

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
      await couplings.save([create(aCoupling(1, { status: "skipped" }))]);
      const before = { ...aCoupling(1, { status: "skipped" }), revision: 1 };
      const after = { ...before, status: "active" as const, lastSynchronizedAt: at(5) };

      await couplings.save([{ kind: "update", before, after }]);

      const list = await couplings.list({ mapping: customer, status: "skipped" }, { limit: 10 });
      expect(list).toEqual({ ok: true, value: { items: [] } });
    });

    test("a cursor that was changed, made up, or made for another list is refused", async () => {
      const { store, again } = the();
      await store.couplings.save([create(aCoupling(1)), create(aCoupling(2))]);
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
