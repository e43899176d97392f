import { afterAll, describe, expect, test } from "vitest";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { startWorld } from "../world/world.ts";
import { customersOf, present } from "./customers.ts";
import { idsOf, phonesOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: [] });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

describe("two people and one item", () => {
  const asked = "POST /v1/errors/actions/synchronize";

  test("who saw the item before it failed again gets 409 with the item as it is now, and nothing is started", async () => {
    const on = await customersOf(world, "P1");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const pair = present(adatum, "a pair");
    const seen = await people.errorOf(on, pair);
    await on.edit(pair, "dataverse", { telephone1: "33" });
    await people.job("POST /v1/errors/actions/retry", { ...idsOf([seen]), runNow: true });

    const { status, body } = await people.ask(asked, {
      ...idsOf([seen]),
      revision: seen.revision,
      use: "dataverse",
    });

    expect(status).toBe(409);
    expect(body).toMatchObject({
      present: {
        id: seen.id,
        fields: expect.arrayContaining([
          { field: "phone", base: null, businessCentral: "11", dataverse: "33", conflict: true },
        ]),
      },
    });
    await world.workOff();
    expect(await phonesOf(on, pair)).toEqual(["11", "33"]);
  });

  test("two choose different sides at once: one job does it and the other finds it done, both records hold one person's choice", async () => {
    const on = await customersOf(world, "P2");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const pair = present(adatum, "a pair");
    const ids = idsOf(await people.errors(on));

    const answers = await Promise.all([
      people.ask(asked, { ...ids, use: "businessCentral" }),
      people.ask(asked, { ...ids, use: "dataverse" }),
    ]);
    await world.workOff();

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [customerPhone, accountPhone] = await phonesOf(on, pair);
    expect(customerPhone).toBe(accountPhone);
    expect(["11", "22"]).toContain(customerPhone);
    expect(await people.errors(on)).toEqual([]);
    const jobs = await Promise.all(
      answers.map(async ({ headers }) => {
        const { body } = await people.ask(`GET ${headers.get("location")}`);
        return body;
      }),
    );
    expect(jobs).toMatchObject([{ state: "completed" }, { state: "completed" }]);
  });

  test("the same with both jobs in two workers at the same moment: a step that finds its pairs changed under it is delivered again, and no half of either choice is left", async () => {
    const on = await customersOf(world, "P3");
    const pairs = await people.conflicts(on, ["One", "Two", "Three", "Four"]);
    const errors = { kind: "updateConflict" } as const;
    const jobs = await Promise.all(
      (["businessCentral", "dataverse"] as const).map((use) =>
        world.start("P3", { kind: "synchronizeErrors", errors, use }),
      ),
    );
    const steps = await Promise.allSettled(
      jobs.map(({ id }) => runJobStep(world.app, { jobId: id, step: 0, resend: 0 })),
    );
    for (const step of steps.filter((each) => each.status === "rejected")) {
      expect(String(step.reason)).toContain("changed while a step worked on them");
    }
    await world.workOff();
    world.pass(1);
    await on.run();

    for (const { id } of jobs) expect((await world.job(id)).finishedAt).toBeDefined();

    for (const pair of pairs) {
      const [customerPhone, accountPhone] = await phonesOf(on, pair);
      expect(customerPhone).toBe(accountPhone);
      expect(["11", "22"]).toContain(customerPhone);
    }
    expect(await people.errors(on)).toEqual([]);
  });

  test("one restores and one deletes: the item is treated once, by the first", async () => {
    const on = await customersOf(world, "P4");
    const adatum = await on.pair("Adatum");
    await people.remove("dataverse", [adatum]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "P4" });
    const ids = idsOf(await people.errors(on));
    const first = await people.ask("POST /v1/errors/actions/restore", ids);
    const second = await people.ask("POST /v1/errors/actions/delete", ids);

    await world.workOff();

    expect([first.status, second.status]).toEqual([202, 202]);
    const [coupling] = await people.couplings(on);
    expect(coupling).toMatchObject({ businessCentralId: adatum.businessCentral, status: "active" });
    expect(coupling?.dataverseId).not.toBe(adatum.dataverse);
    expect(await people.errors(on)).toEqual([]);
    expect(
      (await on.read({ ...adatum, dataverse: present(coupling, "a coupling").dataverseId }))
        .dataverse,
    ).toMatchObject({ name: on.named("Adatum") });
  });

  test("the account came back between the list and Delete: the job refuses with the reason, and the item stays", async () => {
    const on = await customersOf(world, "P5");
    const adatum = await on.pair("Adatum");
    await people.remove("dataverse", [adatum]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "P5" });
    await world.dataverse.create("accounts", {
      accountid: adatum.dataverse,
      name: on.named("Adatum"),
      customertypecode: 3,
    });

    const job = await people.job("POST /v1/errors/actions/delete", idsOf(await people.errors(on)));

    expect(job.state).toBe("completedWithErrors");
    expect((await people.log(job)).map(({ message }) => message)).toEqual([
      expect.stringContaining("there is nothing to delete"),
    ]);
    expect(await people.errors(on)).toHaveLength(1);
    expect((await on.read(adatum)).businessCentral["displayName"]).toBe(on.named("Adatum"));
  });

  test("E10 the account came back: the next run takes the pair up, and the item is gone", async () => {
    const on = await customersOf(world, "P7", { onlyCoupled: true });
    const adatum = await on.pair("Adatum", { city: "Oslo" });
    await people.remove("dataverse", [adatum]);
    await people.job("POST /v1/errors/actions/find-deleted", { mapping: "P7" });
    await on.settle();
    expect(await people.errors(on)).toHaveLength(1);
    await world.dataverse.create("accounts", {
      accountid: adatum.dataverse,
      name: on.named("Adatum"),
      address1_city: "Oslo",
      customertypecode: 3,
    });

    const job = await on.run();

    expect(job.state).toBe("completed");
    expect(await people.errors(on)).toEqual([]);
    expect((await people.couplingOf(on, adatum)).status).toBe("active");
  });

  test("the account was deleted between the list and Synchronize: nothing is written, and the item now tells of the deletion", async () => {
    const on = await customersOf(world, "P6");
    const [adatum] = await people.conflicts(on, ["Adatum"]);
    const pair = present(adatum, "a pair");
    await people.remove("dataverse", [pair]);

    const job = await people.job(asked, { ...idsOf(await people.errors(on)), use: "dataverse" });

    expect(job.state).toBe("completedWithErrors");
    expect(await people.errors(on)).toMatchObject([
      { kind: "deletedInDataverse", actions: ["restore", "delete", "remove-coupling"] },
    ]);
    const customerNow = await world.businessCentral.get("customers", pair.businessCentral);
    expect(customerNow["phoneNumber"]).toBe("11");
  });
});
