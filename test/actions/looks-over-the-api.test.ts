import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { read } from "../functions/api/api-world.ts";
import { type WatchedWaiting, watchedWaiting } from "../world/waiting.ts";
import { startWorld, type World } from "../world/world.ts";
import { startWorldApi, type WorldApi } from "./world-api.ts";

let world: World;
let waiting: WatchedWaiting;
let api: WorldApi;
/** The origin of an app that does not answer. */
let down: string | undefined;
beforeEach(async () => {
  down = undefined;
  world = await startWorld({
    transport: (real) => async (request) =>
      new URL(request.url).origin === down ? { error: "refused", sent: false } : real(request),
  });
  waiting = watchedWaiting(world);
  api = await startWorldApi(world, waiting);
});
afterEach(async () => {
  await api.stop();
  await world.stop();
});

const Table = z.object({
  set: z.string(),
  leftOut: z.int(),
  columns: z.array(
    z.looseObject({
      name: z.string(),
      readOnly: z.boolean(),
      options: z.optional(z.array(z.object({ value: z.unknown(), label: z.string() }))),
    }),
  ),
});
const Items = z.object({ items: z.array(z.looseObject({ name: z.string() })) });
const Waits = z.object({ look: z.object({ id: z.string() }) });
const account = "GET /v1/metadata/dataverse/tables/account";

describe("a table's columns", () => {
  test("are read by the worker, and kept: a second reader asks no app", async () => {
    const first = await api.ask(account);
    expect(first.status).toBe(200);
    const calls = world.calls.count();

    expect((await api.ask(account)).body).toEqual(first.body);
    expect(world.calls.count()).toBe(calls);
    world.pass(24 * 60 + 1);
    await api.ask(account);
    expect(world.calls.count()).toBeGreaterThan(calls);
  });

  test("are read anew for whoever asks for that", async () => {
    await api.ask(account);
    const calls = world.calls.count();

    expect((await api.ask(`${account}?refresh=true`)).status).toBe(200);
    expect(world.calls.count()).toBeGreaterThan(calls);
  });

  test("come with labels in the reader's language, and in the organisation's where there are none", async () => {
    const labels = async (language: string) => {
      const answer = await api.ask(account, undefined, { "accept-language": language });
      const { columns } = read(Table, answer);
      return columns.find(({ name }) => name === "statecode")?.options?.map(({ label }) => label);
    };

    expect(await labels("cs-CZ, en;q=0.8")).toEqual(["Aktivní", "Neaktivní"]);
    expect(await labels("de, en;q=0.5")).toEqual(["Active", "Inactive"]);
  });

  test("of Business Central tell what it computes, and of a custom API what it offers", async () => {
    const items = read(Table, await api.ask("GET /v1/metadata/businessCentral/tables/items"));
    expect(items.columns.find(({ name }) => name === "inventory")?.readOnly).toBe(true);

    const cards = await api.ask(
      "GET /v1/metadata/businessCentral/tables/customerCards?api=tandem/sales/v1.0",
    );
    expect(read(Table, cards).columns.map(({ name }) => name)).toContain("primaryContactId");
  });
});

test("the tables of an app are listed, and narrowed by what is sought", async () => {
  const all = read(Items, await api.ask("GET /v1/metadata/dataverse/tables"));
  const some = read(Items, await api.ask("GET /v1/metadata/dataverse/tables?search=ACCOU"));

  expect(all.items.length).toBeGreaterThan(some.items.length);
  expect(some.items.map(({ name }) => name)).toEqual(["account"]);
});

describe("a look that is not waited for", () => {
  test("is answered with its address, and there once the worker came to it", async () => {
    const begun = await api.ask(account, undefined, { prefer: "respond-async" });
    expect(begun.status).toBe(202);
    const { id } = read(Waits, begun).look;
    expect(begun.headers.get("location")).toBe(`/v1/looks/${id}`);
    expect((await api.ask(`GET /v1/looks/${id}`)).status).toBe(202);

    await world.workOff();
    const answer = await api.ask(`GET /v1/looks/${id}`);
    expect(answer.status).toBe(200);
    expect(read(Table, answer).set).toBe("accounts");
    world.pass(61);
    expect((await api.ask(`GET /v1/looks/${id}`)).status).toBe(404);
  });

  test("is waited for ten seconds unless told otherwise", async () => {
    waiting.meanwhile(async () => undefined);

    expect((await api.ask(account)).status).toBe(202);
    expect(waiting.waited()).toBeCloseTo(10_000);
  });
});

describe("bad luck", () => {
  test("a table that there is not is a 404 that names its neighbours", async () => {
    const answer = await api.ask("GET /v1/metadata/dataverse/tables/uomschedulez");

    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.body)).toContain("Did you mean uomschedule");
  });

  test("an app that does not answer is a 503 that says so", async () => {
    down = new URL(world.dataverse.url).origin;

    const answer = await api.ask(account);
    expect(answer.status).toBe(503);
    expect(JSON.stringify(answer.body)).toContain("Dataverse");
  });

  test.each([
    "GET /v1/metadata/sharepoint/tables",
    "GET /v1/metadata/dataverse/tables/a'b",
    "GET /v1/metadata/dataverse/tables/account?refresh=perhaps",
    "GET /v1/metadata/businessCentral/tables/items?api=../../x",
    "GET /v1/records?mapping=CUSTOMER&side=dataverse&search=",
    "GET /v1/records?mapping=CUSTOMER&search=a",
    "GET /v1/looks/CUSTOMER.0mwt00000-x",
  ])("%s is refused", async (what) => {
    expect((await api.ask(what)).status).toBe(400);
  });
});

test("records are found by a part of their title or number", async () => {
  const id = await world.dataverse.create("accounts", { name: "Adatum & <b>Co</b>" });
  await world.dataverse.create("accounts", { name: "Fabrikam" });

  const answer = await api.ask("GET /v1/records?mapping=CUSTOMER&side=dataverse&search=datum");
  expect(answer.body).toMatchObject({
    items: [{ id, title: "Adatum & <b>Co</b>", inFilter: false }],
  });
});
