import { describe, expect, test } from "vitest";
import { lookFailed } from "../../lib/domain/look/look.ts";
import { aDescription, aLook } from "../store/samples.ts";
import type { TheStore } from "./the-store.ts";

export const lookContract = (the: TheStore): void => {
  describe("looks", () => {
    test("a look is kept with its answer for an hour after that", async () => {
      const { store, clock } = the();
      const answer = { kind: "table", description: aDescription() } as const;

      expect(await store.looks.get(aLook().id)).toBeUndefined();
      await store.looks.ask(aLook());
      expect(await store.looks.get(aLook().id)).toEqual(aLook());
      clock.passMinutes(59);
      expect(await store.looks.answer(aLook(), answer)).toBe("kept");
      clock.passMinutes(59);
      expect(await store.looks.get(aLook().id)).toEqual(aLook({ answer }));
      clock.passMinutes(2);
      expect(await store.looks.get(aLook().id)).toBeUndefined();
    });

    test("an answer that no item holds is not kept, and the look still waits for one", async () => {
      const { looks } = the().store;
      await looks.ask(aLook());

      expect(await looks.answer(aLook(), lookFailed("badRequest", noise(600_000)))).toBe(
        "tooLarge",
      );
      expect(await looks.get(aLook().id)).toEqual(aLook());
    });
  });

  describe("descriptions of tables", () => {
    test("what an app said is kept with its moment, per app and table", async () => {
      const { store, clock } = the();
      const tables = [{ name: "account", title: { text: "Account" } }];
      const custom = { name: "customers", api: "tandem/sales/v1.0" };
      await store.descriptions.keepTable("dataverse", { name: "account" }, aDescription());
      await store.descriptions.keepTables("dataverse", tables);
      const readAt = clock.now();
      clock.passMinutes(5);
      await store.descriptions.keepTable("businessCentral", custom, aDescription({ name: "c" }));

      const { descriptions } = store;
      expect(await descriptions.table("dataverse", { name: "account" })).toEqual({
        content: aDescription(),
        readAt,
      });
      expect(await descriptions.tables("dataverse")).toEqual({ content: tables, readAt });
      expect((await descriptions.table("businessCentral", custom))?.content.name).toBe("c");
      expect(await descriptions.table("businessCentral", { name: "customers" })).toBeUndefined();
      expect(await descriptions.tables("businessCentral")).toBeUndefined();
    });
  });
};

/** Text that does not deflate. */
function noise(length: number): string {
  let seed = 7;
  return Array.from({ length }, () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return String.fromCharCode(0x4e00 + ((seed >>> 8) % 20_000));
  }).join("");
}
