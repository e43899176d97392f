import { expect, test } from "vitest";
import { aProduct, runningSandbox } from "./running-sandbox.ts";

const ofType = (table: string, id: string) => ({
  [`${table}id`]: id,
  "@odata.type": `Microsoft.Dynamics.CRM.${table}`,
});

test("D27 a merge retires the loser and moves its children to the winner", async () => {
  const { ask, create } = await runningSandbox();
  const [winner, loser] = [
    await create("accounts", { name: "Winner" }),
    await create("accounts", { name: "Loser" }),
  ];
  const parent = { "parentcustomerid_account@odata.bind": `/accounts(${loser})` };
  const child = await create("contacts", { lastname: "Lee", ...parent });
  const link = String(
    (await ask("GET", "accounts?$select=name", undefined, { prefer: "odata.track-changes" })).json[
      "@odata.deltaLink"
    ],
  );
  const told = await ask("POST", "Merge", {
    Target: ofType("account", winner),
    Subordinate: ofType("account", loser),
    UpdateContent: { "@odata.type": "Microsoft.Dynamics.CRM.account", telephone1: "555" },
    PerformParentingChecks: false,
  });
  expect(told.status).toBe(204);
  expect((await ask("GET", `accounts(${loser})`)).json).toMatchObject({
    statecode: 1,
    merged: true,
    _masterid_value: winner,
  });
  expect((await ask("GET", `accounts(${winner})`)).json).toMatchObject({ telephone1: "555" });
  expect((await ask("GET", `contacts(${child})`)).json).toMatchObject({
    _parentcustomerid_value: winner,
  });
  expect((await ask("GET", link)).json.value.map((row) => row["accountid"])).toEqual([
    winner,
    loser,
  ]);
});

test("D27 products cannot be merged", async () => {
  const { ask, create } = await runningSandbox();
  const [one, other] = [
    await create("products", aProduct("1")),
    await create("products", aProduct("2")),
  ];
  const told = await ask("POST", "Merge", {
    Target: ofType("product", one),
    Subordinate: ofType("product", other),
  });
  expect(told.status).toBe(400);
});

test("D29 a missing privilege is named", async () => {
  const { ask, sandbox } = await runningSandbox();
  sandbox.takePrivileges(["prvCreateAccount"]);
  const told = await ask("POST", "accounts", { name: "A" });
  expect(told).toMatchObject({ status: 403, json: { error: { code: "0x80040220" } } });
  expect(told.json.error.message).toContain("missing prvCreateAccount privilege");
  sandbox.faults.set({ variants: ["privilegeIs80048306"] });
  expect((await ask("POST", "accounts", {})).json.error.code).toBe("0x80048306");
});

test("D30 duplicate rules are asked only on demand", async () => {
  const { ask, create, sandbox } = await runningSandbox();
  await create("accounts", { name: "Fourth Coffee" });
  const body = { name: "fourth coffee" };
  const asked = { "MSCRM.SuppressDuplicateDetection": "false" };
  expect(await ask("POST", "accounts", body, asked)).toMatchObject({
    status: 412,
    json: { error: { code: "0x80040333" } },
  });
  sandbox.faults.set({ variants: ["duplicateIs500"] });
  expect((await ask("POST", "accounts", body, asked)).status).toBe(500);
  expect((await ask("POST", "accounts", body)).status).toBe(204);
});

test("D37 CreateMultiple is all or nothing and answers the ids in order", async () => {
  const { ask, sandbox } = await runningSandbox();
  const target = (name: string) => ({ "@odata.type": "Microsoft.Dynamics.CRM.account", name });
  const path = "accounts/Microsoft.Dynamics.CRM.CreateMultiple";
  const bad = { Targets: [target("A"), target("x".repeat(161)), target("C")] };
  expect((await ask("POST", path, bad)).status).toBe(400);
  expect(sandbox.rows("account")).toEqual([]);
  const told = await ask("POST", path, { Targets: ["A", "B", "C"].map(target) });
  expect(told.status).toBe(200);
  const names = new Map(sandbox.rows("account").map((row) => [row.id, row.values["name"]]));
  expect(told.json["Ids"]).toEqual(
    ["A", "B", "C"].map((name) => [...names].find(([, known]) => known === name)?.[0]),
  );
});

