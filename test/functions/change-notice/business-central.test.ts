import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { plusSeconds } from "../../../lib/domain/instant.ts";
import {
  aNotice,
  companyId,
  type NoticeWorld,
  notices,
  secret,
  secretBefore,
  startNotices,
} from "./notice-world.ts";

const address = "/v1/notices/business-central";
const record = "26814998-936a-401c-81c1-0e848a64971d";
let world: NoticeWorld;

beforeEach(async () => {
  world = await startNotices();
});
afterEach(() => world.stop());

const post = (body: string) => world.send(`POST ${address}`, body);
const soon = () => plusSeconds(world.clock.now(), 30);

describe("the handshake", () => {
  test.each(["GET", "POST"])(
    "%s with a validation token is answered with just that",
    async (method) => {
      const answer = await world.send(`${method} ${address}?validationToken=a%2Bb%3D%20%3Cc%3E`);

      expect(answer).toEqual({ status: 200, type: "text/plain; charset=utf-8", text: "a+b= <c>" });
    },
  );

  test.each([
    ["an empty token", ""],
    ["a token of 2049 characters", "x".repeat(2049)],
    ["a token with a line break", "a%0d%0aSet-Cookie:b"],
    ["a token that is not ASCII", "%C3%A6"],
  ])("%s is refused", async (_, token) => {
    expect((await world.send(`GET ${address}?validationToken=${token}`)).status).toBe(400);
  });

  test("reads nothing and writes nothing", async () => {
    world.meter.reset();
    await world.send(`POST ${address}?validationToken=t`, notices(aNotice("customers")));

    expect(world.meter.taken()).toMatchObject({ readRequests: 0, writeRequests: 0 });
  });
});

describe("a notice wakes", () => {
  test.each([
    ["a changed record", aNotice(`customers(${record})`)],
    ["a new record", aNotice(`customers(${record})`, { changeType: "created" })],
    ["a deleted record", aNotice(`customers(${record})`, { changeType: "deleted" })],
    [
      "more changes than are told one by one",
      aNotice("customers?$filter=lastModifiedDateTime%20gt%202040-11-23T07%3A59%3A30.41Z", {
        changeType: "collection",
      }),
    ],
    ["deletions among very many changes", aNotice("customers", { changeType: "collection" })],
    [
      "an address with a slash in front",
      aNotice("", { resource: `/${aNotice("customers").resource}` }),
    ],
    ["a kind of change that we do not know", aNotice("customers", { changeType: "renamed" })],
  ])("%s", async (_, notice) => {
    expect((await post(notices(notice))).status).toBe(204);
    expect(await world.moved()).toEqual({ CUSTOMER: soon() });
  });

  test("each table once, however many notices there are", async () => {
    world.meter.reset();

    await post(
      notices(
        ...Array.from({ length: 500 }, () => aNotice(`customers(${record})`)),
        aNotice(`currencies(${record})`),
      ),
    );

    expect(await world.moved()).toEqual({ CUSTOMER: soon(), CURRENCY: soon() });
    expect(world.meter.taken().writeRequests).toBe(2);
  });

  test("nothing a second time: a repeat writes nothing", async () => {
    await post(notices(aNotice("customers")));
    world.meter.reset();

    await post(notices(aNotice("customers")));

    expect(world.meter.taken()).toMatchObject({ readRequests: 2, writeRequests: 0 });
  });

  test.each([
    ["on hold", { status: "onHold", nextRunAt: undefined }],
    ["in error", { status: "error", nextRunAt: undefined }],
  ] as const)("S4 no mapping that is %s", async (_, schedule) => {
    await world.plan("CUSTOMER", schedule);
    world.meter.reset();

    expect((await post(notices(aNotice("customers")))).status).toBe(204);
    expect(world.meter.taken().writeRequests).toBe(0);
  });

  test("S4 a mapping that rests until something happens", async () => {
    await world.plan("CUSTOMER", { status: "onHoldInactive", nextRunAt: undefined });

    await post(notices(aNotice("customers")));

    expect(await world.moved()).toEqual({ CUSTOMER: soon() });
  });

  test("no mapping when the table is none of ours, or cannot be made out", async () => {
    const resources = [
      `api/v2.0/companies(${companyId})/generalLedgerEntries`,
      `api/tandem/sales/v1.0/companies(${companyId})/customers`,
      `api/v2.0/companies(${companyId})/customers/extra`,
      "customers",
      "",
    ];
    for (const resource of resources) {
      expect((await post(notices(aNotice("", { resource })))).status).toBe(204);
    }
    expect((await post(notices(aNotice("", { resource: undefined })))).status).toBe(204);
    expect(await world.moved()).toEqual({});
  });
});

