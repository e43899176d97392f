import { expect, test } from "vitest";
import { aGuid, type Running, runningSandbox } from "./running-sandbox.ts";

const tracked = { prefer: "odata.track-changes" };
const path = "accounts?$select=name";

async function threeAccounts() {
  const running = await runningSandbox();
  const ids: string[] = [];
  for (const name of ["A", "B", "C"]) ids.push(await running.create("accounts", { name }));
  return { ...running, ids };
}

const deltaOf = async ({ ask }: Pick<Running, "ask">) =>
  String((await ask("GET", path, undefined, tracked)).json["@odata.deltaLink"]);

test("D20 the first pass tells all rows, inactive ones too, and a delta link", async () => {
  const { ask, ids, root } = await threeAccounts();
  await ask("PATCH", `accounts(${ids[0]})`, { statecode: 1 });
  const told = await ask("GET", path, undefined, tracked);
  expect(told.headers.get("preference-applied")).toBe("odata.track-changes");
  expect(new Set(told.json.value.map((row) => row["accountid"]))).toEqual(new Set(ids));
  const link = String(told.json["@odata.deltaLink"]);
  expect(link.startsWith(`${root}accounts?$select=name&$deltatoken=`)).toBe(true);
  expect(link).toMatch(/=\d+%2103%2f01%2f2026%2009%3a15%3a07$/);
});

test("D20 when paged, the delta link stands on the last page and tells from the first one on", async () => {
  const { ask, ids, create } = await threeAccounts();
  const prefer = { prefer: "odata.track-changes,odata.maxpagesize=2" };
  const first = await ask("GET", path, undefined, prefer);
  expect(first.json).not.toHaveProperty("@odata.deltaLink");
  const late = await create("accounts", { name: "Late" });
  await ask("PATCH", `accounts(${ids[0]})`, { name: "A2" });
  const seen: unknown[] = [];
  let page = await ask("GET", String(first.json["@odata.nextLink"]), undefined, prefer);
  while (page.json["@odata.nextLink"] !== undefined) {
    page = await ask("GET", String(page.json["@odata.nextLink"]), undefined, prefer);
  }
  const delta = await ask("GET", String(page.json["@odata.deltaLink"]));
  for (const row of delta.json.value) seen.push(row["accountid"]);
  expect(seen).toEqual([late, ids[0]]);
});

test("D21 a delta tells updates, then deletions, and its link can be called again", async () => {
  const running = await threeAccounts();
  const { ask, ids, root } = running;
  const link = await deltaOf(running);
  await ask("DELETE", `accounts(${ids[0]})`);
  await ask("PATCH", `accounts(${ids[1]})`, { telephone1: "1" });
  const told = await ask("GET", link);
  expect(told.json["@odata.context"]).toBe(`${root}$metadata#accounts(name)/$delta`);
  expect(told.json.value).toMatchObject([
    { name: "B", accountid: ids[1] },
    {
      "@odata.context": `${root}$metadata#accounts/$deletedEntity`,
      id: ids[0],
      reason: "deleted",
    },
  ]);
  expect(told.json["@odata.deltaLink"]).not.toBe(link);
  expect((await ask("GET", link)).json.value).toEqual(told.json.value);
});

test("D21 a row made and deleted between two calls is told as deleted", async () => {
  const running = await threeAccounts();
  const link = await deltaOf(running);
  const id = await running.create("accounts", { name: "Short" });
  await running.ask("DELETE", `accounts(${id})`);
  expect((await running.ask("GET", link)).json.value).toMatchObject([{ id, reason: "deleted" }]);
});

test("D21 a large delta comes in pages, each change once, deletions last", async () => {
  const running = await threeAccounts();
  const { ask, ids, create } = running;
  const link = await deltaOf(running);
  for (const id of ids) await ask("DELETE", `accounts(${id})`);
  const made = [await create("accounts", { name: "D" }), await create("accounts", { name: "E" })];
  const prefer = { prefer: "odata.maxpagesize=2" };
  const told: unknown[] = [];
  let next: unknown = link;
  while (next !== undefined) {
    const { json }: Awaited<ReturnType<typeof ask>> = await ask(
      "GET",
      String(next),
      undefined,
      prefer,
    );
    expect(json.value.length).toBeLessThanOrEqual(2);
    told.push(...json.value.map((row) => row["accountid"] ?? row["id"]));
    next = json["@odata.nextLink"];
  }
  expect(told).toEqual([...made, ...ids]);
});

test("D22 when nothing changed a delta is empty and has a new link", async () => {
  const running = await threeAccounts();
  const told = await running.ask("GET", await deltaOf(running));
  expect(told.json.value).toEqual([]);
  expect(told.json["@odata.deltaLink"]).toMatch(/deltatoken=/);
});

