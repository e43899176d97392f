import * as z from "zod/mini";
import { Instant } from "../domain/instant.ts";
import { sides } from "../domain/side.ts";
import type { AppHealth, AppHealths } from "../ports/store.ts";
import { pack, packed } from "./table/packed.ts";
import { storedShape } from "./table/stored-shape.ts";
import type { Table } from "./table/table.ts";

const partition = "app";

export const StoredAppHealth = storedShape({
  z: packed(
    z.object({
      side: z.enum(sides),
      reachable: z.boolean(),
      at: Instant,
      throttledUntil: z.optional(Instant),
      message: z.optional(z.string()),
    } satisfies Record<keyof AppHealth, z.core.$ZodType>),
  ),
});

export const appHealthsOf = (table: Table): AppHealths => ({
  async all() {
    const rows = await table.queryAll({ partition, consistent: true });
    return rows.map((row) => StoredAppHealth.parse(row).z);
  },

  async save(health) {
    await table.put({
      pk: partition,
      sk: health.side,
      v: StoredAppHealth.version,
      z: pack(health),
    });
  },
});
