import { describe, expect, test } from "vitest";
import type { LookupRef } from "../../lib/domain/coupling.ts";
import { couplingItem, couplingKey } from "../../lib/store/couplings/coupling-item.ts";
import { couplingsOf } from "../../lib/store/couplings/couplings.ts";
import type { ListCursors } from "../../lib/store/list/list-cursor.ts";
import type { Table } from "../../lib/store/table/table.ts";
import { aCoupling, creationOf, customer, recordId } from "../store/samples.ts";
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

export const couplingClaimContract = (the: TheStore): void => {
  describe("couplings", () => {
    test("K13 two records taken apart by a person are marked until a person couples one again", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      const { businessCentral, dataverse } = coupling.ids;
      const marked = async () => [
        ...(await couplings.apart(customer, "businessCentral", [businessCentral, recordId(9)])),
        ...(await couplings.apart(customer, "dataverse", [dataverse, recordId(9)])),
      ];
      await couplings.save([creationOf(coupling)]);
      await couplings.save([{ kind: "remove", coupling: { ...coupling, revision: 1 } }]);
      expect(await marked()).toEqual([]);

      await couplings.save([creationOf(coupling)]);
      await couplings.save([
        { kind: "remove", coupling: { ...coupling, revision: 1 }, apart: true },
      ]);
      expect(await marked()).toEqual([businessCentral, dataverse]);

      await couplings.save([{ kind: "create", coupling, endsApart: true }]);
      expect(await marked()).toEqual([]);
    });

    test("a repeat of the same pair is saved and changes nothing", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      await couplings.save([creationOf(coupling)]);
      const again = { ...coupling, title: "Somebody else" };

      expect(await couplings.save([creationOf(again)])).toEqual(["saved"]);
      expect(await couplings.get(coupling.id)).toEqual({ ...coupling, revision: 1 });
    });

    test("a pair with a record that is already coupled is taken, and leaves nothing", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      await couplings.save([creationOf(coupling)]);
      const sameBusinessCentral = {
        ...coupling,
        ids: { ...coupling.ids, dataverse: recordId(9, 2) },
      };
      const sameDataverse = aCoupling(8, { ids: { dataverse: coupling.ids.dataverse } });

      const answers = await couplings.save([
        creationOf(sameBusinessCentral),
        creationOf(sameDataverse),
      ]);

      expect(answers).toEqual(["taken", "taken"]);
      expect(await couplings.get(sameDataverse.id)).toBeUndefined();
      expect(await couplings.get(coupling.id)).toEqual({ ...coupling, revision: 1 });
      const found = await couplings.bySide(customer, "dataverse", [
        coupling.ids.dataverse,
        sameBusinessCentral.ids.dataverse,
      ]);
      expect([...found.keys()]).toEqual([coupling.ids.dataverse]);
    });

    test("of two pairs with the same Dataverse record saved at once exactly one is kept", async () => {
      const { couplings } = the().store;
      const rivals = Array.from({ length: 6 }, (_, number) =>
        aCoupling(number, { ids: { dataverse: recordId(99, 2) } }),
      );

      const answers = await couplings.save(rivals.map(creationOf));

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

      expect(await store.couplings.save([creationOf(coupling)])).toEqual(["saved"]);
      const found = await store.couplings.bySide(customer, "dataverse", [coupling.ids.dataverse]);
      expect(found.size).toBe(1);
    });

    test("a coupling is never stored without what leads to it: a create may die at any write", async () => {
      const { store, table } = the();
      const before = store.couplings;
      for (let writes = 0; ; writes += 1) {
        const coupling = aCoupling(100 + writes);
        const saved = await couplingsOf(dyingAfter(table, writes), noCursors)
          .save([creationOf(coupling)])
          .catch(() => "died" as const);
        const byBusinessCentral = await before.get(coupling.id);
        const byDataverse = await before.bySide(customer, "dataverse", [coupling.ids.dataverse]);
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
      await store.couplings.save([creationOf(coupling)]);
      const behind: Table = {
        ...table,
        getMany: (keys, read) =>
          read === "consistent" ? table.getMany(keys, read) : Promise.resolve([]),
      };
      const { bySide } = couplingsOf(behind, noCursors);

      for (const side of ["businessCentral", "dataverse"] as const) {
        const found = await bySide(customer, side, [coupling.ids[side]]);
        expect(found.get(coupling.ids[side])?.id).toBe(coupling.id);
      }
    });

    test("a remove that died half way leaves no claim on the other record", async () => {
      const { store, table } = the();
      const before = aCoupling(1);
      await store.couplings.save([creationOf(before)]);
      await table.remove(couplingKey(customer, before.ids.businessCentral));
      const next = aCoupling(2, { ids: { dataverse: before.ids.dataverse }, key: before.key });

      expect(
        (await store.couplings.bySide(customer, "dataverse", [before.ids.dataverse])).size,
      ).toBe(0);
      expect(await store.couplings.save([creationOf(next)])).toEqual(["saved"]);
      const found = await store.couplings.bySide(customer, "dataverse", [before.ids.dataverse]);
      expect(found.get(before.ids.dataverse)?.id).toBe(next.id);
    });
  });
};
