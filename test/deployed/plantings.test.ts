import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostFunction } from "./function-host.ts";

let into: string;

beforeAll(async () => {
  into = await mkdtemp(join(tmpdir(), "tandem-planted-"));
});
afterAll(() => rm(into, { recursive: true }));

/** What comes of a webhook's handshake, which needs nothing of AWS, with this in the handler's file. */
async function calledWith(planted: string): Promise<string> {
  const host = await hostFunction({
    folder: "change-notice",
    environment: { TABLE_NAME: "tandem", NOTICE_SECRET: "secret", AWS_REGION: "local" },
    seconds: 10,
    megabytes: 512,
    into,
    atOnce: 1,
    planted,
  });
  const path = "/v1/notices/business-central";
  const asked = {
    rawPath: path,
    queryStringParameters: { validationToken: "abc" },
    headers: {},
    requestContext: { requestId: "1", http: { method: "GET", path } },
  };
  try {
    return JSON.stringify(await host.invoke(asked)).slice(0, 60);
  } catch (trouble) {
    return String(trouble);
  } finally {
    await host.stop();
  }
}

test("a bundle as it is starts and answers", async () => {
  await expect(calledWith("")).resolves.toContain('{"statusCode":200');
});

test.each([
  [
    "a function that Node 24 has no more",
    'import util from "node:util"; util.isBoolean(true);',
    "isBoolean is not a function",
  ],
  [
    // Loaded as it is: esbuild would bring it into a form that Lambda's Node knows.
    "syntax that Node 20 knows and Node 24 does not",
    `const told = "data:text/javascript,import a from 'data:application/json,{}' assert {type:'json'}";
     await import(told);`,
    "SyntaxError",
  ],
  [
    "a module that only tsx finds",
    'await import(new URL("./other.ts", import.meta.url).href);',
    "ERR_MODULE_NOT_FOUND",
  ],
  [
    "require, which tsx has in modules and Node has not",
    'export const files = require("node:fs").readdirSync(".");',
    "require",
  ],
])("%s does not start", async (_what, planted, trouble) => {
  await expect(calledWith(planted)).resolves.toContain(trouble);
});
