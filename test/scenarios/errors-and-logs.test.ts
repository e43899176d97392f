import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { installMappings } from "../../lib/manage/mappings/install-mappings.ts";
import { contact } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { type Customers, customersOf, mappingFor, type Pair, present } from "./customers.ts";
import { idsOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const Entries = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
const itemsAt = async (path: string) => Entries.parse((await people.ask(`GET ${path}`)).body).items;

/** What a person sees who follows the address. */
async function opened(url: string | null) {
  const answer = await fetch(url ?? "", { headers: { authorization: "Bearer sandbox" } });
  return z.record(z.string(), z.unknown()).parse(await answer.json());
}

const tooLong = "c".repeat(31);

describe("A: what the list of errors tells", () => {
  test("A19 skipped records of two tables each show their own text and the time of their failure, newest first", async () => {
    const on = await customersOf(world, "A19");
    const contacts = mappingFor("A19C", { ...contact, dependsOn: [] });
    await installMappings(world.app, { mappings: [contacts], scheduleOf: (first) => first });
    await people.conflicts(on, ["Adatum"]);
    world.pass(1);
    await world.dataverse.create("contacts", {
      firstname: "A19C Ida",
      lastname: "Birk",
      jobtitle: "x".repeat(31),
    });
    const { state } = await world.run("A19C");

    expect(state).toBe("completedWithErrors");
    const ours = (await itemsAt("/v1/errors?limit=500")).filter(({ mapping }) =>
      ["A19", "A19C"].includes(String(mapping)),
    );
    expect(ours).toMatchObject([
      {
        mapping: "A19C",
        message: expect.stringContaining('"jobTitle"'),
        lastFailedAt: world.now(),
      },
      { mapping: "A19", message: expect.stringContaining("the field phone") },
    ]);
    expect(String(ours[1]?.["lastFailedAt"]) < world.now()).toBe(true);
  });

  test("A20 the Synchronization Log of the second of three skipped pairs is that pair's only, newest first", async () => {
    const on = await customersOf(world, "A20");
    const pairs = await people.conflicts(on, ["One", "Two", "Three"]);
    const { couplingId } = await people.errorOf(on, present(pairs[1], "the second"));

    const log = await itemsAt(`/v1/couplings/${couplingId}/log`);

    expect(new Set(log.map(({ title }) => title))).toEqual(new Set([on.named("Two")]));
    expect(log[0]).toMatchObject({ outcome: "failed" });
    expect(log.at(-1)).toMatchObject({ outcome: "coupled", jobType: "couple" });
  });

  test("A22, A23 an item leads to both records: its addresses open them", async () => {
    const on = await customersOf(world, "A22");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const pair = present(adatum, "a pair");

    const { businessCentral, dataverse } = await people.errorOf(on, pair);

    expect(businessCentral.title).toBe(on.named("Adatum"));
    expect((await opened(businessCentral.url))["id"]).toBe(pair.businessCentral);
    expect((await opened(dataverse.url))["accountid"]).toBe(pair.dataverse);
  });

  test("A26 a skipped pair says so itself and names its error item, which is exactly its own", async () => {
    const on = await customersOf(world, "A26");
    const [adatum] = await people.conflicts(on, ["Adatum", "Fabrikam"]);
    const pair = present(adatum, "a pair");

    const [found, ...others] = await itemsAt(
      `/v1/couplings?mapping=A26&businessCentralId=${pair.businessCentral}`,
    );

    expect(others).toEqual([]);
    expect(found).toMatchObject({ status: "skipped" });
    const { body } = await people.ask(`GET /v1/errors/${String(found?.["errorId"])}`);
    expect(body).toMatchObject({ couplingId: found?.["id"], dataverse: { id: pair.dataverse } });
  });
});

describe("O: errors and logs refer to what there is", () => {
  test("O263 an error of a pair refers to both records, one of a record without a counterpart to that record only, and one of a pair that lost a record says which is gone", async () => {
    const on = await customersOf(world, "O263");
    const [both] = await people.conflicts(on, ["Both"]);
    const gone = await on.pair("Gone");
    await people.remove("dataverse", [gone]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "O263" });
    const lone = await on.account("Lone", { address1_city: tooLong });
    const job = await on.run();

    expect(job.counters.businessCentral.failed).toBe(1);
    expect(await people.errorOf(on, present(both, "a pair"))).toMatchObject({
      businessCentral: { exists: true },
      dataverse: { exists: true, id: both?.dataverse },
    });
    expect(await people.errorOf(on, gone)).toMatchObject({
      businessCentral: { exists: true, id: gone.businessCentral },
      dataverse: { exists: false, id: gone.dataverse, url: null },
    });
    const loneItem = (await people.errors(on)).find(({ dataverse }) => dataverse.id === lone);
    expect(loneItem).toMatchObject({
      businessCentral: { id: null, title: null, url: null },
      dataverse: { exists: true },
    });
    expect(loneItem?.couplingId).toBeUndefined();
  });

  test("O265 ☠ a record's log has the entries of that record only, whichever jobs they are from, and never those of other jobs of the mapping, where Business Central lists all of them for a record without any", async () => {
    const on = await customersOf(world, "O265");
    const other = await customersOf(world, "O265B");
    const [adatum, quiet] = await on.pairs(["Adatum", "Quiet"]);
    if (adatum === undefined || quiet === undefined) throw new Error("two pairs");
    await other.pair("Elsewhere");
    await on.edit(adatum, "businessCentral", { city: "Oslo" });
    const { id } = await on.run();

    const log = await logOf(on, adatum);

    expect(log[0]).toMatchObject({
      jobId: id,
      outcome: "modified",
      changes: [{ field: "city", from: null, to: "Oslo" }],
    });
    expect(new Set(log.map(({ title }) => title))).toEqual(new Set([on.named("Adatum")]));
    expect((await logOf(on, quiet)).map(({ jobId }) => jobId)).not.toContain(id);
  });
});

const logOf = async (on: Customers, pair: Pair) =>
  itemsAt(`/v1/couplings/${(await people.couplingOf(on, pair)).id}/log`);

describe("A: jobs go after a while", () => {
  test("A25 ☠ the job that a skipped pair failed in goes with its log like any other, and the item loses nothing: it keeps its own message, moment and values, and can still be acted on", async () => {
    const on = await customersOf(world, "A25");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const pair = present(adatum, "a pair");
    const before = await people.errorOf(on, pair);
    expect((await people.ask(`GET /v1/jobs/${before.jobId}`)).status).toBe(200);

    world.pass(400 * 24 * 60);

    expect((await people.ask(`GET /v1/jobs/${before.jobId}`)).status).toBe(404);
    expect(await logOf(on, pair)).toEqual([]);
    expect(await people.errorOf(on, pair)).toEqual(before);
    expect(before.fields).toContainEqual(
      expect.objectContaining({ field: "phone", businessCentral: "11", dataverse: "22" }),
    );
    const job = await people.job("POST /v1/errors/actions/synchronize", {
      ...idsOf([before]),
      use: "dataverse",
    });
    expect(job.state).toBe("completed");
    expect(await people.errors(on)).toEqual([]);
  });
});
