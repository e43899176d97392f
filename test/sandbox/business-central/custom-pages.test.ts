import { afterEach, beforeEach, expect, test } from "vitest";
import { anyVersion, createCustomer, zero } from "./live-customers.ts";
import { errorOf, type LiveSandbox, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;
beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

test("the customer card has a primary contact, which must be a person", async () => {
  const card = `${bc.origin}${bc.sandbox.company.customPath}/customerCards`;
  const customer = (await bc.call("GET", card)).rows[0];
  const path = `${card}(${textIn(customer, "id")})`;
  const person = (await bc.call("GET", card.replace("customerCards", "personContacts"))).rows[0];
  const company = (await bc.call("GET", "/contacts?$filter=type eq 'Company'")).rows[0];

  const set = await bc.call("PATCH", path, { primaryContactId: person?.["id"] }, anyVersion);
  const refused = await bc.call("PATCH", path, { primaryContactId: company?.["id"] }, anyVersion);
  const cleared = await bc.call("PATCH", path, { primaryContactId: zero }, anyVersion);

  expect(set.body["primaryContactId"]).toBe(person?.["id"]);
  expect(refused.status).toBe(400);
  expect(cleared.body["primaryContactId"]).toBe(zero);
  const standard = await bc.call("GET", `/customers(${textIn(customer, "id")})`);
  expect(standard.body["primaryContactId"]).toBeUndefined();
  expect(standard.body["@odata.etag"]).not.toBe(cleared.body["@odata.etag"]);
});

test("a person contact belongs to a customer through the customer's company contact", async () => {
  const persons = `${bc.origin}${bc.sandbox.company.customPath}/personContacts`;
  const customer = await createCustomer(bc, { city: "Oslo" });

  const person = await bc.call("POST", persons, {
    displayName: "Bo Berg",
    customerId: customer.body["id"],
  });
  const cleared = await bc.call(
    "PATCH",
    `${persons}(${textIn(person.body, "id")})`,
    { customerId: zero },
    anyVersion,
  );
  const wrong = await bc.call("POST", persons, {
    displayName: "Bo",
    customerId: person.body["id"],
  });

  expect(person.body).toMatchObject({
    type: "Person",
    customerId: customer.body["id"],
    companyName: "Ann",
    city: "Oslo",
    contactBusinessRelation: "Customer",
  });
  expect(cleared.body).toMatchObject({ customerId: zero, companyNumber: "", companyName: "" });
  expect(errorOf(wrong).message).toContain('The "customerId" does not match to a Customer.');
  const list = await bc.call("GET", persons);
  expect(new Set(list.rows.map((row) => row["type"]))).toEqual(new Set(["Person"]));
});
