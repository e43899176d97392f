import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalEngine, startEngine } from "./local-store.ts";
import {
  aCoupling,
  aJob,
  aMapping,
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

describe("stored items", () => {
  /** A change here needs a new version `v` and a reader for the old one: tables outlive releases. */
  test("every entity has its keys, its version and these attributes", async () => {
    const { store, table } = await engine.empty();
    await store.couplings.save([{ kind: "create", coupling: aCoupling(1, { status: "skipped" }) }]);
    await store.errors.save([anError(1, { status: "retrying" })]);
    await store.jobs.create(aJob(1));
    await store.history.append(jobId(1), [[anEntry(1)]], at(60));
    await store.intents.put(anIntent(1));
    await store.mappings.save(aMapping(), 0);
    await store.states.save(aState());
    await store.apps.save({ side: "dataverse", reachable: true, at: at(0) });
    await store.couplings.list({ mapping: customer }, { limit: 1, cursor: "x" });

    const partitions = [
      ["c#CUSTOMER", "d#CUSTOMER", "k#CUSTOMER", "e#CUSTOMER", "job#CUSTOMER"],
      [`h#${jobId(1)}`, "i#CUSTOMER", "mapping", "state", "app", "secret"],
    ].flat();
    const shapes = await Promise.all(
      partitions.map(async (partition) => {
        const [row = {}] = await table.queryAll({ partition, consistent: true });
        return `${partition}: ${Object.keys(row).toSorted().join(" ")} v=${String(row["v"])}`;
      }),
    );

    expect(shapes).toMatchInlineSnapshot(`
      [
        "c#CUSTOMER: a b d eb ed g1pk g1sk h j k pk r s sk t v v=1",
        "d#CUSTOMER: b pk sk v v=1",
        "k#CUSTOMER: b pk sk v v=1",
        "e#CUSTOMER: g1pk g1sk g2pk g2sk g3pk g3sk pk r sk v z v=1",
        "job#CUSTOMER: g3pk g3sk pk r sk v z v=2",
        "h#CUSTOMER.0sjsd14w1-k3x9q2: expiresAt pk sk v z v=1",
        "i#CUSTOMER: pk sk v z v=1",
        "mapping: pk r sk v z v=1",
        "state: pk r sk v z v=1",
        "app: pk sk v z v=1",
        "secret: k pk sk v v=1",
      ]
    `);
  });
});
