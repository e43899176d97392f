import { afterEach, beforeEach, expect, test } from "vitest";
import { anyVersion, createCustomer, customerPath, zero } from "./live-customers.ts";
import { errorOf, type LiveSandbox, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;
beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

test("B8 a customer with only a name gets a number from the series, an id and an ETag", async () => {
  const first = await createCustomer(bc);
  const second = await createCustomer(bc);

  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ displayName: "Ann", blocked: "_x0020_", type: "Company" });
  expect(textIn(first.body, "number")).toMatch(/^C\d+$/u);
  expect(second.body["number"]).not.toBe(first.body["number"]);
  expect(textIn(first.body, "@odata.etag")).toMatch(/^W\//u);
  expect((await bc.call("GET", customerPath(first))).body["@odata.etag"]).toBe(
    first.body["@odata.etag"],
  );
});

test("B9 return-no-content gives 204 without a body, unless the switch ignores it", async () => {
  const prefer = { prefer: "return-no-content" };
  const silent = await bc.call("POST", "/customers", { displayName: "Quiet" }, prefer);
  await bc.setFaults({ variants: ["returnNoContentIgnored"] });
  const loud = await bc.call("POST", "/customers", { displayName: "Loud" }, prefer);

  expect([silent.status, silent.text]).toEqual([204, ""]);
  expect(loud.status).toBe(201);
  const found = await bc.call("GET", "/customers?$filter=displayName eq 'Quiet'");
  expect(found.rows).toHaveLength(1);
});

test("B10 a customer without a name is refused, and the message ends with the correlation id", async () => {
  const reply = await bc.call("POST", "/customers", {});

  expect([reply.status, errorOf(reply).code]).toEqual([400, "Application_DialogException"]);
  expect(errorOf(reply).message).toMatch(
    /^A "displayName" must be provided\. {2}CorrelationId: {2}[0-9a-f-]{36}\.$/u,
  );
});

test("B11 a used number is refused with 400, or by switch with 409", async () => {
  await createCustomer(bc, { number: "TAKEN" });
  const refused = await createCustomer(bc, { number: "taken" });
  await bc.setFaults({ variants: ["duplicateKeyConflict"] });
  const conflict = await createCustomer(bc, { number: "TAKEN" });

  expect([refused.status, errorOf(refused).code]).toEqual([
    400,
    "Internal_EntityWithSameKeyExists",
  ]);
  expect([conflict.status, errorOf(conflict).code]).toEqual([
    409,
    "Internal_EntityWithSameKeyExists",
  ]);
});

test("B12 the template fills payment terms and country when they were not sent", async () => {
  const terms = await bc.call("GET", "/paymentTerms?$filter=code eq '30 DAYS'");
  const filled = await createCustomer(bc);
  const own = await createCustomer(bc, { country: "DK", paymentTermsId: zero });

  expect(filled.body).toMatchObject({ country: "US", paymentTermsId: terms.rows[0]?.["id"] });
  expect(own.body).toMatchObject({ country: "DK", paymentTermsId: zero });
});

test("B13 a customer comes with a company contact, and each follows the other", async () => {
  const customer = await createCustomer(bc, { addressLine1: "1 Mill Hill" });
  const found = await bc.call("GET", "/contacts?$filter=displayName eq 'Ann'");
  const contact = `/contacts(${textIn(found.rows[0], "id")})`;
  expect(found.rows).toMatchObject([
    { type: "Company", addressLine1: "1 Mill Hill", contactBusinessRelation: "Customer" },
  ]);

  bc.clock.advance(1000);
  await bc.call("PATCH", customerPath(customer), { displayName: "Anna" }, anyVersion);
  const followed = await bc.call("GET", contact);
  expect(followed.body).toMatchObject({
    displayName: "Anna",
    lastModifiedDateTime: "2026-05-01T12:00:01Z",
  });

  bc.clock.advance(1000);
  await bc.call("PATCH", contact, { phoneNumber: "+1 555" }, anyVersion);
  expect((await bc.call("GET", customerPath(customer))).body).toMatchObject({
    phoneNumber: "+1 555",
    lastModifiedDateTime: "2026-05-01T12:00:02Z",
  });
});

test("B31 an item cannot be created with an inventory", async () => {
  const reply = await bc.call("POST", "/items", { displayName: "Bell", inventory: 3 });

  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain("Inventory cannot be changed during on insert.");
});

test("customers make their own id, other tables take the one that was posted", async () => {
  const wish = "11111111-2222-3333-4444-555555555555";
  const customer = await createCustomer(bc, { id: wish });
  const item = await bc.call("POST", "/items", { id: wish, displayName: "Bell" });
  const twice = await bc.call("POST", "/items", { id: wish, displayName: "Bell" });

  expect(customer.body["id"]).not.toBe(wish);
  expect(item.body["id"]).toBe(wish);
  expect(errorOf(twice).code).toBe("Internal_EntityWithSameKeyExists");
});
