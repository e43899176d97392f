import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LookId, MappingName } from "../../lib/domain/ids.ts";
import type { Look, LookRequest } from "../../lib/domain/look/look.ts";
import { failed, ok } from "../../lib/domain/result.ts";
import { answerLook, giveUpLook } from "../../lib/sync/looks/answer-look.ts";
import type { LookApp } from "../../lib/sync/looks/look-app.ts";
import { startWorld, type World } from "../world/world.ts";

let world: World;
let number = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.calls.reset());

async function asked(request: LookRequest): Promise<Look> {
  number += 1;
  const id = LookId.parse(`${request.app}.0mwt00000-n${number}`);
  const look: Look = { id, request, askedAt: world.now() };
  await world.app.store.looks.ask(look);
  return look;
}

const account: LookRequest = { kind: "table", app: "dataverse", table: { name: "account" } };
const answerOf = async ({ id }: Look) => (await world.app.store.looks.get(id))?.answer;

describe("W21 a look", () => {
  test("is answered by the worker, keeps what the app said, and writes to no app", async () => {
    const look = await asked(account);
    await world.app.queue.sendLook({ lookId: look.id });
    await world.workOff();

    expect(await answerOf(look)).toMatchObject({ kind: "table", description: { set: "accounts" } });
    const kept = await world.app.store.descriptions.table("dataverse", { name: "account" });
    expect(kept?.readAt).toBe(world.now());
    expect(await world.app.store.jobs.open()).toEqual([]);
  });

  test("that is delivered twice asks the app once", async () => {
    const look = await asked(account);

    expect(await answerLook(world.app, { lookId: look.id }, 1)).toBe("answered");
    const calls = world.calls.count();
    expect(await answerLook(world.app, { lookId: look.id }, 2)).toBe("late");
    expect(world.calls.count()).toBe(calls);
  });

  test("whose worker died is looked at again; the third time it is given up, so that others come through", async () => {
    const look = await asked(account);
    const dies: LookApp = {
      ...world.app,
      apps: {
        ...world.app.apps,
        dataverse: {
          ...world.app.apps.dataverse,
          describe: () => {
            throw new Error("killed");
          },
        },
      },
    };
    await expect(answerLook(dies, { lookId: look.id }, 1)).rejects.toThrow("killed");
    await expect(answerLook(dies, { lookId: look.id }, 2)).rejects.toThrow("killed");
    expect(await answerOf(look)).toBeUndefined();

    expect(await answerLook(dies, { lookId: look.id }, 3)).toBe("answered");
    expect(await answerOf(look)).toMatchObject({ kind: "failed", code: "givenUp" });
  });

  test("that ended as a dead letter says so to who waits for it, once", async () => {
    const look = await asked(account);

    expect(await giveUpLook(world.app, { lookId: look.id })).toBe("answered");
    expect(await answerOf(look)).toMatchObject({ kind: "failed", code: "givenUp" });
    expect(await giveUpLook(world.app, { lookId: look.id })).toBe("late");
    const unknown = LookId.parse("dataverse.0mwt00000-gone");
    expect(await answerLook(world.app, { lookId: unknown }, 1)).toBe("late");
  });

  test.each([
    ["a table", account],
    ["all tables", { kind: "tables", app: "dataverse" } as const],
  ])("at %s of an app that does not answer says that", async (_, request) => {
    const failure = {
      code: "unreachable",
      side: "dataverse",
      message: "Dataverse is away.",
    } as const;
    const away = async () => failed(failure);
    const { dataverse } = world.app.apps;
    const apps = { ...world.app.apps, dataverse: { ...dataverse, describe: away, tables: away } };
    const look = await asked(request);
    await answerLook({ ...world.app, apps }, { lookId: look.id }, 1);

    expect(await answerOf(look)).toEqual({
      kind: "failed",
      code: "unreachable",
      message: "Dataverse is away.",
    });
  });

  test("at a table that there is not names those that may have been meant", async () => {
    const look = await asked({ ...account, table: { name: "acount" } });
    await answerLook(world.app, { lookId: look.id }, 1);

    expect(await answerOf(look)).toEqual({
      kind: "failed",
      code: "unknownTable",
      message: 'Dataverse has no table "acount". Did you mean account?',
    });
  });

  test("that comes to more than is kept says so", async () => {
    const random = Array.from({ length: 30_000 }, (_, index) => ({
      name: `t${index}`,
      title: { text: Math.sin(index).toString(36).repeat(2) },
    }));
    const { dataverse } = world.app.apps;
    const apps = { ...world.app.apps, dataverse: { ...dataverse, tables: async () => ok(random) } };
    const look = await asked({ kind: "tables", app: "dataverse" });
    await answerLook({ ...world.app, apps }, { lookId: look.id }, 1);

    expect(await answerOf(look)).toMatchObject({ kind: "failed", code: "tooLarge" });
  });

  test("at a table of 2,000 columns keeps 1,200, and tells how many it left out", async () => {
    const found = await world.app.apps.dataverse.describe({ name: "account" });
    if (!found.ok || found.value === undefined) throw new Error("There is no account");
    const [column] = found.value.columns;
    if (column === undefined) throw new Error("account has no columns");
    const columns = Array.from({ length: 2_000 }, (_, index) => ({ ...column, name: `c${index}` }));
    const wide = { ...found.value, columns };
    const { dataverse } = world.app.apps;
    const apps = { ...world.app.apps, dataverse: { ...dataverse, describe: async () => ok(wide) } };
    const look = await asked(account);
    await answerLook({ ...world.app, apps }, { lookId: look.id }, 1);

    const answer = await answerOf(look);
    if (answer?.kind !== "table") throw new Error("No table was found");
    expect(answer.description.columns).toHaveLength(1_200);
    expect(answer.description.leftOut).toBe(800);
  });
});

describe("records that are looked for", () => {
  test("come with what they are coupled with, and whether they are in the filter", async () => {
    const coupled = await world.businessCentral.create("customers", { displayName: "Adatum" });
    const other = await world.businessCentral.create("customers", { displayName: "Adatum 2" });
    await world.run("CUSTOMER", {
      kind: "couple",
      pairs: [{ create: true, side: "businessCentral", id: coupled }],
    });
    const look = await asked({
      kind: "records",
      app: "businessCentral",
      mapping: MappingName.parse("CUSTOMER"),
      search: "adatum",
    });
    await answerLook(world.app, { lookId: look.id }, 1);

    const answer = await answerOf(look);
    const records = answer?.kind === "records" ? answer.items : [];
    expect(records.map(({ id }) => id).toSorted()).toEqual([coupled, other].toSorted());
    expect(records.find(({ id }) => id === coupled)?.coupledWith).toBeDefined();
    expect(records.find(({ id }) => id === other)).toMatchObject({
      title: "Adatum 2",
      inFilter: true,
    });
    expect(records.find(({ id }) => id === other)?.coupledWith).toBeUndefined();
  });
});
