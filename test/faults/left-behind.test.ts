import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { RecordId } from "../../lib/domain/ids.ts";
import { sides } from "../../lib/domain/side.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { type Customers, customersOf, sets } from "../scenarios/customers.ts";
import { startWorld } from "../world/world.ts";
import { type Refusing, refusingParts } from "./refused-parts.ts";
import { calm, endOf, expectInStep, fault, heldBy } from "./watch.ts";

let refusing: Refusing | undefined;
let losing = false;

/** Carries out the next batch that creates, and loses its answer. */
const losingCreates =
  (real: Transport): Transport =>
  async (request) => {
    const answer = await real(request);
    const creates = /"method":"POST"|^If-None-Match: \*/m.test(request.body ?? "");
    if (!losing || !creates) return answer;
    losing = false;
    return { error: "reset", sent: true };
  };

const world = await startWorld({
  mappings: [],
  transport: (real) => losingCreates(refusingParts(() => refusing)(real)),
});
afterAll(() => world.stop());
afterEach(() => {
  refusing = undefined;
  calm(world);
});

const lostOnce = { dropResponse: { only: "writes", remaining: 1 } } as const;

const refuse = (text: string): void => {
  refusing = { text, refusal: { status: 400, code: "BadRequest", message: "Not like this." } };
};

/** A customer whose account was refused: listed, and skipped until someone acts or edits it. */
async function refusedCustomer(on: Customers) {
  const id = await on.customer("Adatum");
  refuse(on.named("Adatum"));
  await on.run();
  refusing = undefined;
  expect(await on.errors()).toMatchObject([{ kind: "rejected", status: "skipped" }]);
  return id;
}

test.each(sides)(
  "W4 a record restored in %s unacknowledged is coupled, and not created twice",
  async (side) => {
    const on = await customersOf(world, `R1${side === "dataverse" ? "D" : "B"}`);
    const pair = await on.pair("Adatum", { city: "Oslo" });
    await world[side].remove(sets[side], pair[side]);
    await on.run({ kind: "findDeleted" });
    const ids = (await on.errors()).map(({ id }) => id);
    const { id: jobId } = await world.start(on.mapping.name, { kind: "restore", errors: { ids } });
    losing = true;
    await world.workOff();
    expect(losing).toBe(false);
    expect(endOf(await world.job(jobId))).toBe("completed");
    await on.run();
    await expectInStep(world, on, 1);
  },
);

test("W4 a policy restores a record in Dataverse unacknowledged: one is created", async () => {
  const on = await customersOf(world, "R2", { deleteConflict: "restore" });
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await world.dataverse.remove("accounts", pair.dataverse);
  fault(world, "dataverse", lostOnce);
  expect(endOf(await on.run())).toBe("completed");
  await expectInStep(world, on, 1);
});

test("W4 a listed record that was created unacknowledged is no longer listed", async () => {
  const on = await customersOf(world, "A1");
  const id = await refusedCustomer(on);
  await world.businessCentral.change("customers", id, { phoneNumber: "9" });
  fault(world, "dataverse", lostOnce);
  await on.run();
  await expectInStep(world, on, 1);
});

describe("W4 a listed account whose customer was created unacknowledged and edited before anyone found out", () => {
  async function doubtful(name: string) {
    const on = await customersOf(world, name);
    const id = await on.account("Adatum", { address1_city: "Oslo" });
    refuse(on.named("Adatum"));
    await on.run();
    refusing = undefined;
    await world.dataverse.change("accounts", id, { telephone1: "9" });
    const { id: jobId, step } = await world.start(on.mapping.name);
    fault(world, "businessCentral", lostOnce);
    await runJobStep(world.app, { jobId, step, resend: 0 });
    const [created] = (await world.businessCentral.list("customers")).filter(
      (row) => row["displayName"] === on.named("Adatum"),
    );
    await world.businessCentral.change("customers", String(created?.["id"]), { city: "Hamar" });
    await world.workOff();
    return { on, id };
  }

  test("is listed as ambiguous, and not created twice", async () => {
    const { on } = await doubtful("A2");
    expect(await on.errors()).toMatchObject([
      { kind: "ambiguousMatch", status: "skipped" },
      { kind: "ambiguousMatch", status: "skipped" },
    ]);
    expect((await heldBy(world, on)).businessCentral).toHaveLength(1);
  });

  test("the customer gets no account of its own, and coupling both by hand ends it", async () => {
    const { on, id: account } = await doubtful("A4");
    await on.run();
    expect((await heldBy(world, on)).dataverse).toHaveLength(1);

    const asked = (await on.errors()).find(({ sides: named }) => named.dataverse.id === account);
    const businessCentralId = RecordId.parse(asked?.candidates?.[0]);
    const dataverseId = RecordId.parse(account);
    const pair = { businessCentralId, dataverseId, initialSync: "dataverse" } as const;
    await on.run({ kind: "couple", pairs: [pair] });
    await on.run();

    expect(await on.errors()).toEqual([]);
    await expectInStep(world, on, 1);
  });

  test("an edit of the account does not create a second customer", async () => {
    const { on, id } = await doubtful("A3");
    await world.dataverse.change("accounts", id, { telephone1: "10" });
    await on.run();
    expect((await heldBy(world, on)).businessCentral).toHaveLength(1);
  });
});

