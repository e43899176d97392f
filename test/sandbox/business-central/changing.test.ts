import { afterEach, beforeEach, expect, test } from "vitest";
import { anyVersion, createCustomer, customerPath, zero } from "./live-customers.ts";
import { errorOf, type LiveSandbox, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;
beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

test("B14 PATCH without If-Match is refused with 400 BadRequest_InvalidToken", async () => {
  const customer = await createCustomer(bc);

  const reply = await bc.call("PATCH", customerPath(customer), {
    "@odata.etag": customer.body["@odata.etag"],
    displayName: "B",
  });

  expect([reply.status, errorOf(reply).code]).toEqual([400, "BadRequest_InvalidToken"]);
});

test("B15 PATCH with a stale ETag is 409 Request_EntityChanged, or by switch 412", async () => {
  const customer = await createCustomer(bc);
  const stale = { "if-match": textIn(customer.body, "@odata.etag") };
  await bc.call("PATCH", customerPath(customer), { displayName: "First" }, anyVersion);

  const refused = await bc.call("PATCH", customerPath(customer), { displayName: "Second" }, stale);
  await bc.setFaults({ variants: ["staleEtagPrecondition"] });
  const otherwise = await bc.call("DELETE", customerPath(customer), undefined, stale);

  expect([refused.status, errorOf(refused).code]).toEqual([409, "Request_EntityChanged"]);
  expect(otherwise.status).toBe(412);
  expect((await bc.call("GET", customerPath(customer))).body["displayName"]).toBe("First");
});

test("B16 PATCH with the current ETag changes only what was sent and gives a new ETag and stamp", async () => {
  const before = await createCustomer(bc, { city: "Oslo" });
  bc.clock.advance(5000);

  const after = await bc.call(
    "PATCH",
    customerPath(before),
    { displayName: "Changed" },
    { "if-match": textIn(before.body, "@odata.etag") },
  );

  expect(after.status).toBe(200);
  expect(after.body).toMatchObject({ displayName: "Changed", city: "Oslo" });
  expect(after.body["@odata.etag"]).not.toBe(before.body["@odata.etag"]);
  expect(textIn(after.body, "lastModifiedDateTime")).toBe("2026-05-01T12:00:05Z");
});

test("B17 PATCH with return=minimal still answers 200 with the body", async () => {
  const customer = await createCustomer(bc);
  const reply = await bc.call(
    "PATCH",
    customerPath(customer),
    { city: "Rome" },
    { ...anyVersion, prefer: "return=minimal" },
  );

  expect([reply.status, reply.body["city"]]).toEqual([200, "Rome"]);
});

test("B18 PATCH of an unknown record is 404 and creates nothing", async () => {
  const reply = await bc.call("PATCH", `/customers(${zero})`, { displayName: "Ghost" }, anyVersion);

  expect(reply.status).toBe(404);
  expect((await bc.call("GET", "/customers")).rows).toHaveLength(5);
});

test("B19 PATCH that changes nothing keeps the stamp, blanks included", async () => {
  const before = await createCustomer(bc);
  bc.clock.advance(5000);

  const after = await bc.call(
    "PATCH",
    customerPath(before),
    { displayName: "Ann", city: "", creditLimit: 0, currencyCode: "USD", taxLiable: false },
    anyVersion,
  );

  expect(after.status).toBe(200);
  expect(after.body["lastModifiedDateTime"]).toBe(before.body["lastModifiedDateTime"]);
});

test("B20 PATCH of the number renames the customer and keeps its id", async () => {
  const customer = await createCustomer(bc);
  const renamed = await bc.call("PATCH", customerPath(customer), { number: "new1" }, anyVersion);

  expect(renamed.body).toMatchObject({ id: customer.body["id"], number: "NEW1" });
  const old = textIn(customer.body, "number");
  expect((await createCustomer(bc, { number: old })).status).toBe(201);
});

test("B35 PATCH of a collection is 405 BadRequest_MethodNotAllowed", async () => {
  const reply = await bc.call("PATCH", "/customers", { displayName: "All" }, anyVersion);

  expect([reply.status, errorOf(reply).code]).toEqual([405, "BadRequest_MethodNotAllowed"]);
});

test("B36 a deleted customer is gone, and a second delete is 404", async () => {
  const customer = await createCustomer(bc);
  const etag = { "if-match": textIn(customer.body, "@odata.etag") };
  const first = await bc.call("DELETE", customerPath(customer), undefined, etag);
  const second = await bc.call("DELETE", customerPath(customer), undefined, anyVersion);
  const list = await bc.call("GET", "/customers?$filter=displayName eq 'Ann'");

  expect([first.status, first.text, second.status, list.rows.length]).toEqual([204, "", 404, 0]);
});

test("B36 DELETE without If-Match is done, or by switch refused", async () => {
  const one = await createCustomer(bc);
  const two = await createCustomer(bc);
  const done = await bc.call("DELETE", customerPath(one));
  await bc.setFaults({ variants: ["deleteNeedsIfMatch"] });
  const refused = await bc.call("DELETE", customerPath(two));

  expect(done.status).toBe(204);
  expect([refused.status, errorOf(refused).code]).toEqual([400, "BadRequest_InvalidToken"]);
});