describe("FM27 who does not know the secret", () => {
  test.each([
    ["another secret", { clientState: "guess" }],
    ["a part of it", { clientState: secret.slice(1) }],
    ["none", { clientState: undefined }],
    ["no text", { clientState: [secret] }],
  ])("%s: 401, and nothing happens", async (_, more) => {
    world.meter.reset();

    expect((await post(notices(aNotice("customers", more)))).status).toBe(401);
    expect(world.meter.taken()).toMatchObject({ readRequests: 0, writeRequests: 0 });
  });

  test("is not heard beside one who does", async () => {
    const forged = aNotice("currencies", { clientState: "guess" });

    expect((await post(notices(forged, aNotice("customers")))).status).toBe(204);
    expect(await world.moved()).toEqual({ CUSTOMER: soon() });
  });
});

test("XC19 the secret that was replaced a moment ago is accepted too", async () => {
  const early = aNotice("customers", { clientState: secretBefore });

  expect((await post(notices(early))).status).toBe(204);
});

describe("XC18 a large text of a stranger", () => {
  const megabytes = "[".repeat(4 * 1024 * 1024 - 100);

  test.each([
    ["without any secret", megabytes],
    ["with a wrong one", `{"value":[{"clientState":"guess"},${megabytes}`],
  ])("%s is refused without being parsed: 401", async (_, body) => {
    const parse = vi.spyOn(JSON, "parse");

    expect((await post(body)).status).toBe(401);
    expect(parse.mock.calls.filter(([text]) => text.length > 4096)).toEqual([]);
  });

  test("that bears the secret is parsed: 400", async () => {
    const body = `{"value":[{"clientState":"${secret}"},${megabytes}`;

    expect((await post(body)).status).toBe(400);
  });
});

describe("what is no notice", () => {
  test.each([
    ["no body", ""],
    ["no JSON", "{"],
    ["no list", "{}"],
    ["a list of another kind", '{"value": "customers"}'],
    ["null", "null"],
  ])("%s: 400", async (_, body) => {
    expect((await post(body)).status).toBe(400);
  });

  test("an empty list is useless and no reason to end the subscription", async () => {
    expect((await post(notices())).status).toBe(204);
  });

  test("a body of more than 4 MB: 413", async () => {
    expect((await post(notices({ filler: "x".repeat(4 * 1024 * 1024) }))).status).toBe(413);
  });

  test.each(["GET", "PUT", "DELETE"])("%s: 405", async (method) => {
    expect((await world.send(`${method} ${address}`)).status).toBe(405);
  });

  test("an address of nobody's: 404", async () => {
    expect((await world.send("POST /v1/notices/sales", "{}")).status).toBe(404);
  });
});

test("while the table cannot be reached the notice is to come again: 503, and the trouble is told", async () => {
  world.client.destroy();
  world.client.middlewareStack.add(
    () => async () => {
      throw new Error("no table");
    },
    { step: "initialize" },
  );

  const answer = await post(notices(aNotice("customers")));

  expect(answer.status).toBe(503);
  expect(answer.text).not.toContain("no table");
  expect(world.reported).toHaveLength(1);
});
