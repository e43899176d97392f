import { afterEach, beforeEach, expect, test } from "vitest";

import { errorOf, type LiveSandbox, type Reply, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;

beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

const zero = "00000000-0000-0000-0000-000000000000";
const any = { "if-match": "*" };

const create = (fields: object = {}): Promise<Reply> =>
  bc.call("POST", "/customers", { displayName: "Ann", ...fields });

const customerPath = (reply: Reply): string => `/customers(${textIn(reply.body, "id")})`;

const changeNew = async (fields: object): Promise<Reply> =>
  bc.call("PATCH", customerPath(await create()), fields, any);

test("B8 a customer with only a name gets a number from the series, an id and an ETag", async () => {
  const first = await create();
  const second = await create();

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
  await create({ number: "TAKEN" });
  const refused = await create({ number: "taken" });
  await bc.setFaults({ variants: ["duplicateKeyConflict"] });
  const conflict = await create({ number: "TAKEN" });

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
  const filled = await create();
  const own = await create({ country: "DK", paymentTermsId: zero });

  expect(filled.body).toMatchObject({ country: "US", paymentTermsId: terms.rows[0]?.["id"] });
  expect(own.body).toMatchObject({ country: "DK", paymentTermsId: zero });
});

test("B13 a customer comes with a company contact, and each follows the other", async () => {
  const customer = await create({ addressLine1: "1 Mill Hill" });
  const found = await bc.call("GET", "/contacts?$filter=displayName eq 'Ann'");
  const contact = `/contacts(${textIn(found.rows[0], "id")})`;
  expect(found.rows).toMatchObject([
    { type: "Company", addressLine1: "1 Mill Hill", contactBusinessRelation: "Customer" },
  ]);

  bc.clock.advance(1000);
  await bc.call("PATCH", customerPath(customer), { displayName: "Anna" }, any);
  const followed = await bc.call("GET", contact);
  expect(followed.body).toMatchObject({
    displayName: "Anna",
    lastModifiedDateTime: "2026-05-01T12:00:01Z",
  });

  bc.clock.advance(1000);
  await bc.call("PATCH", contact, { phoneNumber: "+1 555" }, any);
  expect((await bc.call("GET", customerPath(customer))).body).toMatchObject({
    phoneNumber: "+1 555",
    lastModifiedDateTime: "2026-05-01T12:00:02Z",
  });
});

test("B14 PATCH without If-Match is refused with 400 BadRequest_InvalidToken", async () => {
  const customer = await create();

  const reply = await bc.call("PATCH", customerPath(customer), {
    "@odata.etag": customer.body["@odata.etag"],
    displayName: "B",
  });

  expect([reply.status, errorOf(reply).code]).toEqual([400, "BadRequest_InvalidToken"]);
});

test("B15 PATCH with a stale ETag is 409 Request_EntityChanged, or by switch 412", async () => {
  const customer = await create();
  const stale = { "if-match": textIn(customer.body, "@odata.etag") };
  await bc.call("PATCH", customerPath(customer), { displayName: "First" }, any);

  const refused = await bc.call("PATCH", customerPath(customer), { displayName: "Second" }, stale);
  await bc.setFaults({ variants: ["staleEtagPrecondition"] });
  const otherwise = await bc.call("DELETE", customerPath(customer), undefined, stale);

  expect([refused.status, errorOf(refused).code]).toEqual([409, "Request_EntityChanged"]);
  expect(otherwise.status).toBe(412);
  expect((await bc.call("GET", customerPath(customer))).body["displayName"]).toBe("First");
});

test("B16 PATCH with the current ETag changes only what was sent and gives a new ETag and stamp", async () => {
  const before = await create({ city: "Oslo" });
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
  const customer = await create();
  const reply = await bc.call(
    "PATCH",
    customerPath(customer),
    { city: "Rome" },
    { ...any, prefer: "return=minimal" },
  );

  expect([reply.status, reply.body["city"]]).toEqual([200, "Rome"]);
});

test("B18 PATCH of an unknown record is 404 and creates nothing", async () => {
  const reply = await bc.call("PATCH", `/customers(${zero})`, { displayName: "Ghost" }, any);

  expect(reply.status).toBe(404);
  expect((await bc.call("GET", "/customers")).rows).toHaveLength(5);
});

test("B19 PATCH that changes nothing keeps the stamp, blanks included", async () => {
  const before = await create();
  bc.clock.advance(5000);

  const after = await bc.call(
    "PATCH",
    customerPath(before),
    { displayName: "Ann", city: "", creditLimit: 0, currencyCode: "USD", taxLiable: false },
    any,
  );

  expect(after.status).toBe(200);
  expect(after.body["lastModifiedDateTime"]).toBe(before.body["lastModifiedDateTime"]);
});

test("B20 PATCH of the number renames the customer and keeps its id", async () => {
  const customer = await create();
  const renamed = await bc.call("PATCH", customerPath(customer), { number: "new1" }, any);

  expect(renamed.body).toMatchObject({ id: customer.body["id"], number: "NEW1" });
  const old = textIn(customer.body, "number");
  expect((await create({ number: old })).status).toBe(201);
});

test("B21 a blank name is refused", async () => {
  const reply = await changeNew({ displayName: "" });

  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain('The blank "displayName" is not allowed.');
});

test("B22 a text longer than its column is refused and nothing of the body is saved", async () => {
  const customer = await create();
  const reply = await bc.call(
    "PATCH",
    customerPath(customer),
    { displayName: "Saved?", city: "x".repeat(31) },
    any,
  );

  expect([reply.status, errorOf(reply).code]).toEqual([400, "Application_StringExceededLength"]);
  expect((await bc.call("GET", customerPath(customer))).body["displayName"]).toBe("Ann");
});

test("B23 letters in a phone number and a bad e-mail are refused, a list of e-mails is not", async () => {
  const phone = await changeNew({ phoneNumber: "555 ext 1" });
  const email = await changeNew({ email: "ann.at.home" });
  const list = await changeNew({ email: "a@b.com; c@d.com" });
  await bc.setFaults({ variants: ["emailFieldValidation"] });
  const otherwise = await changeNew({ email: "ann.at.home" });

  expect([phone.status, errorOf(phone).code]).toEqual([400, "Application_DialogException"]);
  expect([email.status, errorOf(email).code]).toEqual([400, "Application_DialogException"]);
  expect(list.status).toBe(200);
  expect(errorOf(otherwise).code).toBe("Application_FieldValidationException");
});

test("B24 a read-only property is refused, lastModifiedDateTime is taken without effect", async () => {
  const balance = await changeNew({ balanceDue: 5 });
  const stamp = await changeNew({ lastModifiedDateTime: "2001-01-01T00:00:00Z" });

  expect([balance.status, errorOf(balance).code]).toEqual([400, "BadRequest_InvalidOperation"]);
  expect([stamp.status, stamp.body["lastModifiedDateTime"]]).toEqual([200, "2026-05-01T12:00:00Z"]);
});

test("B25 an unknown property in the body is 400 BadRequest, as are null and broken JSON", async () => {
  const unknown = await create({ fax: "1" });
  const blank = await create({ city: null });
  const broken = await bc.call("POST", "/customers", '{"displayName":');

  expect([unknown, blank, broken].map((reply) => [reply.status, errorOf(reply).code])).toEqual([
    [400, "BadRequest"],
    [400, "BadRequest"],
    [400, "BadRequest"],
  ]);
});

test("B26 a code is trimmed and upper-cased; an unknown one is Internal_InvalidTableRelation", async () => {
  const known = await changeNew({ salespersonCode: "jo " });
  const unknown = await changeNew({ salespersonCode: "XX" });

  expect(known.body["salespersonCode"]).toBe("JO");
  expect([unknown.status, errorOf(unknown).code]).toEqual([400, "Internal_InvalidTableRelation"]);
});

test("B27 unknown payment terms are refused by name, the zero GUID clears them", async () => {
  const unknown = await changeNew({ paymentTermsId: "11111111-1111-1111-1111-111111111111" });
  const cleared = await changeNew({ paymentTermsId: zero });

  expect(unknown.status).toBe(400);
  expect(errorOf(unknown).message).toContain(
    'The "paymentTermsId" does not match to a Payment Terms.',
  );
  expect(cleared.body["paymentTermsId"]).toBe(zero);
});

test("B28 the local currency is stored as blank and shown by its code", async () => {
  const euro = await changeNew({ currencyCode: "EUR" });
  const dollar = await bc.call("PATCH", customerPath(euro), { currencyCode: "USD" }, any);
  const again = await bc.call("PATCH", customerPath(euro), { currencyCode: "eur" }, any);
  const blank = await bc.call("PATCH", customerPath(euro), { currencyCode: "" }, any);

  expect([euro.body["currencyCode"], again.body["currencyCode"]]).toEqual(["EUR", "EUR"]);
  expect(euro.body["currencyId"]).not.toBe(zero);
  expect(dollar.body).toMatchObject({ currencyId: zero, currencyCode: "USD" });
  expect(blank.body).toMatchObject({ currencyId: zero, currencyCode: "USD" });
});

test("B28 an id and a code of different currencies are refused", async () => {
  const found = await bc.call("GET", "/currencies?$filter=code eq 'EUR'");
  const reply = await changeNew({ currencyId: found.rows[0]?.["id"], currencyCode: "GBP" });

  expect(errorOf(reply).message).toContain(
    "The currency values do not match to a specific Currency.",
  );
});

test("B29 another country blanks city, post code and state, unless the body sets them after it", async () => {
  const atlanta = { city: "Atlanta", state: "GA", postalCode: "31772", country: "US" };
  const alone = await create(atlanta);
  const moved = await bc.call("PATCH", customerPath(alone), { country: "DK" }, any);
  const first = await create(atlanta);
  const after = await bc.call("PATCH", customerPath(first), { country: "DK", city: "Odense" }, any);
  const second = await create(atlanta);
  const before = await bc.call(
    "PATCH",
    customerPath(second),
    { city: "Odense", country: "DK" },
    any,
  );

  expect(moved.body).toMatchObject({ country: "DK", city: "", postalCode: "", state: "" });
  expect(after.body["city"]).toBe("Odense");
  expect(before.body["city"]).toBe("");
});

test("B30 a choice is taken escaped or plain, returned escaped, and an unknown one is refused", async () => {
  const escaped = await bc.call("POST", "/items", { type: "Non_x002D_Inventory" });
  const plain = await bc.call("POST", "/items", { type: "Non-Inventory" });
  const unknown = await bc.call("POST", "/items", { type: "Foo" });

  expect([escaped.body["type"], plain.body["type"]]).toEqual([
    "Non_x002D_Inventory",
    "Non_x002D_Inventory",
  ]);
  expect([unknown.status, errorOf(unknown).code]).toEqual([400, "Unknown"]);
  expect(errorOf(unknown).message).toContain(
    "'Foo' is not an option. The existing options are: Inventory,Service,Non-Inventory",
  );
});

test("B31 an item cannot be created with an inventory", async () => {
  const reply = await bc.call("POST", "/items", { displayName: "Bell", inventory: 3 });

  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain("Inventory cannot be changed during on insert.");
});

test("B35 PATCH of a collection is 405 BadRequest_MethodNotAllowed", async () => {
  const reply = await bc.call("PATCH", "/customers", { displayName: "All" }, any);

  expect([reply.status, errorOf(reply).code]).toEqual([405, "BadRequest_MethodNotAllowed"]);
});

test("B36 a deleted customer is gone, and a second delete is 404", async () => {
  const customer = await create();
  const etag = { "if-match": textIn(customer.body, "@odata.etag") };
  const first = await bc.call("DELETE", customerPath(customer), undefined, etag);
  const second = await bc.call("DELETE", customerPath(customer), undefined, any);
  const list = await bc.call("GET", "/customers?$filter=displayName eq 'Ann'");

  expect([first.status, first.text, second.status, list.rows.length]).toEqual([204, "", 404, 0]);
});

test("B36 DELETE without If-Match is done, or by switch refused", async () => {
  const one = await create();
  const two = await create();
  const done = await bc.call("DELETE", customerPath(one));
  await bc.setFaults({ variants: ["deleteNeedsIfMatch"] });
  const refused = await bc.call("DELETE", customerPath(two));

  expect(done.status).toBe(204);
  expect([refused.status, errorOf(refused).code]).toEqual([400, "BadRequest_InvalidToken"]);
});

test("decimals keep 18 digits both ways, unit prices are rounded to 5 decimals", async () => {
  const customer = await bc.call(
    "POST",
    "/customers",
    '{"displayName":"Rich","creditLimit":123456789012345.678}',
  );
  const item = await bc.call("POST", "/items", '{"unitPrice":12.345675}');

  expect(customer.text).toContain('"creditLimit":123456789012345.678,');
  expect(item.text).toContain('"unitPrice":12.34568,');
});

test("customers make their own id, other tables take the one that was posted", async () => {
  const wish = "11111111-2222-3333-4444-555555555555";
  const customer = await create({ id: wish });
  const item = await bc.call("POST", "/items", { id: wish, displayName: "Bell" });
  const twice = await bc.call("POST", "/items", { id: wish, displayName: "Bell" });

  expect(customer.body["id"]).not.toBe(wish);
  expect(item.body["id"]).toBe(wish);
  expect(errorOf(twice).code).toBe("Internal_EntityWithSameKeyExists");
});

test("the customer card has a primary contact, which must be a person", async () => {
  const card = `${bc.origin}${bc.sandbox.company.customPath}/customerCards`;
  const customer = (await bc.call("GET", card)).rows[0];
  const path = `${card}(${textIn(customer, "id")})`;
  const person = (await bc.call("GET", card.replace("customerCards", "personContacts"))).rows[0];
  const company = (await bc.call("GET", "/contacts?$filter=type eq 'Company'")).rows[0];

  const set = await bc.call("PATCH", path, { primaryContactId: person?.["id"] }, any);
  const refused = await bc.call("PATCH", path, { primaryContactId: company?.["id"] }, any);
  const cleared = await bc.call("PATCH", path, { primaryContactId: zero }, any);

  expect(set.body["primaryContactId"]).toBe(person?.["id"]);
  expect(refused.status).toBe(400);
  expect(cleared.body["primaryContactId"]).toBe(zero);
  const standard = await bc.call("GET", `/customers(${textIn(customer, "id")})`);
  expect(standard.body["primaryContactId"]).toBeUndefined();
  expect(standard.body["@odata.etag"]).not.toBe(cleared.body["@odata.etag"]);
});

test("a person contact belongs to a customer through the customer's company contact", async () => {
  const persons = `${bc.origin}${bc.sandbox.company.customPath}/personContacts`;
  const customer = await create({ city: "Oslo" });

  const person = await bc.call("POST", persons, {
    displayName: "Bo Berg",
    customerId: customer.body["id"],
  });
  const cleared = await bc.call(
    "PATCH",
    `${persons}(${textIn(person.body, "id")})`,
    { customerId: zero },
    any,
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
