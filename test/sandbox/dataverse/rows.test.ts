import { expect, test } from "vitest";
import { aGuid, aProduct, representation, runningSandbox } from "./running-sandbox.ts";

const unknown = aGuid(404);

test("D1 WhoAmI tells the business unit, the user and the organisation", async () => {
  const { ask } = await runningSandbox();
  const { status, json } = await ask("GET", "WhoAmI");
  expect(status).toBe(200);
  expect(json).toMatchObject({
    BusinessUnitId: expect.stringMatching(/^[\w-]{36}$/),
    UserId: expect.stringMatching(/^[\w-]{36}$/),
    OrganizationId: expect.stringMatching(/^[\w-]{36}$/),
  });
});

test("D1 a request without a token is refused with 401 and no body", async () => {
  const { ask } = await runningSandbox();
  const told = await ask("GET", "WhoAmI", undefined, { authorization: "Bearer made-up.x.y" });
  expect(told).toMatchObject({ status: 401, text: "" });
  expect(told.headers.get("www-authenticate")).toMatch(/^Bearer authorization_uri=/);
});

test("D2 a create answers 204 with the address of the row and no body", async () => {
  const { ask, root } = await runningSandbox();
  const told = await ask("POST", "accounts", { name: "A" });
  expect(told).toMatchObject({ status: 204, text: "" });
  const address = told.headers.get("odata-entityid") ?? "";
  expect(address.startsWith(`${root}accounts(`)).toBe(true);
  expect((await ask("GET", address)).json).toMatchObject({ name: "A" });
});

test("D3 with return=representation a create answers 201 with the row", async () => {
  const { ask } = await runningSandbox();
  const told = await ask("POST", "accounts?$select=name", { name: "A" }, representation);
  expect(told.status).toBe(201);
  expect(told.headers.get("preference-applied")).toBe("return=representation");
  expect(told.headers.get("etag")).toBe(told.json["@odata.etag"]);
  expect(told.json).toMatchObject({ name: "A" });
  expect(told.json).not.toHaveProperty("telephone1");
});

test("D4 a PATCH without If-Match creates the row that is not there", async () => {
  const { ask } = await runningSandbox();
  const id = aGuid(1);
  expect((await ask("PATCH", `accounts(${id})`, { name: "New" })).status).toBe(204);
  expect((await ask("GET", `accounts(${id})`)).json).toMatchObject({ accountid: id, name: "New" });
});

test("D5 a PATCH with If-Match * does not create", async () => {
  const { ask } = await runningSandbox();
  const told = await ask("PATCH", `accounts(${unknown})`, { name: "x" }, { "if-match": "*" });
  expect(told).toMatchObject({ status: 404, json: { error: { code: "0x80040217" } } });
});

test.each(["PATCH", "DELETE"])(
  "D6 %s with a stale etag is refused, with the current one done",
  async (method) => {
    const { ask, create } = await runningSandbox();
    const row = `accounts(${await create("accounts", { name: "A" })})`;
    const stale = String((await ask("GET", row)).json["@odata.etag"]);
    await ask("PATCH", row, { name: "B" });
    const body = method === "PATCH" ? { name: "C" } : undefined;
    expect(await ask(method, row, body, { "if-match": stale })).toMatchObject({
      status: 412,
      json: { error: { code: "0x80060882" } },
    });
    const current = String((await ask("GET", row)).json["@odata.etag"]);
    expect((await ask(method, row, body, { "if-match": current })).status).toBe(204);
  },
);

test("D7 a PATCH with If-None-Match * does not touch a row that is there", async () => {
  const { ask, create } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A" })})`;
  expect(await ask("PATCH", row, { name: "B" }, { "if-none-match": "*" })).toMatchObject({
    status: 412,
    json: { error: { code: "0x80040237" } },
  });
  expect((await ask("GET", row)).json).toMatchObject({ name: "A" });
});

test("D8 a used id and a used alternate key are told apart", async () => {
  const { ask, create } = await runningSandbox();
  const accountid = await create("accounts", { name: "A", new_bcid: "cronus-1" });
  expect(await ask("POST", "accounts", { accountid })).toMatchObject({
    status: 412,
    json: { error: { code: "0x80040237" } },
  });
  expect(await ask("POST", "accounts", { new_bcid: "CRONUS-1" })).toMatchObject({
    status: 412,
    json: { error: { code: "0x80060892" } },
  });
});

test("D9 a PATCH by alternate key creates first and updates then", async () => {
  const { ask, sandbox, root } = await runningSandbox();
  const row = "accounts(new_bcid='X')";
  const first = await ask("PATCH", row, { name: "A" });
  expect(first.status).toBe(204);
  expect(first.headers.get("odata-entityid")).toBe(root + row);
  expect((await ask("PATCH", row, { name: "B" })).status).toBe(204);
  expect(sandbox.rows("account").map(({ values }) => values)).toMatchObject([
    { name: "B", new_bcid: "X" },
  ]);
  expect((await ask("PATCH", row, { name: "C" }, representation)).status).toBe(200);
  const other = await ask("PATCH", "accounts(new_bcid='Y')", { name: "D" }, representation);
  expect(other.status).toBe(201);
});

