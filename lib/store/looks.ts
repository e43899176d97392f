import * as z from "zod/mini";
import { epochOf, Instant, plusMinutes } from "../domain/instant.ts";
import { type Look, LookAnswer, LookRequest } from "../domain/look/look.ts";
import type { Clock } from "../ports/clock.ts";
import type { Looks } from "../ports/looks.ts";
import { pack, packed, packedBytes } from "./table/packed.ts";
import { mostItemBytes } from "./table/shorten.ts";
import { storedShape } from "./table/stored-shape.ts";
import type { Item, Key, Table } from "./table/table.ts";

const keptMinutes = 60;

export const StoredLook = storedShape({
  z: packed(z.object({ request: LookRequest, askedAt: Instant, answer: z.optional(LookAnswer) })),
});

const keyOf = ({ id }: Pick<Look, "id">): Key => ({ pk: `look#${id}`, sk: "look" });

export const looksOf = (table: Table, clock: Clock): Looks => {
  const itemOf = (look: Look): Item => {
    const { request, askedAt, answer } = look;
    return {
      ...keyOf(look),
      v: StoredLook.version,
      z: pack({ request, askedAt, answer }),
      expiresAt: Math.ceil(epochOf(plusMinutes(clock.now(), keptMinutes)) / 1000),
    };
  };

  return {
    async get(id) {
      const row = await table.get(keyOf({ id }));
      return row === undefined ? undefined : { id, ...StoredLook.parse(row).z };
    },

    async ask(look) {
      await table.put(itemOf(look));
    },

    // No condition: of two that answered the same look, either saw the app as it was.
    async answer(look, answer) {
      if (packedBytes(pack(answer)) > mostItemBytes) return "tooLarge";
      await table.put(itemOf({ ...look, answer }));
      return "kept";
    },
  };
};
