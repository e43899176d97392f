import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CouplingId, couplingIdOf, errorIdOf, type RecordId } from "../../lib/domain/ids.ts";
import type { JobRequest } from "../../lib/domain/job/job-request.ts";
import { findCoupling, logOfCoupling } from "../../lib/manage/couplings/read-coupling.ts";
import { logOfError } from "../../lib/manage/errors/read-errors.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { Crash, crashingAt } from "../world/crash.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({
    mappings: [{ ...customer, dependsOn: [], deleteConflict: "delete" }],
  });
});
afterAll(() => world.stop());

/** A coupled customer; its log has the create. */
async function coupled(displayName: string): Promise<CouplingId> {
  const id = await world.businessCentral.create("customers", { displayName });
  await world.run("CUSTOMER");
  world.pass(1);
  return couplingIdOf(customer.name, id);
}

const uncouple = (id: CouplingId): JobRequest => ({ kind: "uncouple", ids: [id] });

async function logOf(id: CouplingId): Promise<readonly string[] | "notFound"> {
  const log = await logOfCoupling(world.app, id, { limit: 50 });
  return log.ok ? log.value.items.map(({ outcome }) => outcome) : "notFound";
}

const recordOf = (id: CouplingId): string => id.slice(id.indexOf(".") + 1);

describe("W18 the log of a pair that is no longer coupled", () => {
  test("can be read, and says at last that it was uncoupled; the pair itself is not there", async () => {
    const id = await coupled("Uncoupled");

    const job = await world.run("CUSTOMER", uncouple(id));

    expect(await logOf(id)).toEqual(["uncoupled", "inserted"]);
    const found = await findCoupling(world.app, id);
    expect(found).toMatchObject({ ok: false, failure: { code: "notFound" } });
    expect(JSON.stringify(found)).toContain(job.id);
    expect(JSON.stringify(found)).toContain(`/v1/couplings/${id}/log until 2026-04-01T08:`);
  });

  test("tells which record was deleted, when that is why it is gone", async () => {
    const id = await coupled("Deleted");
    const pair = await world.app.store.couplings.get(id);
    await world.dataverse.remove("accounts", String(pair?.ids.dataverse));

    await world.run("CUSTOMER");

    expect((await logOf(id))[0]).toBe("deleted");
  });

  test("goes on into the older entries when the record is coupled again, each entry once", async () => {
    const id = await coupled("Again");
    const dataverseId = (await world.app.store.couplings.get(id))?.ids.dataverse;
    const businessCentralId = (await world.app.store.couplings.get(id))?.ids.businessCentral;
    if (dataverseId === undefined || businessCentralId === undefined) throw new Error("no pair");
    await world.run("CUSTOMER", uncouple(id));
    world.pass(1);

    for (let time = 0; time < 2; time += 1) {
      await world.run("CUSTOMER", {
        kind: "couple",
        pairs: [{ businessCentralId, dataverseId, initialSync: "none" }],
      });
      world.pass(1);
      if (time === 0) await world.run("CUSTOMER", uncouple(id));
      world.pass(1);
    }

    expect(await logOf(id)).toEqual(["coupled", "uncoupled", "coupled", "uncoupled", "inserted"]);
  });

  test("is gone when its time is over", async () => {
    const id = await coupled("Expired");
    await world.run("CUSTOMER", uncouple(id));

    world.pass(29 * 24 * 60);
    expect(await logOf(id)).not.toBe("notFound");
    world.pass(2 * 24 * 60);

    expect(await logOf(id)).toBe("notFound");
  });

  test("is there though the job died at any of its calls, and was delivered again", async () => {
    let died = true;
    for (let call = 1; died; call += 1) {
      const id = await coupled(`Crash ${call}`);
      const job = await world.start("CUSTOMER", uncouple(id));
      died = false;
      const dying = crashingAt(world.app, call, call % 2 === 0 ? "after" : "before");
      await runJobStep(dying, { jobId: job.id, step: 0, resend: 0 }).catch((trouble: unknown) => {
        if (!(trouble instanceof Crash)) throw trouble;
        died = true;
      });
      expect(await logOf(id), `call ${call}`).not.toBe("notFound");
      await world.workOff();

      expect(await world.app.store.couplings.get(id), `call ${call}`).toBeUndefined();
      expect((await logOf(id))[0], `call ${call}`).toBe("uncoupled");
    }
  }, 60_000);
});

describe("the log of an error item", () => {
  test("of a record that never was coupled is its own, and later that of its pair", async () => {
    const name = `${"long ".repeat(25)}1`;
    const account: RecordId = await world.dataverse.create("accounts", {
      name,
      customertypecode: 3,
    });
    await world.run("CUSTOMER");
    world.pass(1);
    const id = errorIdOf(customer.name, "dataverse", account);
    const log = async () => {
      const page = await logOfError(world.app, id, { limit: 50 });
      return page.ok ? page.value.items.map(({ outcome }) => outcome) : page.failure.code;
    };
    expect(await log()).toEqual(["failed"]);

    await world.dataverse.change("accounts", account, { name: "Short" });
    await world.run("CUSTOMER");

    expect(await log()).toEqual(["inserted", "failed"]);
  });

  test("of a pair is the pair's, uncoupled or not; nobody's is not found", async () => {
    const coupling = await coupled("Pair");
    const id = errorIdOf(
      customer.name,
      "businessCentral",
      (await world.app.store.couplings.get(coupling))?.ids.businessCentral ?? fail(),
    );
    const newest = async () => {
      const page = await logOfError(world.app, id, { limit: 1 });
      return page.ok ? page.value.items[0]?.outcome : page.failure.code;
    };
    expect(await newest()).toBe("inserted");

    await world.run("CUSTOMER", uncouple(coupling));

    expect(await newest()).toBe("uncoupled");
    expect(recordOf(coupling)).toBe(id.slice(id.indexOf(".") + 2));
  });
});

const fail = (): never => {
  throw new Error("The pair was not coupled");
};
