import { describe, expect, onTestFinished, test } from "vitest";
import { createAppHttp } from "../../../lib/connector/http/app-http.ts";
import { createNodeTransport } from "../../../lib/connector/http/node-transport.ts";
import type { Transport } from "../../../lib/connector/http/transport.ts";
import { createTokenSource } from "../../../lib/connector/oauth/token-source.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import { createTokenEndpoint } from "../../../lib/sandbox/tokens/token-endpoint.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";
import { aToldApp, start } from "../http/told-app.ts";

const scope = "https://api.businesscentral.dynamics.com/.default";

async function aSignIn(settings: { secret?: string; scope?: string; lifetime?: number } = {}) {
  const sandboxClock = createManualClock(start);
  const answer = createTokenEndpoint({ clock: sandboxClock, lifetimeSeconds: settings.lifetime });
  const server = await serveSandbox({ port: 0, clock: sandboxClock, exchange: answer });
  onTestFinished(() => server.close());
  const wire = createNodeTransport({ timeoutMs: 10_000, maxSockets: 5 });
  let requests = 0;
  const counted: Transport = (request) => {
    requests += 1;
    return wire(request);
  };
  const clock = { now: () => instantOf(sandboxClock.now()) };
  const source = createTokenSource({
    side: "businessCentral",
    http: createAppHttp({
      side: "businessCentral",
      clock,
      transport: counted,
      wait: () => Promise.resolve(),
      maxInFlight: 5,
      waitBudgetMs: 10_000,
      random: () => 0,
    }),
    tokenUrl: `${server.url}/tenant/oauth2/v2.0/token`,
    credentials: async () => ({
      clientId: "sandbox-client",
      clientSecret: settings.secret ?? "sandbox-secret",
    }),
    scope: settings.scope ?? scope,
    clock,
  });
  return { source, requests: () => requests, advance: (ms: number) => sandboxClock.advance(ms) };
}

describe("against the sandbox's token endpoint", () => {
  test("T7 fifty parallel requests for a token at start make one request", async () => {
    const { source, requests } = await aSignIn();

    const tokens = await Promise.all(Array.from({ length: 50 }, () => source.token()));

    expect(new Set(tokens.map((token) => token.ok && token.value)).size).toBe(1);
    expect(requests()).toBe(1);
  });

  test("a token is kept until five minutes remain", async () => {
    const { source, requests, advance } = await aSignIn();
    const first = await source.token();

    advance((3599 - 300) * 1_000 - 1);
    expect(await source.token()).toEqual(first);
    advance(1);
    expect(await source.token()).not.toEqual(first);
    expect(requests()).toBe(2);
  });

  test("a token that lives less than ten minutes is kept for half its life", async () => {
    const { source, requests, advance } = await aSignIn({ lifetime: 60 });
    await source.token();

    advance(29_999);
    await source.token();
    expect(requests()).toBe(1);
    advance(1);
    await source.token();
    expect(requests()).toBe(2);
  });

  test("T6 a token that the app refused is not handed out again", async () => {
    const { source, requests, advance } = await aSignIn();
    const first = await source.token();
    advance(1_000);

    const fresh = await source.token(first.ok ? first.value : undefined);

    expect(fresh).not.toEqual(first);
    expect(await source.token(first.ok ? first.value : undefined)).toEqual(fresh);
    expect(requests()).toBe(2);
  });

  test("T3 a wrong secret is told in words for people, and the secret is not among them", async () => {
    const { source } = await aSignIn({ secret: "canary-4711" });

    const refused = await source.token();

    expect(refused).toMatchObject({
      ok: false,
      failure: {
        code: "wrongCredentials",
        side: "businessCentral",
        quoted: "invalid_client: AADSTS7000215: Invalid client secret provided.",
      },
    });
    expect(JSON.stringify(refused)).not.toContain("canary-4711");
  });

  test("T4 a scope without /.default is refused as wrong credentials", async () => {
    const { source } = await aSignIn({ scope: "https://api.businesscentral.dynamics.com/" });

    expect(await source.token()).toMatchObject({ failure: { code: "wrongCredentials" } });
  });
});

test("a sign-in service that is down is trouble for the queue, and the next request asks again", async () => {
  const app = aToldApp((_, count) =>
    count <= 4 ? { status: 500 } : { body: '{"access_token":"t","expires_in":"3599"}' },
  );
  const source = createTokenSource({
    side: "dataverse",
    http: app.http,
    tokenUrl: "https://login.example/token",
    credentials: async () => ({ clientId: "c", clientSecret: "s" }),
    scope,
    clock: app.clock,
  });

  expect(await source.token()).toMatchObject({ failure: { code: "serverError" } });
  expect(await source.token()).toEqual({ ok: true, value: "t" });
});

test("credentials that cannot be used are told as such, and nobody is asked", async () => {
  const app = aToldApp(() => ({}));
  const source = createTokenSource({
    side: "dataverse",
    http: app.http,
    tokenUrl: "https://login.example/token",
    credentials: async () => undefined,
    scope,
    clock: app.clock,
  });

  expect(await source.token()).toMatchObject({
    failure: {
      code: "wrongCredentials",
      message: expect.stringContaining("the credentials secret must hold"),
    },
  });
  expect(app.asked).toEqual([]);
});
