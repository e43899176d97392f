import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HttpHost, startHttpHost } from "../../../lib/local/http-host.ts";
import { answerPage, type ConsolePage } from "../../../lib/runtime/console/answer-page.ts";
import { readPageFolder } from "../../../lib/runtime/console/page-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "tandem-page-"));
const script = "console.log('the page');".repeat(9);
const signIn = {
  issuer: "https://login.example.com/tenant/v2.0",
  clientId: `"><script>alert("&")</script>`,
  scope: "openid api/.default",
};

let page: ConsolePage;
let host: HttpHost;

beforeAll(async () => {
  writeFileSync(join(folder, "index.html"), "<html><head><title>$& T</title></head></html>");
  writeFileSync(join(folder, "main-A1.js"), script);
  writeFileSync(join(folder, "main-A1.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "main-A1.js.gz"), gzipSync(script));
  let nonces = 0;
  page = {
    folder: readPageFolder(folder),
    signIn: undefined,
    newNonce: () => `nonce${++nonces}`,
  };
  host = await startHttpHost({
    port: 0,
    handler: (event) => answerPage(page, event),
    report: (trouble) => expect.unreachable(String(trouble)),
  });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(`${host.url}${path}`, init);
const policyOf = ({ headers }: Response) => headers.get("content-security-policy") ?? "";

describe("the document", () => {
  test("is asked for again each time, with a nonce of its own for styles", async () => {
    const one = await get("/");
    const other = await get("/");
    const nonceOf = async (answer: Response) =>
      /<meta name="style-nonce" content="(\w+)"><\/head>/.exec(await answer.text())?.[1];

    expect(one.headers.get("cache-control")).toBe("no-cache");
    expect(one.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const nonces = [await nonceOf(one), await nonceOf(other)];
    expect(policyOf(one)).toContain(`style-src 'self' 'nonce-${nonces[0]}'`);
    expect(policyOf(other)).toContain(`style-src 'self' 'nonce-${nonces[1]}'`);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test("lets nothing run and nothing load that is not its own, and stands in no frame", async () => {
    const policy = policyOf(await get("/"));

    expect(policy.replace(/nonce-\w+/, "nonce-").split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test("knows how to sign in where somebody has to, and may ask the issuer", async () => {
    page = { ...page, signIn };
    const answer = await get("/");
    page = { ...page, signIn: undefined };
    const text = await answer.text();

    expect(policyOf(answer)).toContain("connect-src 'self' https://login.example.com;");
    const [, content = ""] = /<meta name="sign-in" content="([^"]*)">/.exec(text) ?? [];
    const read = content.replace(/&#(\d+);/g, (_, code: string) =>
      String.fromCharCode(Number(code)),
    );
    expect(JSON.parse(read)).toEqual(signIn);
    expect(text).not.toContain("<script>");
    expect(await (await get("/")).text()).not.toContain("sign-in");
  });

  test("is not changed by what looks like a pattern", async () => {
    expect(await (await get("/")).text()).toContain("<title>$& T</title>");
  });
});

describe("a file", () => {
  test.each([
    ["br, gzip", "br"],
    ["gzip, deflate, br;q=0", "gzip"],
    ["gzip;q=0.8, BR;q=0.5", "br"],
    ["identity", null],
    ["gzip;q=0.0", null],
  ])("for a browser that takes %s comes as %s, and says the same", async (accepted, encoding) => {
    const answer = await get("/console/main-A1.js", { headers: { "accept-encoding": accepted } });

    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(await answer.text()).toBe(script);
  });

  test("is kept for ever, because its name changes with it", async () => {
    const { headers } = await get("/console/main-A1.js");

    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("vary")).toBe("accept-encoding");
    expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each([
    "/console/",
    "/console/main-B2.js",
    "/console/index.html",
    "/console/main-A1.js.br",
    "/console/..%2findex.html",
    "/console/%2e%2e/%2e%2e/etc/passwd",
    "/consolemain-A1.js",
    "/favicon.ico",
  ])("%s is not there", async (path) => {
    const answer = await get(path);

    expect(answer.status).toBe(404);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

const ofTheConnection = ["connection", "content-length", "date", "keep-alive"];

test.each(["/", "/console/main-A1.js"])(
  "HEAD %s answers as GET does, without a body",
  async (path) => {
    const headers = { "accept-encoding": "br" };
    const head = await get(path, { method: "HEAD", headers });
    const whole = await get(path, { headers });
    const named = (answer: Response) =>
      [...answer.headers.keys()].filter((name) => !ofTheConnection.includes(name));

    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
    expect(named(head)).toEqual(named(whole));
  },
);

test("nothing can be sent here", async () => {
  const answer = await get("/", { method: "POST" });

  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET, HEAD");
});

test("over https browsers are told to stay there", async () => {
  const secure = await get("/", { headers: { "x-forwarded-proto": "https" } });
  const local = await get("/");

  expect(secure.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
  expect(local.headers.get("strict-transport-security")).toBeNull();
});