test("D9 an unknown key value with If-Match * is 404, an undefined key 400", async () => {
  const { ask } = await runningSandbox();
  const row = "accounts(new_bcid='none')";
  expect(await ask("PATCH", row, { name: "A" }, { "if-match": "*" })).toMatchObject({
    status: 404,
    json: { error: { code: "0x80060891" } },
  });
  const told = await ask("PATCH", "accounts(accountnumber='1')", { name: "A" });
  expect(told).toMatchObject({ status: 400 });
  expect(told.json.error.message).toContain("The key in the request URI is not valid");
});

test.each(["a:b", "a%2Fb"])("D10 the key value %s does not work", async (value) => {
  const { ask, sandbox } = await runningSandbox();
  expect((await ask("PATCH", `accounts(new_bcid='${value}')`, { name: "A" })).status).toBe(400);
  expect(sandbox.rows("account")).toEqual([]);
});

test("D11 an unchanged row is 304, unless something is expanded or annotated", async () => {
  const { ask, create } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A" })})`;
  const unless = { "if-none-match": String((await ask("GET", row)).json["@odata.etag"]) };
  expect((await ask("GET", row, undefined, unless)).status).toBe(304);
  const expanded = await ask("GET", `${row}?$expand=primarycontactid`, undefined, unless);
  expect(expanded.status).toBe(200);
  const annotated = { ...unless, prefer: 'odata.include-annotations="*"' };
  expect((await ask("GET", row, undefined, annotated)).status).toBe(200);
  await ask("PATCH", row, { name: "B" });
  expect((await ask("GET", row, undefined, unless)).status).toBe(200);
});

test("D12 an empty text is read back as null", async () => {
  const { ask, create } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A", fax: "" })})`;
  expect((await ask("GET", row)).json).toMatchObject({ fax: null });
});

test("D13 modifiedon has whole seconds, and the etag is the growing version", async () => {
  const { ask, create, clock } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A" })})`;
  const first = (await ask("GET", row)).json;
  expect(first).toMatchObject({ modifiedon: "2026-03-01T09:15:07Z" });
  expect(first["@odata.etag"]).toBe(`W/"${String(first["versionnumber"])}"`);
  clock.advance(2000);
  await ask("PATCH", row, { name: "B" });
  const second = (await ask("GET", row)).json;
  expect(second).toMatchObject({ modifiedon: "2026-03-01T09:15:09Z" });
  expect(Number(second["versionnumber"])).toBeGreaterThan(Number(first["versionnumber"]));
});

test("D15 a text too long and a choice out of range have codes of their own", async () => {
  const { ask } = await runningSandbox();
  expect(await ask("POST", "accounts", { name: "x".repeat(161) })).toMatchObject({
    status: 400,
    json: { error: { code: "0x80044331", message: expect.stringContaining("'160'") } },
  });
  expect(await ask("POST", "accounts", { customertypecode: 99 })).toMatchObject({
    status: 400,
    json: { error: { code: "0x8004431a" } },
  });
});

test("D16 a lookup is bound by the name of its target and cleared with null", async () => {
  const { ask, create } = await runningSandbox();
  const account = await create("accounts", { name: "A" });
  const contact = `contacts(${await create("contacts", { lastname: "Lee" })})`;
  const link = `/accounts(${account})`;
  expect(await ask("PATCH", contact, { "parentcustomerid@odata.bind": link })).toMatchObject({
    status: 400,
    json: { error: { code: "0x80048d19", message: expect.stringContaining("undeclared") } },
  });
  const bound = await ask("PATCH", contact, { "parentcustomerid_account@odata.bind": link });
  expect(bound.status).toBe(204);
  expect((await ask("GET", contact)).json).toMatchObject({ _parentcustomerid_value: account });
  await ask("PATCH", contact, { "parentcustomerid_account@odata.bind": null });
  expect((await ask("GET", contact)).json).toMatchObject({ _parentcustomerid_value: null });
});

test("D16 a lookup can be bound by alternate key; a missing row is 404", async () => {
  const { ask, create } = await runningSandbox();
  const account = await create("accounts", { name: "A", new_bcid: "c-1" });
  const bound = {
    lastname: "Lee",
    "parentcustomerid_account@odata.bind": "accounts(new_bcid='c-1')",
  };
  const told = await ask("POST", "contacts", bound, representation);
  expect(told.json).toMatchObject({ _parentcustomerid_value: account });
  const missing = { "parentcustomerid_account@odata.bind": `/accounts(${unknown})` };
  expect((await ask("POST", "contacts", missing)).status).toBe(404);
});

