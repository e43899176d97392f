import { describe, expect, test } from "vitest";
import { type LookupRef, lookupRefKey } from "../../lib/domain/coupling.ts";
import { errorIdOf } from "../../lib/domain/ids.ts";
import {
  aCoupling,
  aFormer,
  at,
  creationOf,
  customer,
  recordId,
  vendor,
} from "../store/samples.ts";
import type { TheStore } from "./the-store.ts";

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
        ids: aCoupling(2).ids,
        versions: {},
        unread: [],
        key: "",
        title: "",
        status: "skipped" as const,
      };

      expect(await couplings.save([creationOf(full), creationOf(bare)])).toEqual([
        "saved",
        "saved",
      ]);
      expect(await couplings.get(full.id)).toEqual({ ...full, revision: 1 });
      expect(await couplings.get(bare.id)).toEqual({ ...bare, revision: 1 });
      expect(await couplings.get(aCoupling(3).id)).toBeUndefined();
    });

    test("couplings are found by either side's ids, more than one batch read at once", async () => {
      const { couplings } = the().store;
      const some = Array.from({ length: 130 }, (_, number) => aCoupling(number));
      await couplings.save(some.map(creationOf));
      await couplings.save([creationOf(aCoupling(0, { mapping: vendor }))]);

      for (const side of ["businessCentral", "dataverse"] as const) {
        const asked = [...some, aCoupling(999)].map((coupling) => coupling.ids[side]);
        const found = await couplings.bySide(customer, side, [...asked, ...asked]);
        expect([...found.keys()].toSorted()).toEqual(
          some.map((coupling) => coupling.ids[side]).toSorted(),
        );
        expect(found.get(some[7]?.ids[side] ?? recordId(0))?.key).toBe("C00007");
      }
      expect(await couplings.bySide(customer, "dataverse", [])).toEqual(new Map());
    });

    test("links are found by id of either side and by key, over several mappings", async () => {
      const { couplings } = the().store;
      const one = aCoupling(1);
      const other = aCoupling(2, { mapping: vendor, key: "ÅÆ Ø/1" });
      await couplings.save([creationOf(one), creationOf(other)]);
      const refs: LookupRef[] = [
        { mapping: customer, side: "businessCentral", by: "id", ref: one.ids.businessCentral },
        { mapping: customer, side: "dataverse", by: "id", ref: one.ids.dataverse },
        { mapping: vendor, side: "businessCentral", by: "key", ref: "ÅÆ Ø/1" },
        { mapping: vendor, side: "businessCentral", by: "key", ref: "C00001" },
        { mapping: customer, side: "dataverse", by: "id", ref: other.ids.dataverse },
        { mapping: customer, side: "businessCentral", by: "key", ref: "" },
      ];

      const links = await couplings.links(refs);

      const found = refs.map((ref) => links.get(lookupRefKey(ref))?.ids.businessCentral);
      expect(found).toEqual([
        one.ids.businessCentral,
        one.ids.businessCentral,
        other.ids.businessCentral,
        undefined,
        undefined,
        undefined,
      ]);
      expect(links.size).toBe(3);
    });

    test("an update needs the revision that was read; the later one is stale", async () => {
      const { couplings } = the().store;
      await couplings.save([creationOf(aCoupling(1))]);
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
      await couplings.save([creationOf(one), creationOf(other)]);
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
      expect([...links.values()].map(({ ids }) => ids.businessCentral)).toEqual([
        other.ids.businessCentral,
        one.ids.businessCentral,
      ]);
    });

    test("a stale update leaves the key where it was", async () => {
      const { couplings } = the().store;
      const [one, other] = [aCoupling(1), aCoupling(2)];
      await couplings.save([creationOf(one), creationOf(other)]);
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
      expect(link?.ids.businessCentral).toBe(other.ids.businessCentral);
    });

    test("a restored record takes the old one's place in the pair", async () => {
      const { couplings } = the().store;
      await couplings.save([creationOf(aCoupling(1))]);
      const before = { ...aCoupling(1), revision: 1 };
      const after = { ...before, ids: { ...before.ids, dataverse: recordId(50, 2) } };

      expect(await couplings.save([{ kind: "update", before, after }])).toEqual(["saved"]);
      const ids = [before.ids.dataverse, after.ids.dataverse];
      const found = await couplings.bySide(customer, "dataverse", ids);
      expect([...found.keys()]).toEqual([after.ids.dataverse]);
    });

    test("a removed coupling frees both records; removing it again is no error", async () => {
      const { couplings } = the().store;
      const coupling = aCoupling(1);
      await couplings.save([creationOf(coupling)]);
      const remove = { kind: "remove", coupling: { ...coupling, revision: 1 } } as const;
      const late = { kind: "remove", coupling: { ...coupling, revision: 9 } } as const;

      expect(await couplings.save([late])).toEqual(["stale"]);
      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(
        await couplings.save([
          creationOf({ ...coupling, ids: { ...coupling.ids, dataverse: recordId(5, 2) } }),
        ]),
      ).toEqual(["saved"]);
      expect(
        await couplings.save([
          creationOf(aCoupling(6, { ids: { dataverse: coupling.ids.dataverse } })),
        ]),
      ).toEqual(["saved"]);
    });

    test("what is kept of a removed coupling is there until it expires, also when the record is coupled again", async () => {
      const { store, clock } = the();
      const { couplings } = store;
      const coupling = aCoupling(1);
      const former = aFormer(coupling);
      const remove = { kind: "remove", coupling: { ...coupling, revision: 1 }, former } as const;
      await couplings.save([creationOf(coupling)]);
      expect(await couplings.former([coupling.id])).toEqual(new Map());

      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([remove])).toEqual(["saved"]);
      expect(await couplings.save([creationOf(coupling)])).toEqual(["saved"]);

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
  });
};
