import { afterAll, beforeAll, expect, test } from "vitest";
import { countOpenErrors } from "../../lib/sync/schedule/count-open-errors.ts";
import { anError, customer, vendor } from "../store/samples.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test("errors that are open are counted by kind, of all mappings and whether tried again or not", async () => {
  const { store } = world.app;
  expect(await countOpenErrors(world.app)).toEqual([]);
  const solved = anError(4, { kind: "ambiguousMatch" });
  await store.errors.save([
    anError(1, { mapping: customer, kind: "locked", status: "retrying" }),
    anError(2, { mapping: vendor, kind: "locked", status: "skipped" }),
    anError(3, { kind: "rejected" }),
    solved,
  ]);
  await store.errors.remove([solved]);

  expect(await countOpenErrors(world.app)).toEqual([
    { kind: "rejected", count: 1 },
    { kind: "locked", count: 2 },
  ]);
});
