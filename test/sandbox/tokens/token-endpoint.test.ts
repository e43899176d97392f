import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod/mini";

import { createBusinessCentralSandbox } from "../../../lib/sandbox/business-central/sandbox.ts";
import { createManualClock, type ManualClock } from "../../../lib/sandbox/web/clock.ts";
import { type SandboxServer, serveSandbox } from "../../../lib/sandbox/web/server.ts";

const Granted = z.strictObject({
  token_type: z.literal("Bearer"),
  expires_in: z.literal(3599),
  ext_expires_in: z.literal(3599),
  access_token: z.string(),
});
const Refused = z.object({
  error: z.string(),
  error_description: z.string(),
  error_codes: z.array(z.number()),
  timestamp: z.string(),
  trace_id: z.string(),
  correlation_id: z.string(),
});

let clock: ManualClock;
let server: SandboxServer;
let companies: string;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 4, 1));
  const sandbox = createBusinessCentralSandbox({ clock });
  server = await serveSandbox({ port: 0, clock, exchange: sandbox.exchange });
  companies = `${server.url}/api/v2.0/companies`;
});
afterEach(() => server.close());

const form = (changes: Readonly<Record<string, string>> = {}): URLSearchParams =>
  new URLSearchParams({
    client_id: "sandbox-client",
    client_secret: "sandbox-secret",
    grant_type: "client_credentials",
    scope: `${server.url}/.default`,
    ...changes,
  });

const ask = (body: URLSearchParams | string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/some-tenant/oauth2/v2.0/token`, { method: "POST", body, headers });

async function tokenFor(scope: string): Promise<string> {
  return Granted.parse(await (await ask(form({ scope }))).json()).access_token;
}

const callWith = async (token: string): Promise<number> =>
  (await fetch(companies, { headers: { authorization: `Bearer ${token}` } })).status;

async function refusalOf(answer: Response): Promise<[number, string, number | undefined]> {
  const body = Refused.parse(await answer.json());
  expect(body.error_description).toContain(`AADSTS${body.error_codes[0]}: `);
  return [answer.status, body.error, body.error_codes[0]];
}

test("T1 a form with the right values gets a bearer token that the app takes", async () => {
  const answer = await ask(form());

  expect(answer.status).toBe(200);
  expect(await callWith(Granted.parse(await answer.json()).access_token)).toBe(200);
});

test("T1 the secret may come as HTTP Basic instead", async () => {
  const body = form();
  body.delete("client_id");
  body.delete("client_secret");
  const basic = Buffer.from("sandbox-client:sandbox-secret").toString("base64");

  expect((await ask(body, { authorization: `Basic ${basic}` })).status).toBe(200);
});

test("T2 a JSON body is 400 invalid_request AADSTS900144", async () => {
  const body = JSON.stringify(Object.fromEntries(form()));
  const answer = await ask(body, { "content-type": "application/json" });

  expect(await refusalOf(answer)).toEqual([400, "invalid_request", 900144]);
});

test("T3 a wrong secret is 401 invalid_client AADSTS7000215, an unknown client 400", async () => {
  expect(await refusalOf(await ask(form({ client_secret: "guess" })))).toEqual([
    401,
    "invalid_client",
    7000215,
  ]);
  expect(await refusalOf(await ask(form({ client_id: "stranger" })))).toEqual([
    400,
    "unauthorized_client",
    700016,
  ]);
});

test("T4 a scope without /.default is 400 invalid_scope AADSTS1002012", async () => {
  expect(await refusalOf(await ask(form({ scope: server.url })))).toEqual([
    400,
    "invalid_scope",
    1002012,
  ]);
});

test("T5 a token made for the other app is 401", async () => {
  expect(await callWith(await tokenFor("http://127.0.0.1:1/.default"))).toBe(401);
});

test("T6 a token is 401 as soon as it has expired", async () => {
  const token = await tokenFor(`${server.url}/.default`);
  clock.advance(3_598_000);
  expect(await callWith(token)).toBe(200);

  clock.advance(1000);

  expect(await callWith(token)).toBe(401);
});

test("T6 a token whose claims were changed is 401", async () => {
  const [head, payload, signature] = (await tokenFor("http://127.0.0.1:1/.default")).split(".");
  const claims = Buffer.from(payload ?? "", "base64url")
    .toString()
    .replace("http://127.0.0.1:1", server.url);
  const forged = Buffer.from(claims).toString("base64url");

  expect(await callWith(`${head}.${forged}.${signature}`)).toBe(401);
});
