import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { MappingName } from "../../lib/domain/ids.ts";
import { plusSeconds } from "../../lib/domain/instant.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { type NotedChange, noteChanges } from "../../lib/manage/schedules/wake-on-notice.ts";
import { type LocalEngine, type LocalStore, startEngine } from "../store/local-store.ts";
import { aMapping, aState } from "../store/samples.ts";

let engine: LocalEngine;
let local: LocalStore;

beforeAll(async () => {
  engine = await startEngine("dynoxide");
});
afterAll(() => engine.stop());
beforeEach(async () => {
  local = await engine.empty();
});

const standard = {
  side: "businessCentral",
  api: "v2.0",
  set: "customers",
  deleted: false,
} as const;
const custom = { ...standard, api: "tandem/sales/v1.0" } as const;
const account = { side: "dataverse", table: "account", deleted: false } as const;

async function given(name: string, change: (mapping: TableMapping) => TableMapping) {
  const mapping = MappingName.parse(name);
  const { schedule, ...state } = aState({ mapping });
  await local.store.mappings.save(change(aMapping(mapping)), 0);
  await local.store.states.save({ ...state, schedule: { ...schedule, mapping } });
}

const note = (...changes: readonly NotedChange[]) => noteChanges(local, changes);

const wokenMappings = async (): Promise<readonly MappingName[]> =>
  (await local.store.states.all())
    .filter(({ schedule }) => schedule.nextRunAt === plusSeconds(local.clock.now(), 30))
    .map(({ mapping }) => mapping);

test("every mapping on the table wakes, each by its own API", async () => {
  await given("CUSTOMER", (mapping) => mapping);
  await given("CUSTOMER-2", (mapping) => mapping);
  await given("CARD", ({ businessCentral, ...mapping }) => ({
    ...mapping,
    businessCentral: { ...businessCentral, api: custom.api },
  }));

  expect(await note(standard)).toEqual(["CUSTOMER", "CUSTOMER-2"]);
  expect(await wokenMappings()).toEqual(["CUSTOMER", "CUSTOMER-2"]);
  expect(await note(custom)).toEqual(["CARD"]);
});

test("a mapping that is switched off sleeps on", async () => {
  await given("CUSTOMER", (mapping) => ({ ...mapping, enabled: false }));

  expect(await note(standard, account)).toEqual([]);
  expect(await wokenMappings()).toEqual([]);
});

test.each([
  ["toDataverse", standard, true],
  ["toDataverse", account, false],
  ["toBusinessCentral", standard, false],
  ["toBusinessCentral", account, true],
  ["bidirectional", standard, true],
  ["bidirectional", account, true],
] as const)(
  "a mapping that goes %s wakes by an edit of %o: %s",
  async (direction, change, wakes) => {
    await given("CUSTOMER", (mapping) => ({ ...mapping, direction }));

    expect(await note(change)).toEqual(wakes ? ["CUSTOMER"] : []);
    expect(await note({ ...change, deleted: true })).toEqual(["CUSTOMER"]);
  },
);

test("where nothing is told nothing is read", async () => {
  local.meter.reset();

  expect(await note()).toEqual([]);
  expect(local.meter.taken().readRequests).toBe(0);
});

test("all changes take one read of the mappings, and one read and write for each mapping concerned", async () => {
  await given("CUSTOMER", (mapping) => mapping);
  await given("CUSTOMER-2", (mapping) => mapping);
  local.meter.reset();

  await note(standard, account, { ...standard, deleted: true });

  expect(local.meter.taken()).toMatchObject({ readRequests: 3, writeRequests: 2 });
});

test("somebody who plans the run at the same moment is not overwritten", async () => {
  await given("CUSTOMER", (mapping) => mapping);
  const { states } = local.store;
  const beaten = {
    ...local.store,
    states: {
      ...states,
      get: async (name: MappingName) => {
        const state = await states.get(name);
        if (state?.coupled === 1000) await states.save({ ...state, coupled: 7 });
        return state;
      },
    },
  };

  await noteChanges({ store: beaten, clock: local.clock }, [standard]);

  expect(await states.get(MappingName.parse("CUSTOMER"))).toMatchObject({
    coupled: 7,
    schedule: { nextRunAt: plusSeconds(local.clock.now(), 30) },
  });
});
