import { afterEach, beforeEach, expect, test } from "vitest";
import { plusSeconds } from "../../../lib/domain/instant.ts";
import { type NoticeWorld, secret, startNotices } from "./notice-world.ts";

const address = "/v1/notices/dataverse";
let world: NoticeWorld;

beforeEach(async () => {
  world = await startNotices();
});
afterEach(() => world.stop());

/** As Dataverse sends it, shortened. */
const context = (more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    BusinessUnitId: "f0bf3c9a-8150-e811-a953-000d3af29fc0",
    CorrelationId: "a30fd99a-4bbf-4f0c-8d3e-7f0a1a4c1a11",
    Depth: 1,
    InitiatingUserId: "75c2dd55-a3f2-4f1c-b7b5-5a8c1f6a1a11",
    InputParameters: [{ key: "Target", value: { LogicalName: "account" } }],
    MessageName: "Update",
    OperationCreatedOn: "/Date(2237274000000)/",
    PrimaryEntityId: "c1961a14-d4e6-470c-8d1e-23ae6b1bbb8d",
    PrimaryEntityName: "account",
    ...more,
  });

const soon = () => plusSeconds(world.clock.now(), 30);

test.each(["Create", "Update", "Delete", "Merge", "SetState"])(
  "%s of a mapped table wakes its mapping",
  async (MessageName) => {
    const answer = await world.send(`POST ${address}?code=${secret}`, context({ MessageName }));

    expect(answer.status).toBe(204);
    expect(await world.moved()).toEqual({ CUSTOMER: soon() });
  },
);

test("the secret may come in a header", async () => {
  const answer = await world.send(`POST ${address}`, context(), { "x-tandem-secret": secret });

  expect(answer.status).toBe(204);
  expect(await world.moved()).toEqual({ CUSTOMER: soon() });
});

test("a table that no mapping is on wakes nobody", async () => {
  const body = context({ PrimaryEntityName: "incident" });

  expect((await world.send(`POST ${address}?code=${secret}`, body)).status).toBe(204);
  expect(await world.moved()).toEqual({});
});

test("an edit wakes no mapping that only takes from Business Central, a deletion does", async () => {
  const currencies = (MessageName: string) =>
    world.send(
      `POST ${address}?code=${secret}`,
      context({ MessageName, PrimaryEntityName: "transactioncurrency" }),
    );

  await currencies("Update");
  expect(await world.moved()).toEqual({});

  await currencies("Delete");
  expect(await world.moved()).toEqual({ CURRENCY: soon() });
});

test.each([
  ["no secret", "", {}],
  ["another secret", "?code=guess", {}],
  [
    "another secret in the header beside the right one in the address",
    `?code=${secret}`,
    { "x-tandem-secret": "guess" },
  ],
])("FM27 %s: 401, whatever the body, and nothing happens", async (_, query, headers) => {
  world.meter.reset();

  for (const body of [context(), "{", ""]) {
    expect((await world.send(`POST ${address}${query}`, body, headers)).status).toBe(401);
  }
  expect(world.meter.taken()).toMatchObject({ readRequests: 0, writeRequests: 0 });
});

test.each([
  "",
  "[]",
  "{}",
  '{"MessageName":"Update"}',
  '{"MessageName":1,"PrimaryEntityName":"account"}',
])("%j is no notice: 400", async (body) => {
  expect((await world.send(`POST ${address}?code=${secret}`, body)).status).toBe(400);
});

test("a body larger than Dataverse sends: 413", async () => {
  const body = context({ filler: "x".repeat(512 * 1024) });

  expect((await world.send(`POST ${address}?code=${secret}`, body)).status).toBe(413);
});

test("no handshake is answered here", async () => {
  expect((await world.send(`GET ${address}?validationToken=t`)).status).toBe(405);
});