test("W7 a conflict that is retried while its record is outside the filter comes back with it", async () => {
  const on = await customersOf(world, "F1");
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await on.edit(pair, "businessCentral", { city: "Bergen" });
  await on.edit(pair, "dataverse", { address1_city: "Hamar" });
  await on.run();
  const [item] = await on.errors();
  expect(item).toMatchObject({ kind: "updateConflict" });
  await on.edit(pair, "businessCentral", { displayName: "Elsewhere", city: "Hamar" });
  if (item !== undefined) await world.app.store.errors.save([{ ...item, retryRequested: true }]);
  await on.run();
  await on.edit(pair, "businessCentral", { displayName: on.named("Back") });
  await on.run();
  await expectInStep(world, on, 1);
});

test("W7 a restore that is refused is listed with its coupling, and made up for once it can be", async () => {
  const on = await customersOf(world, "S1", { deleteConflict: "restore" });
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await world.dataverse.remove("accounts", pair.dataverse);
  refuse(on.named("Adatum"));
  await on.run();
  const [item] = await on.errors();
  expect(item).toMatchObject({ kind: "rejected", status: "skipped" });
  expect(await on.coupling(pair)).toMatchObject({ status: "skipped", errorId: item?.id });
  refusing = undefined;
  await on.edit(pair, "businessCentral", { phoneNumber: "9" });
  await on.run();
  await expectInStep(world, on, 1);
});

test("E8 an account that was refused, never coupled, and then deleted is not listed any more", async () => {
  const on = await customersOf(world, "G1");
  const id = await on.account("Adatum");
  refuse(on.named("Adatum"));
  await on.run();
  refusing = undefined;
  expect(await on.errors()).toMatchObject([{ kind: "rejected", status: "skipped" }]);

  await world.dataverse.remove("accounts", id);
  await on.run();

  expect(await on.errors()).toEqual([]);
});

test("W7 a pair that takes the place of a broken one is not listed for that, though its first write is unacknowledged", async () => {
  const on = await customersOf(world, "H1");
  const pair = await on.pair("Adatum", { city: "Oslo" });
  await world.dataverse.remove("accounts", pair.dataverse);
  await on.run();
  expect(await on.errors()).toMatchObject([{ kind: "deletedInDataverse" }]);
  const account = await on.account("Adatum", { address1_city: "Hamar" });
  const asked = { businessCentralId: pair.businessCentral, dataverseId: account } as const;
  const { id: jobId, step } = await world.start(on.mapping.name, {
    kind: "couple",
    pairs: [{ ...asked, initialSync: "dataverse" }],
  });
  fault(world, "businessCentral", lostOnce);
  await runJobStep(world.app, { jobId, step, resend: 0 });

  expect(await on.couplings()).toMatchObject([{ ids: { dataverse: account }, status: "active" }]);
  expect(await on.errors()).toEqual([]);
  await world.workOff();
  await expectInStep(world, on, 1);
});

test("W4 a create unacknowledged is found though the app's clock is behind ours and never told before", async () => {
  const fresh = await startWorld({ mappings: [] });
  try {
    const on = await customersOf(fresh, "C1");
    const id = await on.account("Adatum", { address1_city: "Oslo" });
    fault(fresh, "businessCentral", { ...lostOnce, clockSkewMs: -10 * 60_000 });
    await fresh.run(on.mapping.name, {
      kind: "couple",
      pairs: [{ side: "dataverse", id, create: true }],
    });
    await on.run();
    await expectInStep(fresh, on, 1);
  } finally {
    await fresh.stop();
  }
});
