import { afterEach, beforeEach, expect, test } from "vitest";

import { errorOf, type LiveSandbox, type Reply, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;

beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

const any = { "if-match": "*" };

async function createOrder(lines: readonly object[] = []): Promise<Reply> {
  const customer = (await bc.call("GET", "/customers?$top=1")).rows[0];
  return bc.call("POST", "/salesOrders", {
    customerId: customer?.["id"],
    ...(lines.length === 0 ? {} : { salesOrderLines: lines }),
  });
}

test("B32 lines without their document are refused", async () => {
  const order = await createOrder([{ description: "a", quantity: 1, unitPrice: 2 }]);
  const id = textIn(order.body, "id");

  const alone = await bc.call("GET", "/salesOrderLines");
  const filtered = await bc.call("GET", `/salesOrderLines?$filter=documentId eq ${id}`);
  const below = await bc.call("GET", `/salesOrders(${id})/salesOrderLines`);

  expect([alone.status, errorOf(alone).code]).toEqual([400, "Application_DialogException"]);
  expect([filtered.rows.length, below.rows.length]).toEqual([1, 1]);
});

test("B33 sequence and documentId of a line cannot change", async () => {
  const order = await createOrder([{ quantity: 1 }]);
  const other = await createOrder();
  const lines = `/salesOrders(${textIn(order.body, "id")})/salesOrderLines`;
  const line = `/salesOrderLines(${textIn((await bc.call("GET", lines)).rows[0], "id")})`;

  const sequence = await bc.call("PATCH", line, { sequence: 5 }, any);
  const document = await bc.call("PATCH", line, { documentId: other.body["id"] }, any);
  const quantity = await bc.call("PATCH", line, { quantity: 7 }, any);

  expect([sequence.status, document.status, quantity.status]).toEqual([400, 400, 200]);
});

test("B34 a won opportunity keeps its contact and salesperson, and status is read-only", async () => {
  const [first, second] = (await bc.call("GET", "/contacts")).rows;
  const created = await bc.call("POST", "/opportunities", { contactNumber: first?.["number"] });
  const id = textIn(created.body, "id");
  const path = `/opportunities(${id})`;
  expect((await bc.call("PATCH", path, { contactNumber: second?.["number"] }, any)).status).toBe(
    200,
  );
  bc.sandbox.data.change("opportunities", id, { status: "Won" });

  const contact = await bc.call("PATCH", path, { contactNumber: first?.["number"] }, any);
  const salesperson = await bc.call("PATCH", path, { salespersonCode: "JO" }, any);
  const status = await bc.call("PATCH", path, { status: "Lost" }, any);
  const description = await bc.call("PATCH", path, { description: "still free" }, any);

  expect([contact, salesperson, status, description].map((reply) => reply.status)).toEqual([
    400, 400, 400, 200,
  ]);
  expect(errorOf(status).code).toBe("BadRequest_InvalidOperation");
});

test("B37 a customer with an open order cannot be deleted", async () => {
  const order = await createOrder();
  const path = `/customers(${textIn(order.body, "customerId")})`;

  const refused = await bc.call("DELETE", path, undefined, any);
  await bc.call("DELETE", `/salesOrders(${textIn(order.body, "id")})`, undefined, any);
  const done = await bc.call("DELETE", path, undefined, any);

  expect([refused.status, errorOf(refused).code]).toEqual([400, "Application_DialogException"]);
  expect(done.status).toBe(204);
});

test("B44 a change of its lines moves the order's stamp and total", async () => {
  const order = await createOrder();
  const path = `/salesOrders(${textIn(order.body, "id")})`;
  const item = (await bc.call("GET", "/items?$top=1")).rows[0];
  bc.clock.advance(60_000);

  const line = await bc.call("POST", `${path}/salesOrderLines`, {
    itemId: item?.["id"],
    quantity: 2,
    unitPrice: 10.5,
  });
  const after = await bc.call("GET", path);

  expect(line.body).toMatchObject({ lineObjectNumber: item?.["number"], sequence: 10000 });
  expect(after.body).toMatchObject({
    totalAmountExcludingTax: 21,
    lastModifiedDateTime: "2026-05-01T12:01:00Z",
  });
});

test("a sales order needs a customer and brings its lines, all or nothing", async () => {
  const bare = await bc.call("POST", "/salesOrders", {});
  const broken = await createOrder([{ quantity: 1 }, { quantity: "many" }]);

  expect(errorOf(bare).message).toContain('A "customerNumber" or a "customerId" must be provided.');
  expect(broken.status).toBe(400);
  expect((await bc.call("GET", "/salesOrders")).rows).toEqual([]);
});

test("orders can be read with their lines, other expansions are refused", async () => {
  await createOrder([
    { description: "a", quantity: 1 },
    { description: "b", quantity: 2 },
  ]);

  const orders = await bc.call("GET", "/salesOrders?$expand=salesOrderLines");
  const other = await bc.call("GET", "/customers?$expand=picture");

  expect(orders.rows).toMatchObject([{ salesOrderLines: [{}, {}] }]);
  expect(other.status).toBe(400);
});