test("D37 UpdateMultiple and UpsertMultiple answer 204, DeleteMultiple is not implemented", async () => {
  const { ask, create, sandbox } = await runningSandbox();
  const accountid = await create("accounts", { name: "A" });
  const type = { "@odata.type": "Microsoft.Dynamics.CRM.account" };
  const bulk = (message: string, target: object) =>
    ask("POST", `accounts/Microsoft.Dynamics.CRM.${message}`, {
      Targets: [{ ...type, ...target }],
    });
  expect((await bulk("UpdateMultiple", { accountid, name: "B" })).status).toBe(204);
  const byKey = { "@odata.id": "accounts(new_bcid='K')", name: "C" };
  expect((await bulk("UpdateMultiple", byKey)).status).toBe(404);
  expect((await bulk("UpsertMultiple", byKey)).status).toBe(204);
  expect((await bulk("UpsertMultiple", { ...byKey, new_bcid: "K" })).status).toBe(400);
  const rows = sandbox.rows("account").map((row) => row.values["name"]);
  expect(rows.toSorted()).toEqual(["B", "C"]);
  const deleted = await bulk("DeleteMultiple", { accountid });
  expect(deleted.json.error.message).toBe("DeleteMultiple has not yet been implemented.");
});

test("D38 too many requests are told to wait, longer when they come back early", async () => {
  const { ask, sandbox, clock } = await runningSandbox();
  sandbox.faults.set({ throttle: {} });
  const waits = async () => {
    const told = await ask("GET", "WhoAmI");
    expect(told).toMatchObject({ status: 429, json: { error: { code: "0x80072322" } } });
    return Number(told.headers.get("retry-after"));
  };
  expect([await waits(), await waits()]).toEqual([5, 10]);
  clock.advance(10_000);
  expect(await waits()).toBe(5);
});

test.each([
  ["throttledByTime", "0x80072321"],
  ["throttledByConcurrency", "0x80072326"],
])("D38 %s has the code %s", async (variant, code) => {
  const { ask, sandbox } = await runningSandbox();
  sandbox.faults.set({ throttle: { retryAfterSeconds: 3 }, variants: [variant] });
  const told = await ask("GET", "WhoAmI");
  expect(told.json.error.code).toBe(code);
  expect(told.headers.get("retry-after")).toBe("3");
});

test("D40 a won opportunity is closed to changes", async () => {
  const { ask, create, sandbox } = await runningSandbox();
  const id = await create("opportunities", { name: "Coffee for all" });
  const row = `opportunities(${id})`;
  expect((await ask("PATCH", row, { statecode: 1, statuscode: 3 })).status).toBe(400);
  const close = { subject: "Won", "opportunityid@odata.bind": `/opportunities(${id})` };
  const won = await ask("POST", "WinOpportunity", { Status: 3, OpportunityClose: close });
  expect(won.status).toBe(204);
  expect((await ask("GET", row)).json).toMatchObject({ statecode: 1, statuscode: 3 });
  expect((await ask("PATCH", row, { name: "x" })).status).toBe(400);
  sandbox.faults.set({ variants: ["closedRowsWritable"] });
  expect((await ask("PATCH", row, { name: "x" })).status).toBe(204);
});

test("a read-only organisation refuses every write with 403", async () => {
  const { ask, sandbox } = await runningSandbox();
  sandbox.faults.set({ readOnly: true });
  expect((await ask("POST", "accounts", { name: "A" })).status).toBe(403);
  expect((await ask("GET", "accounts")).status).toBe(200);
});

test.each([
  ["locked", 500, "0x80044150"],
  ["notPermitted", 403, "0x80040220"],
  ["unavailable", 500, "0x80044172"],
] as const)(
  "one row is %s: its writes are refused, its reads and other rows' writes are not",
  async (as, status, code) => {
    const { ask, sandbox } = await runningSandbox();
    const [id, otherId] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const accountid of [id, otherId]) await ask("POST", "accounts", { accountid, name: "A" });
    sandbox.faults.set({ refuseRecords: [{ id, as }] });

    const changed = await ask("PATCH", `accounts(${id})`, { name: "B" });
    const deleted = await ask("DELETE", `accounts(${id})`);
    expect([changed.status, deleted.status]).toEqual([status, status]);
    expect(changed.text).toContain(code);
    expect((await ask("GET", `accounts(${id})`)).status).toBe(200);
    expect((await ask("PATCH", `accounts(${otherId})`, { name: "B" })).status).toBe(204);
  },
);