test.each(["$filter=name eq 'A'", "$orderby=name", "$expand=primarycontactid", "$top=1"])(
  "D23 %s is refused with change tracking",
  async (query) => {
    const { ask } = await runningSandbox();
    const told = await ask("GET", `accounts?${query}`, undefined, tracked);
    expect(told.status).toBe(400);
    expect(told.json.error.message).toBe(
      `The "${query.split("=")[0]}" query parameter isn't supported when Change Tracking is enabled.`,
    );
  },
);

test("D24 a token older than seven days has expired", async () => {
  const running = await threeAccounts();
  const link = await deltaOf(running);
  running.clock.advance(7 * 86_400_000);
  expect((await running.ask("GET", link)).status).toBe(200);
  running.clock.advance(1000);
  expect(await running.ask("GET", link)).toMatchObject({
    status: 400,
    json: { error: { code: "0x80044352" } },
  });
});

test("D24 a token from before a change of the table's definition has expired", async () => {
  const running = await threeAccounts();
  const link = await deltaOf(running);
  running.sandbox.changeMetadata("contact");
  expect((await running.ask("GET", link)).status).toBe(200);
  running.sandbox.changeMetadata("account");
  expect((await running.ask("GET", link)).json.error.code).toBe("0x80044352");
  expect((await running.ask("GET", await deltaOf(running))).status).toBe(200);
});

test("D24 the fault switch expires tokens too, once when told so", async () => {
  const running = await threeAccounts();
  const link = await deltaOf(running);
  const faults = { expireDeltaTokens: { remaining: 1 }, variants: ["expiredTokenIs410"] };
  await running.ask("PUT", `${running.url}/sandbox/faults`, faults);
  expect((await running.ask("GET", link)).status).toBe(410);
  expect((await running.ask("GET", link)).status).toBe(200);
});

test("D25 a table without tracking is 400, and without the right to read 403", async () => {
  const { ask, sandbox } = await runningSandbox();
  expect((await ask("GET", "organizations", undefined, tracked)).status).toBe(400);
  sandbox.takePrivileges(["prvReadAccount"]);
  expect((await ask("GET", path, undefined, tracked)).status).toBe(403);
});

test("D14 an unchanged PATCH puts the row into the next delta", async () => {
  const running = await threeAccounts();
  const link = await deltaOf(running);
  await running.ask("PATCH", `accounts(${running.ids[2]})`, { name: "C" });
  expect((await running.ask("GET", link)).json.value).toMatchObject([{ name: "C" }]);
});

test("D26 a deactivation is an update in the delta", async () => {
  const running = await threeAccounts();
  const link = await deltaOf(running);
  await running.ask("PATCH", `accounts(${running.ids[0]})`, { statecode: 1 });
  expect((await running.ask("GET", link)).json.value).toMatchObject([{ name: "A" }]);
});

test("a write that others do not see yet comes with a later delta and is never lost", async () => {
  const running = await threeAccounts();
  const { ask, create, clock, sandbox } = running;
  const link = await deltaOf(running);
  sandbox.faults.set({ lateCommitMs: 5000 });
  const id = await create("accounts", { name: "Late" });
  const early = await ask("GET", link);
  expect(early.json.value).toEqual([]);
  clock.advance(5000);
  const told = await ask("GET", String(early.json["@odata.deltaLink"]));
  expect(told.json.value).toMatchObject([{ accountid: id }]);
});

test("five hundred deltas over a hundred thousand rows cost less than reading them once", async () => {
  const { sandbox, ask, root } = await runningSandbox();
  for (let n = 0; n < 100_000; n += 1) sandbox.change("account", aGuid(n), { name: `A${n}` });
  const began = performance.now();
  const link = await deltaOf({ ask: toLastPage(ask) });
  const once = performance.now() - began;
  sandbox.change("account", aGuid(17), { name: "Changed" });
  const request = {
    method: "GET",
    url: new URL(link, root),
    headers: { authorization: "Bearer sandbox" },
    body: "",
  };
  const beganDeltas = performance.now();
  for (let n = 0; n < 500; n += 1) {
    expect((await sandbox.exchange(request)).body).toContain('"name":"Changed"');
  }
  expect(performance.now() - beganDeltas).toBeLessThan(once);
}, 60_000);

/** Asks on until there is no next page. */
function toLastPage(ask: Running["ask"]): Running["ask"] {
  return async (...request) => {
    let page = await ask(...request);
    while (page.json["@odata.nextLink"] !== undefined) {
      page = await ask("GET", String(page.json["@odata.nextLink"]));
    }
    return page;
  };
}
