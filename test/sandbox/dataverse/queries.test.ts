import { expect, test } from "vitest";
import { runningSandbox } from "./running-sandbox.ts";

const paged = { prefer: "odata.maxpagesize=2" };

async function fiveAccounts() {
  const running = await runningSandbox();
  for (const name of ["Alpine", "Blue Yonder", "Coho", "Datum", "Fourth Coffee"]) {
    await running.create("accounts", { name });
  }
  return running;
}

test.each(["$select=nme", "$filter=nme eq 'x'", "$orderby=nme", "$select=primarycontactid"])(
  "D17 the unknown property in %s is named",
  async (query) => {
    const { ask } = await runningSandbox();
    expect(await ask("GET", `accounts?${query}`)).toMatchObject({
      status: 400,
      json: {
        error: {
          code: "0x80060888",
          message: expect.stringContaining("Could not find a property named"),
        },
      },
    });
  },
);

test.each(["$select=name", "$select=name&$orderby=name desc"])(
  "D18 five rows come in pages of 2, 2 and 1 (%s)",
  async (query) => {
    const { ask } = await fiveAccounts();
    const sizes: number[] = [];
    const names = new Set<unknown>();
    let link: string | undefined = `accounts?${query}`;
    while (link !== undefined) {
      const { json, headers }: Awaited<ReturnType<typeof ask>> = await ask(
        "GET",
        link,
        undefined,
        paged,
      );
      expect(headers.get("preference-applied")).toBe("odata.maxpagesize=2");
      sizes.push(json.value.length);
      for (const row of json.value) names.add(row["name"]);
      link = typeof json["@odata.nextLink"] === "string" ? json["@odata.nextLink"] : undefined;
      if (link !== undefined) expect(link).toContain("$skiptoken=%3Ccookie%20pagenumber=");
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(names.size).toBe(5);
  },
);

test("D18 a row deleted between two pages does not shift the next one", async () => {
  const { ask, sandbox } = await fiveAccounts();
  const first = await ask("GET", "accounts?$select=name", undefined, paged);
  sandbox.remove("account", String(first.json.value[0]?.["accountid"]));
  const second = await ask("GET", String(first.json["@odata.nextLink"]), undefined, paged);
  const all = await ask("GET", "accounts?$select=name");
  expect(second.json.value).toEqual(all.json.value.slice(1, 3));
});

test("D18 a page is never larger than 5000 rows", async () => {
  const { ask, sandbox } = await runningSandbox();
  sandbox.seed(5100, 1);
  const told = await ask("GET", "accounts?$select=name", undefined, {
    prefer: "odata.maxpagesize=6000",
  });
  expect(told.json.value.length).toBe(5000);
  const rest = await ask("GET", String(told.json["@odata.nextLink"]));
  expect(rest.json.value.length).toBe(100);
});

test("D18 $top is ignored beside a page size, and $skip is refused", async () => {
  const { ask } = await fiveAccounts();
  const told = await ask("GET", "accounts?$top=1", undefined, paged);
  expect(told.json.value.length).toBe(2);
  const top = await ask("GET", "accounts?$top=1");
  expect(top.json.value.length).toBe(1);
  expect(top.json).not.toHaveProperty("@odata.nextLink");
  expect((await ask("GET", "accounts?$skip=1")).status).toBe(400);
});

test("D19 annotations tell the formatted value and what a lookup points to", async () => {
  const { ask, create } = await runningSandbox();
  const account = await create("accounts", { name: "Adatum", creditlimit: 5000 });
  const parent = { "parentcustomerid_account@odata.bind": `/accounts(${account})` };
  const contact = await create("contacts", { lastname: "Lee", ...parent });
  const all = { prefer: 'odata.include-annotations="*"' };
  const formatted = "OData.Community.Display.V1.FormattedValue";
  expect((await ask("GET", `contacts(${contact})`, undefined, all)).json).toMatchObject({
    [`statecode@${formatted}`]: "Active",
    [`_parentcustomerid_value@${formatted}`]: "Adatum",
    "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "account",
    "_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty":
      "parentcustomerid_account",
  });
  expect((await ask("GET", `accounts(${account})`, undefined, all)).json).toMatchObject({
    [`creditlimit@${formatted}`]: "$5,000.00",
  });
});

test("filters read rows by id, by key, by time and by text", async () => {
  const { ask, create, clock } = await fiveAccounts();
  clock.advance(60_000);
  const id = await create("accounts", { name: "O'Hara", new_bcid: "c-7" });
  const names = async (filter: string) =>
    (
      await ask("GET", `accounts?$select=name&$filter=${encodeURIComponent(filter)}`)
    ).json.value.map((row) => row["name"]);
  expect(await names(`accountid eq ${id}`)).toEqual(["O'Hara"]);
  expect(
    await names(`Microsoft.Dynamics.CRM.In(PropertyName='accountid',PropertyValues=['${id}'])`),
  ).toEqual(["O'Hara"]);
  expect(await names("new_bcid eq 'C-7' and statecode eq 0")).toEqual(["O'Hara"]);
  expect(await names("modifiedon ge 2026-03-01T09:16:00Z")).toEqual(["O'Hara"]);
  expect(await names("name eq 'o''hara'")).toEqual(["O'Hara"]);
  expect(await names("new_bcid eq 'c-7' and name eq 'x'")).toEqual([]);
});

test.each(["accounts(%E0%A4)", "accounts(", "accounts(x)", "accounts?$filter=name eq"])(
  "%s is refused, it does not break the sandbox",
  async (path) => {
    const { ask } = await runningSandbox();
    const { status } = await ask("GET", path);
    expect([400, 404]).toContain(status);
  },
);

test("an unknown table is 404 with the segment's name", async () => {
  const { ask } = await runningSandbox();
  const told = await ask("GET", "acounts");
  expect(told.status).toBe(404);
  expect(told.json.error.message).toBe("Resource not found for the segment 'acounts'.");
});

test("the organisation names its base currency", async () => {
  const { ask } = await runningSandbox();
  const { json } = await ask("GET", "organizations?$select=_basecurrencyid_value");
  const currency = String(json.value[0]?.["_basecurrencyid_value"]);
  expect((await ask("GET", `transactioncurrencies(${currency})`)).json).toMatchObject({
    isocurrencycode: "USD",
    exchangerate: 1,
  });
});

test("the definition of a table tells its columns, their lengths and its keys", async () => {
  const { ask } = await runningSandbox();
  const path =
    "EntityDefinitions(LogicalName='account')?$select=LogicalName&$expand=Attributes,Keys";
  const { json } = await ask("GET", path);
  expect(json).toMatchObject({
    LogicalName: "account",
    EntitySetName: "accounts",
    ChangeTrackingEnabled: true,
    Attributes: expect.arrayContaining([
      expect.objectContaining({ LogicalName: "name", AttributeType: "String", MaxLength: 160 }),
      expect.objectContaining({ LogicalName: "creditlimit", AttributeType: "Money", Precision: 4 }),
    ]),
    Keys: [{ KeyAttributes: ["new_bcid"], EntityKeyIndexStatus: "Active" }],
  });
});
