import { describe, expect, test } from "vitest";
import type { ReadFrom } from "../../../lib/ports/business-app.ts";
import {
  accounts,
  anOrganisation,
  errorOf,
  idOf,
  json,
  type RequestInfo,
  recordOf,
  rowOf,
  type Told,
  untracked,
} from "./organisation.ts";

const beginning: ReadFrom = { kind: "beginning" };
const path = "/api/data/v9.2/accounts";
const select = "$select=accountid,modifiedon,name,creditlimit";

const linkTo = ({ headers }: RequestInfo, query: string) =>
  `http://${headers.host}${path}?${query}`;

const gone = (n: number) => ({
  "@odata.context": "http://x/$metadata#accounts/$deletedEntity",
  id: idOf(n),
  reason: "deleted",
});

describe("tables with change tracking", () => {
  test("D20 the first read takes the whole table page by page and ends with a position", async () => {
    const { dataverse, asked } = await anOrganisation(
      (question, count) =>
        count === 1
          ? json({
              value: [rowOf(1), rowOf(2)],
              "@odata.nextLink": linkTo(question, "$skiptoken=%3Cc"),
            })
          : json({ "@odata.deltaLink": linkTo(question, "$deltatoken=9"), value: [rowOf(3)] }),
      { pageSize: 2 },
    );
    const first = await dataverse.readChanges(accounts, beginning);
    if (!first.ok || first.value.next === undefined) throw new Error("no further page");
    expect(first.value).toMatchObject({ records: [recordOf(1), recordOf(2)], deleted: [] });
    expect(first.value.position).toBeUndefined();

    const last = await dataverse.readChanges(accounts, { kind: "page", page: first.value.next });
    expect(last).toMatchObject({ ok: true, value: { records: [recordOf(3)] } });
    expect(last.ok && last.value.position).toMatch(/\$deltatoken=9$/);
    expect(last.ok && last.value.next).toBe(undefined);

    expect(asked.map(({ url }) => url)).toEqual([`${path}?${select}`, `${path}?$skiptoken=%3Cc`]);
    expect(asked.map(({ headers }) => headers["prefer"])).toEqual([
      "odata.track-changes,odata.maxpagesize=2",
      "odata.track-changes,odata.maxpagesize=2",
    ]);
  });

  test("D21 later reads follow the delta link and tell deleted rows apart, in one call", async () => {
    const { dataverse, asked, url } = await anOrganisation((question) =>
      json({ value: [rowOf(1), gone(2)], "@odata.deltaLink": linkTo(question, "$deltatoken=10") }),
    );
    const position = `${url}${path}?${select}&$deltatoken=9`;
    const page = await dataverse.readChanges(accounts, { kind: "cursor", position });
    expect(page).toEqual({
      ok: true,
      value: {
        records: [recordOf(1)],
        deleted: [idOf(2)],
        position: `${url}${path}?$deltatoken=10`,
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers["prefer"]).toBe("odata.maxpagesize=1000");
  });

  test("D22 when nothing changed there is a new position all the same", async () => {
    const { dataverse, url } = await anOrganisation((question) =>
      json({ value: [], "@odata.deltaLink": linkTo(question, "$deltatoken=10") }),
    );
    const position = `${url}${path}?$deltatoken=9`;
    expect(await dataverse.readChanges(accounts, { kind: "cursor", position })).toEqual({
      ok: true,
      value: { records: [], deleted: [], position: `${url}${path}?$deltatoken=10` },
    });
  });

  const expired: readonly [string, Told][] = [
    ["0x80044352", json(errorOf("0x80044352", "Version stamp associated with the client…"), 400)],
    ["410 Gone", { status: 410 }],
    ["400 about the token", json(errorOf("0x0", "The delta token is not valid."), 400)],
  ];
  test.each(expired)("D24 an expired delta link (%s) is told as cursorExpired", async (_, told) => {
    const { dataverse, url } = await anOrganisation(() => told);
    const position = `${url}${path}?$deltatoken=9`;
    expect(await dataverse.readChanges(accounts, { kind: "cursor", position })).toMatchObject({
      ok: false,
      failure: { code: "cursorExpired", side: "dataverse" },
    });
  });

  test("a delta link made for fewer columns than are mapped now starts over", async () => {
    const { name: _, ...short } = rowOf(1);
    const { dataverse, url, asked } = await anOrganisation(() => json({ value: [short] }));
    const read = (query: string) =>
      dataverse.readChanges(accounts, { kind: "cursor", position: `${url}${path}?${query}` });
    const expiry = { ok: false, failure: { code: "cursorExpired" } };
    const old = "$select=accountid,modifiedon,creditlimit&$deltatoken=9";
    expect(await read(old)).toMatchObject(expiry);
    expect(asked).toEqual([]);
    expect(await read("$deltatoken=9")).toMatchObject(expiry);
    expect(asked).toHaveLength(1);
  });

  test("D25 a table that does not track changes is named, with what to do", async () => {
    const { dataverse } = await anOrganisation(() =>
      json(errorOf("0x80060888", "The accounts entity isn't enabled for change tracking."), 400),
    );
    const page = await dataverse.readChanges(accounts, beginning);
    expect(page).toMatchObject({
      failure: { code: "badRequest", message: expect.stringContaining("table accounts") },
    });
  });

  test("a list without any link at its end gives no position", async () => {
    const { dataverse } = await anOrganisation(() => json({ value: [rowOf(1)] }));
    expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({
      failure: { code: "badRequest", message: expect.stringContaining("Track changes") },
    });
  });

  test("a row without a column that was asked for is not taken for one with a blank", async () => {
    const { name: _, ...short } = rowOf(1);
    const { dataverse } = await anOrganisation(() => json({ value: [short] }));
    expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({
      failure: { code: "serverError" },
    });
  });

  test("a number longer than a double keeps all its digits", async () => {
    const { dataverse } = await anOrganisation((question) => ({
      body: JSON.stringify({
        value: [rowOf(1, { creditlimit: "#" })],
        "@odata.deltaLink": linkTo(question, "$deltatoken=1"),
      }).replace('"#"', "12345678901234567.8901"),
    }));
    const page = await dataverse.readChanges(accounts, beginning);
    expect(page.ok && page.value.records[0]?.fields["creditlimit"]).toEqual({
      decimal: "12345678901234567.8901",
    });
  });
});

describe("links", () => {
  const foreign = [
    ["another host", () => `http://169.254.169.254${path}?$deltatoken=9`],
    ["another table", (url: string) => `${url}/api/data/v9.2/systemusers?$deltatoken=9`],
    ["another user", (url: string) => `${url.replace("//", "//u:p@")}${path}?$deltatoken=9`],
    ["a host that begins alike", (url: string) => `${url}.example.com${path}?$deltatoken=9`],
    ["no address", () => "accounts"],
  ] as const;

  test.each(foreign)("FM27 a position at %s is not asked", async (_, linkOf) => {
    const { dataverse, asked, url } = await anOrganisation(() => json({ value: [] }));
    const from: ReadFrom = { kind: "cursor", position: linkOf(url) };
    expect(await dataverse.readChanges(accounts, from)).toMatchObject({
      ok: false,
      failure: { code: "badRequest" },
    });
    expect(asked).toEqual([]);
  });

  test("a position from when this app listened on another port of this machine is asked here", async () => {
    const { dataverse, asked } = await anOrganisation((question) =>
      json({ value: [], "@odata.deltaLink": linkTo(question, "$deltatoken=2") }),
    );
    const position = `http://127.0.0.1:9${path}?$deltatoken=1`;
    expect(await dataverse.readChanges(accounts, { kind: "cursor", position })).toMatchObject({
      ok: true,
    });
    expect(asked).toHaveLength(1);
  });

  test.each(["@odata.nextLink", "@odata.deltaLink"])(
    "FM27 an answer whose %s leads elsewhere is refused",
    async (name) => {
      const { dataverse } = await anOrganisation(() =>
        json({ value: [], [name]: `https://example.com${path}?$deltatoken=9` }),
      );
      expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({
        failure: { code: "badRequest", quoted: expect.stringContaining("example.com") },
      });
    },
  );

  test("FM27 a tampered page is not asked", async () => {
    const { dataverse, asked } = await anOrganisation(() => json({ value: [] }));
    const page = JSON.stringify({ kind: "delta", url: "http://169.254.169.254/latest" });
    for (const text of [page, "{", "{}"]) {
      const answer = await dataverse.readChanges(accounts, { kind: "page", page: text });
      expect(answer).toMatchObject({ ok: false, failure: { code: "badRequest" } });
    }
    expect(asked).toEqual([]);
  });
});

describe("tables without change tracking", () => {
  const at = (modifiedon: string) => rowOf(1, { modifiedon });

  test("the first read lists all rows by id; its position is the newest stamp", async () => {
    const { dataverse, asked } = await anOrganisation((question, count) =>
      count === 1
        ? json({
            value: [at("2026-11-23T11:30:00Z")],
            "@odata.nextLink": linkTo(question, "$skiptoken=1"),
          })
        : json({ value: [at("2026-11-23T11:00:00Z")] }),
    );
    const first = await dataverse.readChanges(untracked, beginning);
    if (!first.ok || first.value.next === undefined) throw new Error("no further page");
    const last = await dataverse.readChanges(untracked, { kind: "page", page: first.value.next });
    expect(last).toMatchObject({ value: { position: "2026-11-23T11:30:00.000Z" } });
    expect(asked[0]?.url).toBe(`${path}?${select}&$orderby=accountid`);
    expect(asked[0]?.headers["prefer"]).toBe("odata.maxpagesize=1000");
  });

  test("FM3 later reads overlap by ten minutes, in whole seconds", async () => {
    const { dataverse, asked } = await anOrganisation(() => json({ value: [] }));
    const position = "2026-11-23T11:30:00.000Z";
    expect(await dataverse.readChanges(untracked, { kind: "cursor", position })).toMatchObject({
      value: { position },
    });
    expect(asked[0]?.url).toBe(
      `${path}?${select}&$filter=modifiedon%20ge%202026-11-23T11:20:00Z&$orderby=accountid`,
    );
  });

  test("FM1 the position is never later than Dataverse's clock at the start, and never goes back", async () => {
    const { dataverse } = await anOrganisation(() => json({ value: [at("2031-01-01T00:00:00Z")] }));
    const position = "2026-11-23T11:30:00.000Z";
    expect(await dataverse.readChanges(untracked, { kind: "cursor", position })).toMatchObject({
      value: { position: "2026-11-23T12:00:00.000Z" },
    });
    const ahead = "2026-11-23T12:05:00.000Z";
    expect(
      await dataverse.readChanges(untracked, { kind: "cursor", position: ahead }),
    ).toMatchObject({ value: { position: ahead } });
  });

  test("a position from before change tracking was switched starts over", async () => {
    const { dataverse, url, asked } = await anOrganisation(() => json({ value: [] }));
    const mark: ReadFrom = { kind: "cursor", position: "2026-11-23T11:30:00.000Z" };
    const link: ReadFrom = { kind: "cursor", position: `${url}${path}?$deltatoken=9` };
    const expiry = { ok: false, failure: { code: "cursorExpired" } };
    expect(await dataverse.readChanges(accounts, mark)).toMatchObject(expiry);
    expect(await dataverse.readChanges(untracked, link)).toMatchObject(expiry);
    expect(asked).toEqual([]);
  });
});

describe("what Dataverse may answer instead of a list", () => {
  const cases: readonly [string, Told, string, string][] = [
    ["401", { status: 401 }, "wrongCredentials", "application user"],
    [
      "403",
      json(errorOf("0x80040220", "missing prvReadAccount"), 403),
      "notPermitted",
      "table accounts",
    ],
    [
      "an unknown table",
      json(errorOf("0x8006088a", "Resource not found for the segment 'accounts'."), 404),
      "unknownEntity",
      "table accounts",
    ],
    [
      "D17 an unknown column",
      json(
        errorOf("0x80060888", "Could not find a property named 'nmae' on type 'M.D.CRM.account'."),
        400,
      ),
      "unknownField",
      "column nmae in table accounts",
    ],
    [
      "a server error",
      { status: 500, body: "<html><b>Oops</b></html>" },
      "serverError",
      "table accounts",
    ],
    ["text", { body: "hello" }, "serverError", "unexpected form"],
    ["other JSON", json({ rows: [] }), "serverError", "unexpected form"],
    [
      "a bad request",
      json(errorOf("0x80060888", "Bad Request"), 400),
      "badRequest",
      "table accounts",
    ],
  ];
  test.each(cases)("%s", async (_, told, code, words) => {
    const { dataverse } = await anOrganisation(() => told);
    expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({
      ok: false,
      failure: { code, side: "dataverse", message: expect.stringContaining(words) },
    });
  });

  test("Dataverse's own words and code are quoted", async () => {
    const { dataverse } = await anOrganisation(() =>
      json(errorOf("0x80040220", "Principal user is missing prvReadAccount privilege"), 403),
    );
    expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({
      failure: { quoted: "Principal user is missing prvReadAccount privilege (0x80040220)" },
    });
  });

  test("no connection at all is told by the core", async () => {
    const { dataverse } = await anOrganisation(() => ({ cut: true }));
    expect(await dataverse.readChanges(accounts, beginning)).toMatchObject({
      failure: { code: "unreachable", side: "dataverse" },
    });
  });
});
