import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod/mini";

import { errorOf, type LiveSandbox, type Reply, startSandbox, textIn } from "./live-sandbox.ts";

const Notice = z.object({
  value: z.array(
    z.object({
      subscriptionId: z.string(),
      clientState: z.string(),
      resource: z.string(),
      changeType: z.string(),
    }),
  ),
});

let bc: LiveSandbox;
let received: z.infer<typeof Notice>["value"][number][];
let calls: number;
let receiver: { echoes: boolean; status: number };

beforeEach(async () => {
  received = [];
  calls = 0;
  receiver = { echoes: true, status: 202 };
  bc = await startSandbox({
    post: async (url, _headers, body) => {
      const token = new URL(url).searchParams.get("validationToken");
      if (token !== null) return { status: 200, body: receiver.echoes ? token : "something else" };
      calls += 1;
      if (receiver.status < 300) received.push(...Notice.parse(JSON.parse(body)).value);
      return { status: receiver.status, body: "" };
    },
  });
});
afterEach(() => bc.close());

const any = { "if-match": "*" };
const subscriptions = () => `${bc.origin}/api/v2.0/subscriptions`;

const subscribe = (): Promise<Reply> =>
  bc.call("POST", subscriptions(), {
    notificationUrl: "https://tandem.example/notices",
    resource: `${bc.sandbox.company.path}/customers`,
    clientState: "secret",
  });

async function pass(milliseconds: number): Promise<void> {
  bc.clock.advance(milliseconds);
  await bc.sandbox.deliverNotifications();
}

test("B52 a subscription is made after the receiver echoes the token, for three days", async () => {
  const made = await subscribe();

  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    clientState: "secret",
    expirationDateTime: "2026-05-04T12:00:00Z",
  });
});

test("B52 a wrong echo is 400 and no subscription", async () => {
  receiver.echoes = false;

  const refused = await subscribe();

  expect([refused.status, errorOf(refused).code]).toEqual([400, "BadRequest"]);
  expect((await bc.call("GET", subscriptions())).rows).toEqual([]);
});

test("B52 a subscription is renewed with If-Match and deleted", async () => {
  const made = await subscribe();
  const path = `${subscriptions()}('${textIn(made.body, "subscriptionId")}')`;
  bc.clock.advance(86_400_000);

  const bare = await bc.call("PATCH", path, {});
  const etag = { "if-match": textIn(made.body, "@odata.etag") };
  const renewed = await bc.call("PATCH", path, { clientState: "new" }, etag);
  const deleted = await bc.call("DELETE", path, undefined, any);

  expect(bare.status).toBe(400);
  expect(renewed.body).toMatchObject({
    clientState: "new",
    expirationDateTime: "2026-05-05T12:00:00Z",
  });
  expect(deleted.status).toBe(204);
  expect((await bc.call("GET", path)).status).toBe(404);
});

test("B53 a create and two updates within the delay are one notification", async () => {
  await subscribe();
  const customer = await bc.call("POST", "/customers", { displayName: "Ann" });
  const id = textIn(customer.body, "id");
  await bc.call("PATCH", `/customers(${id})`, { city: "Oslo" }, any);
  await bc.call("PATCH", `/customers(${id})`, { city: "Rome" }, any);
  await pass(29_000);
  expect(received).toEqual([]);

  await pass(1000);

  expect(received).toMatchObject([
    {
      clientState: "secret",
      changeType: "created",
      resource: `api/v2.0/companies(${bc.sandbox.company.id})/customers(${id})`,
    },
  ]);
});

test("B53 a deletion is told, a change of nothing and a moved balance are not", async () => {
  await subscribe();
  const [first, second, third] = (await bc.call("GET", "/customers")).rows.map((row) =>
    textIn(row, "id"),
  );
  await bc.call("PATCH", `/customers(${first})`, {}, any);
  bc.sandbox.data.changeComputed("customers", second ?? "", { balanceDue: "1" });
  await bc.call("DELETE", `/customers(${third})`, undefined, any);

  await pass(30_000);

  expect(
    received.map(({ changeType, resource }) => [changeType, resource.includes(third ?? "")]),
  ).toEqual([["deleted", true]]);
});

test("B54 more than 1000 changes become one collection entry, without a filter after a deletion", async () => {
  await subscribe();
  const addMany = () => {
    for (let i = 0; i < 1001; i += 1) {
      bc.sandbox.data.insert("customers", { displayName: `Customer ${i}` });
    }
  };
  addMany();
  await pass(30_000);
  addMany();
  bc.sandbox.data.remove("customers", String(bc.sandbox.data.all("customers")[0]?.["id"]));
  await pass(30_000);

  const resource = `api/v2.0/companies(${bc.sandbox.company.id})/customers`;
  expect(received).toMatchObject([
    {
      changeType: "collection",
      resource: `${resource}?$filter=lastModifiedDateTime%20gt%202026-05-01T11%3A59%3A59.95Z`,
    },
    { changeType: "collection", resource },
  ]);
});

test("B55 a receiver that answers 500 is tried again after a minute", async () => {
  await subscribe();
  await bc.call("POST", "/customers", { displayName: "Ann" });
  receiver.status = 500;
  await pass(30_000);
  receiver.status = 200;
  await pass(59_000);
  expect(calls).toBe(1);

  await pass(1000);

  expect([calls, received.length]).toEqual([2, 1]);
});

test("B55 a receiver that answers 400 loses its subscription", async () => {
  await subscribe();
  await bc.call("POST", "/customers", { displayName: "Ann" });
  receiver.status = 400;

  await pass(30_000);

  expect((await bc.call("GET", subscriptions())).rows).toEqual([]);
});
