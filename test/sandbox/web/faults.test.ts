import { afterEach, beforeEach, expect, test } from "vitest";

import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { jsonAnswer } from "../../../lib/sandbox/web/exchange.ts";
import { createFaults } from "../../../lib/sandbox/web/faults.ts";
import { type SandboxServer, serveSandbox } from "../../../lib/sandbox/web/server.ts";

let server: SandboxServer;
let carriedOut: number;
let waited: number[];
let nap: Promise<unknown>;

beforeEach(async () => {
  carriedOut = 0;
  waited = [];
  nap = Promise.resolve();
  const faults = createFaults({
    clock: createManualClock(Date.UTC(2026, 0, 2, 3, 4, 5)),
    variants: ["upsideDown"],
    sleep: (milliseconds) => {
      waited.push(milliseconds);
      return nap;
    },
    answers: {
      throttled: (status, seconds) => ({
        status,
        headers: seconds === undefined ? {} : { "retry-after": String(seconds) },
      }),
      unauthorized: () => ({ status: 401 }),
    },
  });
  const app = faults.around(async () => {
    carriedOut += 1;
    return jsonAnswer(200, { value: [1, 2, 3, 4] });
  });
  server = await serveSandbox({ port: 0, clock: faults.clock, exchange: app });
});

afterEach(() => server.close());

const setFaults = (faults: unknown): Promise<Response> =>
  fetch(`${server.url}/sandbox/faults`, { method: "PUT", body: JSON.stringify(faults) });

const call = (method = "GET"): Promise<Response> => fetch(`${server.url}/rows`, { method });

test("a throttle with a remaining count refuses so many requests and then lets them through", async () => {
  await setFaults({ throttle: { status: 503, remaining: 2, retryAfterSeconds: 9 } });

  const answers = [await call(), await call(), await call()];

  expect(answers.map((answer) => answer.status)).toEqual([503, 503, 200]);
  expect(answers[0]?.headers.get("retry-after")).toBe("9");
  expect(carriedOut).toBe(1);
});

test("a throttle without retryAfterSeconds sends no Retry-After", async () => {
  await setFaults({ throttle: {} });

  const answer = await call();

  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBeNull();
});

test("a rate draws the same row of refusals for the same seed", async () => {
  const draw = async (): Promise<number[]> => {
    await setFaults({ seed: 5, throttle: { rate: 0.5 } });
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) statuses.push((await call()).status);
    return statuses;
  };

  const first = await draw();

  expect(await draw()).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 429]));
});

test("a dropped response was carried out, a reset connection was not", async () => {
  await setFaults({ dropResponse: { remaining: 1 } });
  await expect(call("POST")).rejects.toThrow();
  expect(carriedOut).toBe(1);

  await setFaults({ resetConnection: { remaining: 1 } });
  await expect(call("POST")).rejects.toThrow();
  expect(carriedOut).toBe(1);
});

test("a fault for writes only leaves reads alone", async () => {
  await setFaults({ unauthorized: { only: "writes" } });

  expect([(await call()).status, (await call("POST")).status]).toEqual([200, 401]);
});

test("truncated pages are cut JSON, or a list that says nothing of its missing rows", async () => {
  await setFaults({ truncatePages: { remaining: 1 } });
  await expect((await call()).json()).rejects.toThrow(SyntaxError);

  await setFaults({ truncatePages: { manner: "list" } });
  expect(await (await call()).json()).toEqual({ value: [1, 2] });
});

test("latency waits, and the clock skew shows in the Date header", async () => {
  await setFaults({ latencyMs: 250, clockSkewMs: 60_000 });

  const answer = await call();

  expect(waited).toEqual([250]);
  expect(answer.headers.get("date")).toBe("Fri, 02 Jan 2026 03:05:05 GMT");
});

test("other settings put an end to waiting", async () => {
  nap = new Promise(() => undefined);
  await setFaults({ latencyMs: 60_000 });
  const answer = call();
  await expect.poll(() => waited).toEqual([60_000]);

  await setFaults({});

  expect((await answer).status).toBe(200);
});

test("switches are shown by GET, cleared by DELETE and refused with 400 when unknown", async () => {
  await setFaults({ variants: ["upsideDown"] });
  expect(await (await fetch(`${server.url}/sandbox/faults`)).json()).toEqual({
    variants: ["upsideDown"],
  });

  expect((await setFaults({ variants: ["insideOut"] })).status).toBe(400);
  const misspelt = await setFaults({ thottle: {}, latencyMs: "long" });
  expect(misspelt.status).toBe(400);
  expect(await misspelt.json()).toEqual({
    error: "latencyMs: expected number; there is no thottle",
  });

  await fetch(`${server.url}/sandbox/faults`, { method: "DELETE" });
  expect(await (await fetch(`${server.url}/sandbox/faults`)).json()).toEqual({});
});
