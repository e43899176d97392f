import { afterAll, expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { startWorld, type World } from "../world/world.ts";

/** Apps that take a minute for each answer. */
const world: World = await startWorld({
  transport: (real) => async (request) => {
    world.pass(1);
    return real(request);
  },
});
afterAll(() => world.stop());

test("a job that is done in one step began before it ended, and its records were written in between", async () => {
  const item = MappingName.parse("ITEM-PRODUCT");
  const id = await world.businessCentral.create("items", { displayName: "Bicycle" });
  const { state, createdAt, startedAt = "", finishedAt = "" } = await world.run(item);
  const couplings = await world.app.store.couplings.bySide(item, "businessCentral", [id]);
  expect(state).toBe("completed");
  expect(startedAt).toBe(createdAt);
  expect(String(couplings.get(id)?.lastSynchronizedAt) > startedAt).toBe(true);
  expect(finishedAt > startedAt).toBe(true);
});
