import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CouplingChange } from "../../lib/ports/store.ts";
import { type LocalEngine, startEngine } from "./local-store.ts";
import {
  aCoupling,
  aFormer,
  aJob,
  anEntry,
  anError,
  anIntent,
  aState,
  at,
  customer,
  jobId,
} from "./samples.ts";

let engine: LocalEngine;
beforeAll(async () => {
  engine = await startEngine("dynoxide");
});
afterAll(() => engine.stop());

const some = (count: number) => Array.from({ length: count }, (_, number) => aCoupling(number));
const creates = (count: number): readonly CouplingChange[] =>
  some(count).map((coupling) => ({ kind: "create", coupling }));

describe("what the store costs in DynamoDB units", () => {
  test("B5 200 updated records with their history: at most 1.2 write units and 1 read unit each", async () => {
    const { store, meter } = await engine.empty();
    await store.couplings.save(creates(200));
    meter.reset();

    const ids = some(200).map((coupling) => coupling.ids.businessCentral);
    const found = await store.couplings.bySide(customer, "businessCentral", ids.slice(0, 100));
    const others = some(200)
      .slice(100)
      .map((coupling) => coupling.ids.dataverse);
    const rest = await store.couplings.bySide(customer, "dataverse", others);
    const couplings = [...found.values(), ...rest.values()];
    const places = await store.history.append(
      jobId(2),
      couplings.map(({ history }, number) => [anEntry(number, { previous: history })]),
      at(60),
    );
    const saved = await store.couplings.save(
      couplings.map((before, number) => ({
        kind: "update",
        before,
        after: {
          ...before,
          lastJobId: jobId(2),
          lastSynchronizedAt: at(2),
          history: places[number],
        },
      })),
    );

    expect(saved.every((answer) => answer === "saved")).toBe(true);
    const { readUnits, writeUnits, writeRequests } = meter.taken();
    expect(writeUnits / 200).toBeLessThanOrEqual(1.2);
    expect(readUnits / 200).toBeLessThanOrEqual(1);
    expect(writeRequests).toBe(202);
  });

  test("an update is one write, a create three, a removal three, and one more to keep its log", async () => {
    const { store, meter } = await engine.empty();
    const [create] = creates(1);
    if (create === undefined) throw new Error("no change");
    await store.couplings.save([create]);
    expect(meter.taken()).toMatchObject({ writeRequests: 3, writeUnits: 3, readRequests: 0 });

    meter.reset();
    const before = { ...aCoupling(0), revision: 1 };
    await store.couplings.save([{ kind: "update", before, after: { ...before, title: "x" } }]);
    expect(meter.taken()).toMatchObject({ writeRequests: 1, writeUnits: 1, readRequests: 0 });

    meter.reset();
    await store.couplings.save([{ kind: "remove", coupling: { ...before, revision: 2 } }]);
    expect(meter.taken()).toMatchObject({ writeRequests: 3, writeUnits: 3, readRequests: 0 });

    meter.reset();
    const former = aFormer(before);
    await store.couplings.save([{ kind: "remove", coupling: { ...before, revision: 2 }, former }]);
    // The coupling is gone by now: what it costs is the write that keeps its log.
    expect(meter.taken()).toMatchObject({ writeUnits: 1 });
  });

  test("an idle run is three writes", async () => {
    const { store, meter } = await engine.empty();
    await store.states.save(aState());
    meter.reset();

    await store.jobs.create(aJob(1));
    const job = await store.jobs.get(jobId(1));
    if (job === undefined) throw new Error("no job");
    await store.jobs.update(job, {
      ...job,
      state: "completed",
      finishedAt: at(1),
      expiresAt: at(9),
    });
    await store.states.save(aState({ revision: 1 }));

    const { writeRequests, writeUnits } = meter.taken();
    expect(writeRequests).toBe(3);
    expect(writeUnits).toBeLessThanOrEqual(5);
  });

  test("an error item that fails again costs no index write", async () => {
    const { store, meter } = await engine.empty();
    const error = anError(1, { kind: "locked", status: "retrying" });
    await store.errors.save([error]);
    meter.reset();

    await store.errors.save([{ ...error, revision: 1, occurrences: 2, lastFailedAt: at(9) }]);

    expect(meter.taken()).toMatchObject({ writeRequests: 1, writeUnits: 1 });
  });

  test("planned creates share one item", async () => {
    const { store, meter } = await engine.empty();

    await store.intents.put(anIntent(1000));

    expect(meter.taken().writeRequests).toBe(1);
    expect(meter.taken().writeUnits / 1000).toBeLessThanOrEqual(0.2);
  });
});
