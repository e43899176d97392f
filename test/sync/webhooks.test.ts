import { afterEach, beforeEach, expect, test } from "vitest";
import { MappingName, type RecordId } from "../../lib/domain/ids.ts";
import { plusMinutes, plusSeconds } from "../../lib/domain/instant.ts";
import type { MappingState } from "../../lib/domain/job/mapping-state.ts";
import { type HttpHost, startHttpHost } from "../../lib/local/http-host.ts";
import { noteChanges } from "../../lib/manage/schedules/wake-on-notice.ts";
import { answerNotice } from "../../lib/runtime/notices/answer-notice.ts";
import { startWorld, type World } from "../world/world.ts";

const secret = "the-secret-of-notices";
const halfLife = 1.5 * 24 * 60;
let host: HttpHost;
let world: World;
let url: string;
let subscribingFails: boolean;

beforeEach(async () => {
  host = await startHttpHost({
    port: 0,
    handler: (event) =>
      answerNotice(
        {
          secrets: async () => ({ current: secret }),
          note: (changes) => noteChanges(world.app, changes),
          report: (trouble) => {
            throw trouble;
          },
        },
        event,
      ),
    report: (trouble) => {
      throw trouble;
    },
  });
  url = `${host.url}/v1/notices/business-central`;
  subscribingFails = false;
  world = await startWorld({
    notices: { url, secret: async () => secret },
    transport: (real) => async (request) =>
      subscribingFails && request.url.endsWith("/subscriptions")
        ? { status: 403, headers: new Map(), text: "" }
        : real(request),
  });
});
afterEach(async () => {
  await world.stop();
  await host.stop();
});

const stateOf = async (mapping: string): Promise<MappingState> => {
  const state = await world.app.store.states.get(MappingName.parse(mapping));
  if (state === undefined) throw new Error(`There is no ${mapping}`);
  return state;
};

/** Only this mapping is due, now; its run is worked off. */
async function runScheduled(mapping: string): Promise<void> {
  for (const state of await world.app.store.states.all()) {
    const nextRunAt = state.mapping === mapping ? world.now() : plusMinutes(world.now(), 44_640);
    await world.app.store.states.save({
      ...state,
      schedule: { ...state.schedule, status: "ready", nextRunAt, attempts: 0 },
    });
  }
  await world.tick();
  await world.workOff();
}

const subscriptionCalls = () =>
  world.calls.all().filter((call) => call.url.includes("/subscriptions"));

async function aCoupledCustomer(): Promise<RecordId> {
  const id = await world.businessCentral.create("customers", { displayName: "Adatum" });
  await world.run("CUSTOMER", { kind: "synchronizeAll" });
  return id;
}

/** The sandbox tells what is due, half a minute after the edit. */
async function tell(): Promise<void> {
  world.pass(0.5);
  await world.sandboxes.businessCentral.deliverNotifications();
}

test("an edit in Business Central wakes its mapping, long before its next run", async () => {
  const id = await aCoupledCustomer();
  await runScheduled("CUSTOMER");
  world.pass(5);
  await world.businessCentral.change("customers", id, { phoneNumber: "22334455" });

  await tell();

  expect((await stateOf("CUSTOMER")).schedule).toMatchObject({
    status: "ready",
    nextRunAt: plusSeconds(world.now(), 30),
  });
  world.pass(1);
  await world.tick();
  await world.workOff();
  const [account] = await world.dataverse.list("accounts");
  expect(account).toMatchObject({ telephone1: "22334455" });
});

test("S9 the echo of our own write costs one run that finds nothing, and the plan stays as it was", async () => {
  const id = await aCoupledCustomer();
  const [account] = await world.dataverse.list("accounts");
  await runScheduled("CUSTOMER");
  world.pass(5);
  await world.dataverse.change("accounts", String(account?.["accountid"]), { telephone1: "123" });
  await runScheduled("CUSTOMER");
  expect(await world.businessCentral.get("customers", id)).toMatchObject({ phoneNumber: "123" });
  const { nextRunAt } = (await stateOf("CUSTOMER")).schedule;

  await tell();
  expect((await stateOf("CUSTOMER")).schedule.nextRunAt).toBe(plusSeconds(world.now(), 30));
  world.pass(1);
  await world.tick();
  await world.workOff();

  expect((await stateOf("CUSTOMER")).schedule).toMatchObject({ status: "ready", nextRunAt });
  await tell();
  expect((await stateOf("CUSTOMER")).schedule).toMatchObject({ status: "ready", nextRunAt });
});

