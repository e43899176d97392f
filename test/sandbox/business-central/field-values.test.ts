import { afterEach, beforeEach, expect, test } from "vitest";
import {
  anyVersion,
  changeNewCustomer,
  createCustomer,
  customerPath,
  zero,
} from "./live-customers.ts";
import { errorOf, type LiveSandbox, startSandbox } from "./live-sandbox.ts";

let bc: LiveSandbox;
beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

test("B21 a blank name is refused", async () => {
  const reply = await changeNewCustomer(bc, { displayName: "" });

  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain('The blank "displayName" is not allowed.');
});

test("B22 a text longer than its column is refused and nothing of the body is saved", async () => {
  const customer = await createCustomer(bc);
  const reply = await bc.call(
    "PATCH",
    customerPath(customer),
    { displayName: "Saved?", city: "x".repeat(31) },
    anyVersion,
  );

  expect([reply.status, errorOf(reply).code]).toEqual([400, "Application_StringExceededLength"]);
  expect((await bc.call("GET", customerPath(customer))).body["displayName"]).toBe("Ann");
});

test("B23 letters in a phone number and a bad e-mail are refused, a list of e-mails is not", async () => {
  const phone = await changeNewCustomer(bc, { phoneNumber: "555 ext 1" });
  const email = await changeNewCustomer(bc, { email: "ann.at.home" });
  const list = await changeNewCustomer(bc, { email: "a@b.com; c@d.com" });
  await bc.setFaults({ variants: ["emailFieldValidation"] });
  const otherwise = await changeNewCustomer(bc, { email: "ann.at.home" });

  expect([phone.status, errorOf(phone).code]).toEqual([400, "Application_DialogException"]);
  expect([email.status, errorOf(email).code]).toEqual([400, "Application_DialogException"]);
  expect(list.status).toBe(200);
  expect(errorOf(otherwise).code).toBe("Application_FieldValidationException");
});

test("B24 a read-only property is refused, lastModifiedDateTime is taken without effect", async () => {
  const balance = await changeNewCustomer(bc, { balanceDue: 5 });
  const stamp = await changeNewCustomer(bc, { lastModifiedDateTime: "2001-01-01T00:00:00Z" });

  expect([balance.status, errorOf(balance).code]).toEqual([400, "BadRequest_InvalidOperation"]);
  expect([stamp.status, stamp.body["lastModifiedDateTime"]]).toEqual([200, "2026-05-01T12:00:00Z"]);
});

test("B25 an unknown property in the body is 400 BadRequest, as are null and broken JSON", async () => {
  const unknown = await createCustomer(bc, { fax: "1" });
  const blank = await createCustomer(bc, { city: null });
  const broken = await bc.call("POST", "/customers", '{"displayName":');

  expect([unknown, blank, broken].map((reply) => [reply.status, errorOf(reply).code])).toEqual([
    [400, "BadRequest"],
    [400, "BadRequest"],
    [400, "BadRequest"],
  ]);
});

test("B26 a code is trimmed and upper-cased; an unknown one is Internal_InvalidTableRelation", async () => {
  const known = await changeNewCustomer(bc, { salespersonCode: "jo " });
  const unknown = await changeNewCustomer(bc, { salespersonCode: "XX" });

  expect(known.body["salespersonCode"]).toBe("JO");
  expect([unknown.status, errorOf(unknown).code]).toEqual([400, "Internal_InvalidTableRelation"]);
});

test("B27 unknown payment terms are refused by name, the zero GUID clears them", async () => {
  const unknown = await changeNewCustomer(bc, {
    paymentTermsId: "11111111-1111-1111-1111-111111111111",
  });
  const cleared = await changeNewCustomer(bc, { paymentTermsId: zero });

  expect(unknown.status).toBe(400);
  expect(errorOf(unknown).message).toContain(
    'The "paymentTermsId" does not match to a Payment Terms.',
  );
  expect(cleared.body["paymentTermsId"]).toBe(zero);
});

test("B28 the local currency is stored as blank and shown by its code", async () => {
  const euro = await changeNewCustomer(bc, { currencyCode: "EUR" });
  const dollar = await bc.call("PATCH", customerPath(euro), { currencyCode: "USD" }, anyVersion);
  const again = await bc.call("PATCH", customerPath(euro), { currencyCode: "eur" }, anyVersion);
  const blank = await bc.call("PATCH", customerPath(euro), { currencyCode: "" }, anyVersion);

  expect([euro.body["currencyCode"], again.body["currencyCode"]]).toEqual(["EUR", "EUR"]);
  expect(euro.body["currencyId"]).not.toBe(zero);
  expect(dollar.body).toMatchObject({ currencyId: zero, currencyCode: "USD" });
  expect(blank.body).toMatchObject({ currencyId: zero, currencyCode: "USD" });
});

test("B28 an id and a code of different currencies are refused", async () => {
  const found = await bc.call("GET", "/currencies?$filter=code eq 'EUR'");
  const reply = await changeNewCustomer(bc, {
    currencyId: found.rows[0]?.["id"],
    currencyCode: "GBP",
  });

  expect(errorOf(reply).message).toContain(
    "The currency values do not match to a specific Currency.",
  );
});

test("B29 another country blanks city, post code and state, unless the body sets them after it", async () => {
  const atlanta = { city: "Atlanta", state: "GA", postalCode: "31772", country: "US" };
  const alone = await createCustomer(bc, atlanta);
  const moved = await bc.call("PATCH", customerPath(alone), { country: "DK" }, anyVersion);
  const first = await createCustomer(bc, atlanta);
  const after = await bc.call(
    "PATCH",
    customerPath(first),
    { country: "DK", city: "Odense" },
    anyVersion,
  );
  const second = await createCustomer(bc, atlanta);
  const before = await bc.call(
    "PATCH",
    customerPath(second),
    { city: "Odense", country: "DK" },
    anyVersion,
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
