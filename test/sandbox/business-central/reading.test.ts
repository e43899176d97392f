import { afterEach, beforeEach, expect, test } from "vitest";

import { errorOf, type LiveSandbox, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;

beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

const zero = "00000000-0000-0000-0000-000000000000";

test("B1 a call without a valid bearer is refused with 401 Authentication_InvalidCredentials", async () => {
  const reply = await bc.call("GET", "/customers", undefined, { authorization: "Bearer made-up" });

  expect(reply.status).toBe(401);
  expect(errorOf(reply).code).toBe("Authentication_InvalidCredentials");
});

test("B1 (switch) the 401 has no body", async () => {
  await bc.setFaults({ variants: ["emptyUnauthorized"] });

  const reply = await bc.call("GET", "/customers", undefined, { authorization: "Bearer made-up" });

  expect([reply.status, reply.text]).toEqual([401, ""]);
});

test("B2 companies are listed with their system columns", async () => {
  const reply = await bc.call("GET", `${bc.origin}/v2.0/production/api/v2.0/companies`);

  expect(reply.status).toBe(200);
  expect(Object.keys(reply.rows[0] ?? {})).toEqual(
    expect.arrayContaining([
      "id",
      "systemVersion",
      "timestamp",
      "name",
      "displayName",
      "businessProfileId",
      "systemCreatedAt",
    ]),
  );
  expect(textIn(reply.rows[0], "id")).toBe(bc.sandbox.company.id);
});

test("B3 an unknown company is 404 Internal_CompanyNotFound", async () => {
  const reply = await bc.call("GET", `${bc.origin}/api/v2.0/companies(${zero})/customers`);

  expect([reply.status, errorOf(reply).code]).toEqual([404, "Internal_CompanyNotFound"]);
});

test("B4 an unknown entity set is 404 BadRequest_ResourceNotFound and names the segment", async () => {
  const reply = await bc.call("GET", "/custommers");

  expect([reply.status, errorOf(reply).code]).toEqual([404, "BadRequest_ResourceNotFound"]);
  expect(errorOf(reply).message).toContain("Resource not found for the segment 'custommers'.");
});

test("B5 one record has every property, none of them null, blanks in Business Central's way", async () => {
  const created = await bc.call("POST", "/contacts", { displayName: "Ann", type: "Person" });

  const reply = await bc.call("GET", `/contacts(${textIn(created.body, "id")})`);

  expect(reply.status).toBe(200);
  expect(textIn(reply.body, "@odata.context")).toMatch(/\/contacts\/\$entity$/u);
  expect(textIn(reply.body, "@odata.etag")).toMatch(/^W\/"[A-Za-z0-9+/=]+"$/u);
  expect(Object.values(reply.body)).not.toContain(null);
  expect(reply.body).toMatchObject({
    jobTitle: "",
    privacyBlocked: false,
    lastInteractionDate: "0001-01-01",
  });
  const customer = (await bc.call("POST", "/customers", { displayName: "Ann" })).body;
  expect(customer).toMatchObject({ creditLimit: 0, currencyId: zero, blocked: "_x0020_" });
});

test("B6 a missing record is 404 BadRequest_NotFound, or by switch Internal_RecordNotFound", async () => {
  const missing = await bc.call("GET", `/customers(${zero})`);
  await bc.setFaults({ variants: ["internalRecordNotFound"] });
  const otherwise = await bc.call("GET", `/customers(${zero})`);

  expect([missing.status, errorOf(missing).code]).toEqual([404, "BadRequest_NotFound"]);
  expect([otherwise.status, errorOf(otherwise).code]).toEqual([404, "Internal_RecordNotFound"]);
});

test("B7 two reads without a write in between give the same ETag", async () => {
  const first = await bc.call("GET", "/customers");
  bc.clock.advance(60_000);
  const second = await bc.call("GET", "/customers");

  expect(second.rows.map((row) => row["@odata.etag"])).toEqual(
    first.rows.map((row) => row["@odata.etag"]),
  );
});

test("B38 rows changed after a stamp are found, and stamps are rounded and trimmed", async () => {
  const customer = (await bc.call("GET", "/customers?$top=1")).rows[0];
  bc.clock.advance(611);
  const path = `/customers(${textIn(customer, "id")})`;
  const changed = await bc.call("PATCH", path, { displayName: "B38" }, { "if-match": "*" });
  const since = await bc.call(
    "GET",
    "/customers?$filter=lastModifiedDateTime gt 2026-05-01T12:00:00Z",
  );

  expect(textIn(changed.body, "lastModifiedDateTime")).toBe("2026-05-01T12:00:00.61Z");
  expect(since.rows.map((row) => row["displayName"])).toEqual(["B38"]);
  bc.clock.advance(389);
  const whole = await bc.call("PATCH", path, { displayName: "B38b" }, { "if-match": "*" });
  expect(textIn(whole.body, "lastModifiedDateTime")).toBe("2026-05-01T12:00:01Z");
  bc.clock.advance(5);
  const third = await bc.call("PATCH", path, { displayName: "B38c" }, { "if-match": "*" });
  expect(textIn(third.body, "lastModifiedDateTime")).toBe("2026-05-01T12:00:01.007Z");
});

test("B39 a balance that moved gives a new ETag, but no new stamp and no change to find", async () => {
  const before = (await bc.call("GET", "/customers?$top=1")).rows[0];
  const id = textIn(before, "id");
  bc.clock.advance(60_000);
  bc.sandbox.data.changeComputed("customers", id, { balanceDue: "123456789012345.67" });

  const after = await bc.call("GET", `/customers(${id})`);
  const since = await bc.call(
    "GET",
    "/customers?$filter=lastModifiedDateTime gt 2026-05-01T12:00:00Z",
  );

  expect(after.text).toContain('"balanceDue":123456789012345.67,');
  expect(after.body["@odata.etag"]).not.toBe(before?.["@odata.etag"]);
  expect(after.body["lastModifiedDateTime"]).toBe(before?.["lastModifiedDateTime"]);
  expect(since.rows).toEqual([]);
});

test("B40 pages of two walk five rows, by key: a row deleted in between shifts nothing", async () => {
  const prefer = { prefer: "odata.maxpagesize=2" };
  const first = await bc.call("GET", "/customers?$select=id,displayName", undefined, prefer);
  const link = textIn(first.body, "@odata.nextLink");
  expect(link).toBe(
    `${bc.root}/customers?$select=id%2CdisplayName&aid=FIN&$skiptoken=${textIn(first.rows[1], "id")}`,
  );
  await bc.call("DELETE", `/customers(${textIn(first.rows[1], "id")})`);

  const second = await bc.call("GET", link, undefined, prefer);
  const third = await bc.call("GET", textIn(second.body, "@odata.nextLink"), undefined, prefer);

  expect([first.rows.length, second.rows.length, third.rows.length]).toEqual([2, 2, 1]);
  expect(third.body["@odata.nextLink"]).toBeUndefined();
  const ids = [first, second, third].flatMap((page) => page.rows.map((row) => row["id"]));
  expect(new Set(ids).size).toBe(5);
  expect(Object.keys(first.rows[0] ?? {})).toEqual(["@odata.etag", "id", "displayName"]);
});

test("B41 a $top gives so many rows and no link to more", async () => {
  const reply = await bc.call("GET", "/customers?$top=2&$count=true");

  expect(reply.rows).toHaveLength(2);
  expect(reply.body["@odata.nextLink"]).toBeUndefined();
  expect(reply.body["@odata.count"]).toBe(5);
});

test("B42 or over distinct fields is refused, and in needs schema 2.1", async () => {
  const or = await bc.call("GET", "/customers?$filter=city eq 'A' or state eq 'B'");
  const sameField = await bc.call("GET", "/customers?$filter=city eq 'A' or city eq 'B'");
  const list = "number in ('C10000','C10001')";
  const early = await bc.call("GET", `/customers?$filter=${list}`);
  const late = await bc.call("GET", `/customers?$filter=${list}&$schemaversion=2.1`);

  expect(or.status).toBe(400);
  expect(errorOf(or).message).toContain(
    "The 'OR' operator is not supported on distinct fields on an OData filter.",
  );
  expect([sameField.status, early.status, late.rows.length]).toEqual([200, 400, 2]);
});

test("B43 a wish for change tracking is not heard", async () => {
  const reply = await bc.call("GET", "/customers", undefined, { prefer: "odata.track-changes" });

  expect(reply.status).toBe(200);
  expect(Object.keys(reply.body)).toEqual(["@odata.context", "value"]);
});

test("a list of ids finds exactly these rows, with other conditions too", async () => {
  const all = (await bc.call("GET", "/customers")).rows;
  const [one, two] = [textIn(all[0], "id"), textIn(all[3], "id")];

  const both = await bc.call("GET", `/customers?$filter=id eq ${two} or id eq ${one}`);
  const narrowed = await bc.call(
    "GET",
    `/customers?$filter=(id eq ${two} or id eq ${one}) and number eq '${textIn(all[3], "number")}'`,
  );

  expect(both.rows.map((row) => row["id"])).toEqual([one, two].toSorted());
  expect(narrowed.rows.map((row) => row["id"])).toEqual([two]);
});

test("an order of its own is kept over pages", async () => {
  const prefer = { prefer: "odata.maxpagesize=3" };
  const first = await bc.call("GET", "/customers?$orderby=displayName desc", undefined, prefer);
  const rest = await bc.call("GET", textIn(first.body, "@odata.nextLink"), undefined, prefer);

  const names = [...first.rows, ...rest.rows].map((row) => textIn(row, "displayName"));
  expect(names).toEqual(names.toSorted().toReversed());
  expect(names).toHaveLength(5);
});

test("the model lists the entity sets with their types", async () => {
  const reply = await bc.call("GET", `${bc.origin}/api/v2.0/$metadata`);

  expect(reply.text).toContain('<EntitySet Name="customers"');
  expect(reply.text).toContain('<Property Name="creditLimit" Type="Edm.Decimal"/>');
});

test("a property that does not exist is refused in $select and $filter", async () => {
  expect((await bc.call("GET", "/customers?$select=fax")).status).toBe(400);
  expect((await bc.call("GET", "/customers?$filter=fax eq ''")).status).toBe(400);
});

test("a code is found however it is written", async () => {
  const reply = await bc.call("GET", "/paymentTerms?$filter=code eq 'cod'");

  expect(reply.rows.map((row) => row["code"])).toEqual(["COD"]);
});
