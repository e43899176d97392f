import { describe, expect, test } from "vitest";
import { createFacts } from "../../../lib/connector/dataverse/facts.ts";
import type { PlannedCreate } from "../../../lib/domain/job/intent.ts";
import {
  accounts,
  anOrganisation,
  batchOf,
  errorOf,
  idOf,
  json,
  now,
  recordOf,
  rowOf,
  type Told,
} from "./organisation.ts";

const absent = { status: 404, body: errorOf("0x80040217", "account With Id = … Does Not Exist") };

describe("reading by id", () => {
  test("reads all in one call, each id once; an id that is not there is gone", async () => {
    const { dataverse, asked } = await anOrganisation(() =>
      batchOf([{ status: 200, body: rowOf(1) }, absent, { status: 200, body: rowOf(3) }]),
    );
    const found = await dataverse.readByIds(accounts, [idOf(1), idOf(2), idOf(3), idOf(1)]);
    expect(found).toEqual({
      ok: true,
      value: {
        records: new Map([1, 3].map((n) => [idOf(n), recordOf(n)])),
        gone: new Set([idOf(2)]),
        hidden: new Map(),
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body.match(/^GET /gm)).toHaveLength(3);
  });

  test("no ids are no call", async () => {
    const { dataverse, asked } = await anOrganisation(() => batchOf([]));
    expect(await dataverse.readByIds(accounts, [])).toMatchObject({ ok: true });
    expect(asked).toEqual([]);
  });

  const cases: readonly [string, Told, string][] = [
    ["a part missing", batchOf([absent]), "serverError"],
    ["a part without row", batchOf([absent, { status: 204 }]), "serverError"],
    ["a row of another id", batchOf([{ status: 200, body: rowOf(9) }, absent]), "serverError"],
    ["a row not shown", batchOf([absent, { status: 403 }]), "notPermitted"],
    ["404 without code", batchOf([absent, { status: 404 }]), "badRequest"],
    [
      "an unknown table",
      batchOf([absent, { status: 404, body: errorOf("0x8006088a", "") }]),
      "unknownEntity",
    ],
    ["a throttled part", batchOf([absent, { status: 429 }]), "throttled"],
    ["no batch", json({}), "serverError"],
  ];
  test.each(cases)("FM9 %s is a failure and not absence", async (_, told, code) => {
    const { dataverse } = await anOrganisation(() => told);
    expect(await dataverse.readByIds(accounts, [idOf(1), idOf(2)])).toMatchObject({
      ok: false,
      failure: { code },
    });
  });

  test("a lost answer is asked for again, because reading changes nothing", async () => {
    const { dataverse, asked } = await anOrganisation((_, count) =>
      count === 1 ? { cut: true } : batchOf([absent]),
    );
    expect(await dataverse.readByIds(accounts, [idOf(1)])).toMatchObject({
      ok: true,
      value: { gone: new Set([idOf(1)]) },
    });
    expect(asked).toHaveLength(2);
  });
});

test("planned creates are found by the ids they were given", async () => {
  const { dataverse } = await anOrganisation(() =>
    batchOf([absent, { status: 200, body: rowOf(2) }]),
  );
  const planned = (n: number): PlannedCreate => ({
    sourceId: idOf(90),
    plannedId: idOf(n),
    fields: {},
  });
  expect(await dataverse.findCreated(accounts, [planned(1), planned(2)], now)).toEqual({
    ok: true,
    value: [[], [recordOf(2)]],
  });
});

describe("facts of the organisation", () => {
  const currency = { value: [{ _basecurrencyid_value: idOf(7) }] };

  test("the base currency is read once, also when asked for at the same time", async () => {
    const { dataverse, asked } = await anOrganisation(() => json(currency));
    const answers = await Promise.all([dataverse.baseCurrencyId(), dataverse.baseCurrencyId()]);
    answers.push(await dataverse.baseCurrencyId());
    expect(answers).toEqual(answers.map(() => ({ ok: true, value: idOf(7) })));
    expect(asked.map(({ url }) => url)).toEqual([
      "/api/data/v9.2/organizations?$select=_basecurrencyid_value",
    ]);
  });

  test("a failure is not remembered", async () => {
    const { dataverse } = await anOrganisation((_, count) =>
      count === 1 ? { status: 403 } : json(currency),
    );
    expect(await dataverse.baseCurrencyId()).toMatchObject({ failure: { code: "notPermitted" } });
    expect(await dataverse.baseCurrencyId()).toEqual({ ok: true, value: idOf(7) });
  });

  test("nor is an attempt that broke off", async () => {
    let asked = 0;
    const facts = createFacts({
      root: "https://contoso.example/api/data/v9.2/",
      clock: { now: () => now },
      pageSize: 1000,
      batchSize: 1000,
      http: {
        serverTime: () => undefined,
        send: async () => {
          asked += 1;
          if (asked === 1) throw new Error("the secret could not be read");
          return {
            kind: "answer",
            status: 200,
            headers: new Map(),
            text: JSON.stringify(currency),
          };
        },
      },
    });

    await expect(facts.baseCurrencyId()).rejects.toThrow("the secret could not be read");
    expect(await facts.baseCurrencyId()).toEqual({ ok: true, value: idOf(7) });
  });

  const unit = { set: "uoms", key: "uomid", column: "name", equals: "Ann's & co" };

  test("a row is found by the text in one of its columns", async () => {
    const { dataverse, asked } = await anOrganisation(() => json({ value: [{ uomid: idOf(4) }] }));
    expect(await dataverse.rowId(unit)).toEqual({ ok: true, value: idOf(4) });
    expect(await dataverse.rowId(unit)).toEqual({ ok: true, value: idOf(4) });
    expect(asked.map(({ url }) => url)).toEqual([
      "/api/data/v9.2/uoms?$select=uomid&$filter=name%20eq%20%27Ann%27%27s%20%26%20co%27&$top=2",
    ]);
  });

  test("a row that is not there yet is looked for again", async () => {
    const { dataverse } = await anOrganisation((_, count) =>
      json({ value: count === 1 ? [] : [{ uomid: idOf(4) }] }),
    );
    expect(await dataverse.rowId(unit)).toEqual({ ok: true, value: undefined });
    expect(await dataverse.rowId(unit)).toEqual({ ok: true, value: idOf(4) });
  });

  test("two rows of that name are a question for people, not a guess", async () => {
    const { dataverse } = await anOrganisation(() =>
      json({ value: [{ uomid: idOf(4) }, { uomid: idOf(5) }] }),
    );
    expect(await dataverse.rowId(unit)).toMatchObject({
      ok: false,
      failure: {
        code: "badRequest",
        message: expect.stringContaining("several rows in table uoms"),
      },
    });
  });
});

describe("checking the connection", () => {
  test("D1 asks who we are", async () => {
    const { dataverse, asked, url } = await anOrganisation(() =>
      json({ BusinessUnitId: idOf(1), UserId: idOf(2), OrganizationId: idOf(3) }),
    );
    expect(dataverse.url).toBe(url);
    expect(dataverse.serverTime()).toBeUndefined();
    expect(await dataverse.check()).toEqual({ ok: true, value: undefined });
    expect(asked.map((question) => question.url)).toEqual(["/api/data/v9.2/WhoAmI"]);
    expect(dataverse.serverTime()).toBe("2026-11-23T12:00:00.000Z");
  });

  const cases: readonly [string, Told, string, string][] = [
    [
      "another site",
      { status: 404, body: "<h1>Not Found</h1>" },
      "badRequest",
      "Check the address",
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "/login" } },
      "badRequest",
      "Check the address",
    ],
    ["another API", json({ hello: "world" }), "badRequest", "Check the address"],
    ["no permission", json(errorOf("0x80040220", "no"), 403), "notPermitted", "security role"],
    ["no sign-in", { status: 401 }, "wrongCredentials", "application user"],
  ];
  test.each(cases)("%s is told with what to do", async (_, told, code, words) => {
    const { dataverse } = await anOrganisation(() => told);
    expect(await dataverse.check()).toMatchObject({
      ok: false,
      failure: { code, message: expect.stringContaining(words) },
    });
  });
});
