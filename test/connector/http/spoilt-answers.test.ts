import { createServer } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { retryAfterMs } from "../../../lib/connector/http/back-off.ts";
import { createNodeTransport } from "../../../lib/connector/http/node-transport.ts";
import { followed, type PageWalk } from "../../../lib/connector/http/page-walk.ts";
import { quotedErrorIn } from "../../../lib/connector/http/quoted.ts";
import { aToldApp } from "./told-app.ts";

describe("XB1 the app's own words, as they came", () => {
  test.each([
    [
      "a name in angle brackets",
      { error: { message: "Field <Name 2> is empty" } },
      "Field <Name 2> is empty",
    ],
    ["a comparison", { error: { message: "a < b and c > d" } }, "a < b and c > d"],
    ["a plug-in's HTML", { error: { message: "<b>Hold</b>" } }, "<b>Hold</b>"],
    ["ASP.NET", { Message: "An error has occurred." }, "An error has occurred."],
    ["a plain text", { error: "invalid_client" }, "invalid_client"],
    ["OAuth", { error: "invalid_client", error_description: "Expired." }, "Expired."],
    ["an inner error", { error: { message: null, innererror: { message: "inner" } } }, "inner"],
  ])("%s", (_, body, message) => {
    expect(quotedErrorIn(JSON.stringify(body)).message).toBe(message);
  });

  test("a code that is a number is a code", () => {
    expect(quotedErrorIn('{"error":{"code":5,"message":"x"}}').code).toBe("5");
  });

  test("of a page only its text is quoted", () => {
    const page = "<html><style>a{}</style><h1>502 Bad Gateway</h1>\n<hr>nginx</html>";
    expect(quotedErrorIn(page).message).toBe("502 Bad Gateway nginx");
  });

  test("a long text is not cut in the middle of a letter", () => {
    const { message } = quotedErrorIn(`${"x".repeat(999)}😀`);
    expect(message).toBe("x".repeat(999));
  });
});

describe("XB2 pages that lead round in a circle", () => {
  test.each([1, 2, 3, 7, 100])("a circle of %i pages, entered after three, ends", (length) => {
    const next = (page: number) => (page < 3 + length - 1 ? page + 1 : 3);
    let walk: PageWalk | undefined;
    let page = 0;
    let asked = 0;
    do {
      const to = next(page);
      walk = followed(walk, `p${page}`, `p${to}`);
      page = to;
      asked += 1;
    } while (walk !== undefined && asked < 10_000);
    expect(walk).toBeUndefined();
    expect(asked).toBeLessThan(4 * (length + 3));
  });

  test("pages without end are told apart from a table", () => {
    let walk: PageWalk | undefined = { pages: 99_999, mark: "a" };
    walk = followed(walk, "b", "c");
    expect(walk).toMatchObject({ pages: 100_000 });
    expect(followed(walk, "c", "d")).toBeUndefined();
  });

  test("ten thousand different pages are walked", () => {
    let walk: PageWalk | undefined;
    for (let page = 0; page < 10_000; page += 1) {
      walk = followed(walk, `p${page}`, `p${page + 1}`);
      expect(walk).toBeDefined();
    }
  });
});

describe("XB4 an answer that leads elsewhere", () => {
  const sentOn = (status: number, location: string) =>
    aToldApp(() => ({ status, headers: { location } }));

  test("is not followed: the message says where it leads", async () => {
    const app = sentOn(302, "https://login.example/sign-in?secret=1");
    const answer = await app.http.send({ method: "GET", url: "https://bc.example/api" });
    expect(answer).toMatchObject({
      kind: "noAnswer",
      sent: false,
      failure: {
        code: "badRequest",
        message: expect.stringContaining("leads on to https://login.example/sign-in (status 302)"),
      },
    });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(app.asked).toHaveLength(1);
  });

  test.each([
    [302, true],
    [303, true],
    [307, false],
    [308, false],
  ])("%i after a write: done perhaps: %s", async (status, sent) => {
    const app = sentOn(status, "/elsewhere");
    const request = { method: "POST", url: "https://bc.example/api", once: true } as const;
    expect(await app.http.send(request)).toMatchObject({ kind: "noAnswer", sent });
  });
});

describe("XB5 what stands between may spoil an answer", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  test.each([
    ["5, 10", 10_000],
    ["0", 1_000],
    ["99999999999", 3_600_000],
    ["Mon, 23 Nov 2026 12:01:00 GMT", 60_000],
    ["2026-11-23T12:00:30Z", 30_000],
    ["-5", undefined],
    ["1e3", undefined],
    ["120s", undefined],
    ["abc", undefined],
  ])("Retry-After: %s", (text, milliseconds) => {
    const headers = new Map([["retry-after", text]]);
    expect(retryAfterMs({ status: 429, headers, text: "" }, now)).toBe(milliseconds);
  });

  test.each([
    ["GZIP", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("Content-Encoding: %s is unpacked", async (encoding, pack) => {
    const server = createServer((_, response) => {
      response.setHeader("content-encoding", encoding).end(pack('{"name":"Åse 😀"}'));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const transport = createNodeTransport({ timeoutMs: 10_000, maxSockets: 1 });
    const url = `http://127.0.0.1:${address.port}/`;
    expect(await transport({ method: "GET", url, headers: {} })).toMatchObject({
      status: 200,
      text: '{"name":"Åse 😀"}',
    });
  });
});