test("W13 a scheduled run subscribes with one call, and a run that finds nothing still writes three times", async () => {
  await aCoupledCustomer();
  world.pass(60);
  await runScheduled("CUSTOMER");
  expect(subscriptionCalls()).toHaveLength(1);
  world.pass(60);
  world.calls.reset();

  await runScheduled("CUSTOMER");

  expect(world.calls.count()).toBe(2);
  expect(subscriptionCalls()).toEqual([]);
});

test("W13 FM17 at half its life a subscription is renewed, so that it never runs out", async () => {
  await runScheduled("CUSTOMER");
  const first = (await stateOf("CUSTOMER")).subscription;
  world.calls.reset();

  world.pass(halfLife - 1);
  await runScheduled("CUSTOMER");
  expect(subscriptionCalls()).toEqual([]);
  world.pass(1);
  await runScheduled("CUSTOMER");

  expect(subscriptionCalls().map(({ method }) => method)).toEqual(["PATCH"]);
  expect((await stateOf("CUSTOMER")).subscription).toMatchObject({
    id: first?.id,
    expiresAt: plusMinutes(world.now(), 2 * halfLife),
  });
});

test("W13 FM17 after a pause of eight days the subscription is made anew", async () => {
  await runScheduled("CUSTOMER");
  const first = (await stateOf("CUSTOMER")).subscription;
  world.pass(8 * 24 * 60);
  await world.sandboxes.businessCentral.deliverNotifications();
  await world.businessCentral.create("customers", { displayName: "Made in the pause" });
  await tell();
  world.calls.reset();

  await runScheduled("CUSTOMER");

  expect(subscriptionCalls().map(({ method }) => method)).toEqual(["PATCH", "POST"]);
  const { subscription } = await stateOf("CUSTOMER");
  expect(subscription?.id).not.toBe(first?.id);
  expect(await world.dataverse.list("accounts")).toHaveLength(1);
});

test("W13 a table that offers no webhooks is not asked for again for a day", async () => {
  await runScheduled("CONTACT");
  expect(subscriptionCalls()).toHaveLength(1);
  expect((await stateOf("CONTACT")).subscription).toMatchObject({ table: "v2.0/contacts" });
  expect((await stateOf("CONTACT")).subscription?.id).toBeUndefined();

  world.pass(24 * 60 - 1);
  await runScheduled("CONTACT");
  expect(subscriptionCalls()).toHaveLength(1);

  world.pass(1);
  await runScheduled("CONTACT");
  expect(subscriptionCalls()).toHaveLength(2);
});

test("W13 a mapping that only takes from Dataverse asks for nothing, nor does a run that a person waits for", async () => {
  await runScheduled("SALESPEOPLE");
  await world.run("CUSTOMER");

  expect(subscriptionCalls()).toEqual([]);
});

test("W13 no trouble with a subscription is trouble of the run", async () => {
  subscribingFails = true;

  await runScheduled("CUSTOMER");

  const { subscription, schedule } = await stateOf("CUSTOMER");
  expect(schedule).toMatchObject({ attempts: 0 });
  expect(subscription).toMatchObject({ askAgainAt: plusMinutes(world.now(), 24 * 60) });
  expect(await world.app.store.jobs.open()).toEqual([]);
});

test("a deletion in Business Central wakes the mapping too", async () => {
  const id = await aCoupledCustomer();
  await runScheduled("CUSTOMER");
  world.pass(5);
  await world.businessCentral.remove("customers", id);

  await tell();

  expect((await stateOf("CUSTOMER")).schedule.nextRunAt).toBe(plusSeconds(world.now(), 30));
});