test("D26 a deactivated row stays readable and writable", async () => {
  const { ask, create } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A" })})`;
  expect((await ask("PATCH", row, { statecode: 1, statuscode: 2 })).status).toBe(204);
  expect((await ask("PATCH", row, { name: "B" })).status).toBe(204);
  expect((await ask("GET", row)).json).toMatchObject({ name: "B", statecode: 1, statuscode: 2 });
});

test("D26 a state alone picks its status, and a pair that does not fit is refused", async () => {
  const { ask, create } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A" })})`;
  await ask("PATCH", row, { statecode: 1 });
  expect((await ask("GET", row)).json).toMatchObject({ statecode: 1, statuscode: 2 });
  expect(await ask("PATCH", row, { statecode: 0, statuscode: 2 })).toMatchObject({
    status: 400,
    json: { error: { code: "0x80048408" } },
  });
});

test("D28 a row with restricted children cannot be deleted", async () => {
  const { ask, create } = await runningSandbox();
  const account = await create("accounts", { name: "A" });
  await create("salesorders", { "customerid_account@odata.bind": `/accounts(${account})` });
  expect(await ask("DELETE", `accounts(${account})`)).toMatchObject({
    status: 405,
    json: { error: { code: "0x80040227" } },
  });
  expect((await ask("GET", `accounts(${account})`)).status).toBe(200);
});

test("D28 otherwise contacts go with their account and a parent link is taken away", async () => {
  const { ask, create, sandbox } = await runningSandbox();
  const account = await create("accounts", { name: "A" });
  const parent = `/accounts(${account})`;
  await create("contacts", { lastname: "Lee", "parentcustomerid_account@odata.bind": parent });
  const child = await create("accounts", { name: "C", "parentaccountid@odata.bind": parent });
  expect((await ask("DELETE", `accounts(${account})`)).status).toBe(204);
  expect((await ask("DELETE", `accounts(${account})`)).status).toBe(404);
  expect(sandbox.rows("contact")).toEqual([]);
  const left = await ask("GET", `accounts(${child})`);
  expect(left.json).toMatchObject({ _parentaccountid_value: null });
});

test("D39 a lookup cannot be written as a value", async () => {
  const { ask } = await runningSandbox();
  const told = await ask("POST", "accounts", { _primarycontactid_value: aGuid(1) });
  expect(told).toMatchObject({ status: 400, json: { error: { code: "0x80048d19" } } });
});

test("money keeps its digits exactly and brings the base currency", async () => {
  const { ask, idOf } = await runningSandbox();
  const body = '{"name":"A","creditlimit":12345678901234.5678}';
  const row = `accounts(${idOf(await ask("POST", "accounts", body))})`;
  const told = await ask("GET", row);
  expect(told.text).toContain('"creditlimit":12345678901234.5678');
  expect(told.text).toContain('"creditlimit_base":12345678901234.5678');
  expect(told.json["_transactioncurrencyid_value"]).toBe("0a9f1d00-5e1b-4c3a-8f10-000000000005");
});

test("money is rounded to four decimals, half away from zero", async () => {
  const { ask, idOf } = await runningSandbox();
  const row = `accounts(${idOf(await ask("POST", "accounts", { creditlimit: -12.34565 }))})`;
  expect((await ask("GET", row)).json).toMatchObject({ creditlimit: -12.3457 });
});

test("an unchanged PATCH is an update nevertheless (D14)", async () => {
  const { ask, create } = await runningSandbox();
  const row = `accounts(${await create("accounts", { name: "A" })})`;
  const before = (await ask("GET", row)).json["@odata.etag"];
  expect((await ask("PATCH", row, { name: "A" })).status).toBe(204);
  expect((await ask("GET", row)).json["@odata.etag"]).not.toBe(before);
});

test("a product starts as a draft and needs its units and a number of its own", async () => {
  const { ask, create } = await runningSandbox();
  const product = `products(${await create("products", aProduct("P-1"))})`;
  expect((await ask("GET", product)).json).toMatchObject({ statecode: 2, statuscode: 0 });
  await ask("PATCH", product, { statecode: 0 });
  expect((await ask("GET", product)).json).toMatchObject({ statecode: 0, statuscode: 1 });
  expect((await ask("POST", "products", aProduct("p-1"))).status).toBe(412);
  const { quantitydecimal, ...lacking } = aProduct("P-2");
  expect(quantitydecimal).toBe(2);
  expect((await ask("POST", "products", lacking)).status).toBe(400);
});

test("a unit group brings its base unit", async () => {
  const { ask, create } = await runningSandbox();
  const group = await create("uomschedules", { name: "Weight", baseuomname: "Kilogram" });
  const units = await ask("GET", `uoms?$select=name&$filter=_uomscheduleid_value eq ${group}`);
  expect(units.json.value).toMatchObject([{ name: "Kilogram" }]);
});
