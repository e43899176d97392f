import { DynamicsWebApi } from "dynamics-web-api";
import { expect, test } from "vitest";
import { runningSandbox } from "./running-sandbox.ts";

interface Account {
  readonly accountid: string;
  readonly name: string;
  readonly "@odata.etag": string;
}

/** A client written by others against the real service: an outside check of the sandbox. */
async function clientOfSandbox() {
  const { url, sandbox } = await runningSandbox();
  const api = new DynamicsWebApi({
    serverUrl: url,
    dataApi: { version: "9.2" },
    onTokenRefresh: async () => "sandbox",
  });
  const names = () => sandbox.rows("account").map((row) => row.values["name"]);
  const create = (name: string) =>
    api.create<{ name: string }, Account>({
      collection: "accounts",
      data: { name },
      select: ["name"],
      returnRepresentation: true,
    });
  return { api, sandbox, names, create };
}

const collection = "accounts";

test("it creates, reads, changes and deletes a row", async () => {
  const { api, create, names } = await clientOfSandbox();
  const { accountid: key } = await create("Fourth Coffee");
  expect(await api.retrieve({ collection, key, select: ["name"] })).toMatchObject({
    name: "Fourth Coffee",
    accountid: key,
  });
  await api.update({ collection, key, data: { name: "Coho" } });
  expect(names()).toEqual(["Coho"]);
  await api.deleteRecord({ collection, key });
  expect(names()).toEqual([]);
  await expect(api.retrieve({ collection, key })).rejects.toMatchObject({ status: 404 });
});

test("it creates and updates by alternate key", async () => {
  const { api, names } = await clientOfSandbox();
  const key = "new_bcid='c-1'";
  await api.upsert({ collection, key, data: { name: "A" } });
  await api.upsert({ collection, key, data: { name: "B" } });
  expect(names()).toEqual(["B"]);
});

test("its update with a stale etag is refused", async () => {
  const { api, create, names } = await clientOfSandbox();
  const { accountid: key, "@odata.etag": ifmatch } = await create("A");
  await api.update({ collection, key, data: { name: "B" }, ifmatch });
  const again = api.update({ collection, key, data: { name: "C" }, ifmatch });
  // It answers false for a 412 instead of failing, as its documentation says.
  expect(await again).toBe(false);
  expect(names()).toEqual(["B"]);
});

test("it reads all pages", async () => {
  const { api, create } = await clientOfSandbox();
  for (const name of ["A", "B", "C", "D", "E"]) await create(name);
  const all: string[] = [];
  const request = { collection, select: ["name"], maxPageSize: 2 };
  let page = await api.retrieveMultiple<Account>(request);
  all.push(...page.value.map((row) => row.name));
  while (page.oDataNextLink !== undefined) {
    page = await api.retrieveMultiple<Account>(request, page.oDataNextLink);
    all.push(...page.value.map((row) => row.name));
  }
  expect(all.toSorted()).toEqual(["A", "B", "C", "D", "E"]);
});

test("it follows changes", async () => {
  const { api, create } = await clientOfSandbox();
  const { accountid: gone } = await create("Gone");
  const request = { collection, select: ["name"] };
  const first = await api.retrieveMultiple<Account>({ ...request, trackChanges: true });
  expect(first.value).toMatchObject([{ name: "Gone" }]);
  await create("New");
  await api.deleteRecord({ collection, key: gone });
  const delta = await api.retrieveMultiple(request, first.oDataDeltaLink);
  expect(delta.value).toMatchObject([{ name: "New" }, { id: gone, reason: "deleted" }]);
});

test("it sends a batch with a change set whose second part uses the first", async () => {
  const { api, sandbox, names } = await clientOfSandbox();
  api.startBatch();
  void api.create({ collection, data: { name: "Birch" }, contentId: "1" });
  void api.create({
    collection: "contacts",
    data: { lastname: "Birk", "parentcustomerid_account@odata.bind": "$1" },
    contentId: "2",
  });
  void api.retrieveMultiple({ collection, select: ["name"] });
  const answers = await api.executeBatch();
  expect(answers).toMatchObject([
    expect.any(String),
    expect.any(String),
    { value: [{ name: "Birch" }] },
  ]);
  expect(names()).toEqual(["Birch"]);
  const [account] = sandbox.rows("account");
  expect(sandbox.rows("contact")[0]?.values["parentcustomerid"]).toEqual({
    table: "account",
    id: account?.id,
  });
});

test("its batch with a failing change set leaves nothing behind", async () => {
  const { api, names } = await clientOfSandbox();
  api.startBatch();
  void api.create({ collection, data: { name: "Birch" }, contentId: "1" });
  void api.create({ collection, data: { name: "x".repeat(161) }, contentId: "2" });
  await expect(api.executeBatch()).rejects.toMatchObject([{ error: { code: "0x80044331" } }]);
  expect(names()).toEqual([]);
});

test("it asks who it is", async () => {
  const { api } = await clientOfSandbox();
  expect(await api.callFunction("WhoAmI")).toMatchObject({ UserId: expect.any(String) });
});
