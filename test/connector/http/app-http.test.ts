import { describe, expect, test } from "vitest";
import { fixedToken } from "../../../lib/connector/oauth/token-source.ts";
import { instantOf } from "../../../lib/domain/instant.ts";
import { aToldApp, start } from "./told-app.ts";

const url = "https://app.example/api/customers";
const get = { method: "GET", url } as const;
const once = { method: "POST", url, body: "{}", once: true } as const;

describe("turned away", () => {
  test("FM11 Retry-After is waited for and then the request goes out again, also a write", async () => {
    const app = aToldApp((_, count) =>
      count === 1 ? { status: 429, headers: { "retry-after": "7" } } : {},
    );

    expect(await app.http.send(once)).toMatchObject({ kind: "answer", status: 200 });
    expect(app.waits).toEqual([7_000]);
    expect(app.asked).toHaveLength(2);
  });

  test("FM11 a date in Retry-After is measured by the app's clock, not by ours", async () => {
    const app = aToldApp((_, count) =>
      count === 1
        ? {
            status: 503,
            headers: {
              date: "Mon, 23 Nov 2026 15:00:00 GMT",
              "retry-after": "Mon, 23 Nov 2026 15:00:20 GMT",
            },
          }
        : {},
    );

    await app.http.send(get);

    expect(app.waits).toEqual([20_000]);
  });

  test("FM11 a wait beyond the budget is answered at once: throttled, with the moment to come back", async () => {
    const app = aToldApp(() => ({ status: 429, headers: { "retry-after": "300" } }));

    expect(await app.http.send(get)).toMatchObject({
      kind: "noAnswer",
      sent: false,
      failure: { code: "throttled", retryAt: instantOf(start + 300_000) },
    });
    expect(app.waits).toEqual([]);
  });

  test.each(["99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])(
    "XB5 a Retry-After of %s is taken for an hour",
    async (retryAfter) => {
      const app = aToldApp(() => ({ status: 503, headers: { "retry-after": retryAfter } }));

      expect(await app.http.send(get)).toMatchObject({
        failure: { code: "throttled", retryAt: instantOf(start + 3_600_000) },
      });
    },
  );

  test("FM11 while the app asks us to wait, no other request goes out", async () => {
    const app = aToldApp((_, count) =>
      count === 1 ? { status: 429, headers: { "retry-after": "300" } } : {},
    );
    await app.http.send(get);

    const second = await app.http.send(get);
    app.advance(300_000);
    const third = await app.http.send(get);

    expect(second).toMatchObject({ kind: "noAnswer", failure: { code: "throttled" } });
    expect(third).toMatchObject({ kind: "answer", status: 200 });
    expect(app.asked).toHaveLength(2);
  });

  test("FM11 nor does one that stood in line when the app began to ask", async () => {
    const app = aToldApp(() => ({ status: 429, headers: { "retry-after": "300" } }), {
      maxInFlight: 1,
    });

    await Promise.all([app.http.send(get), app.http.send(get), app.http.send(get)]);

    expect(app.asked).toHaveLength(1);
  });

  test("B51 429 without Retry-After: 1 s, 2 s, 4 s … 60 s, until the budget is used up", async () => {
    const app = aToldApp(() => ({ status: 429 }), { waitBudgetMs: 200_000 });

    expect(await app.http.send(get)).toMatchObject({ failure: { code: "throttled" } });
    expect(app.waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000));
  });

  test("jitter shortens a wait by up to a half and never under a second", async () => {
    const app = aToldApp((_, count) => (count < 4 ? { status: 429 } : {}), { random: () => 1 });

    await app.http.send(get);

    expect(app.waits).toEqual([1_000, 1_000, 2_000]);
  });
});

describe("no answer", () => {
  test("a lost connection is tried three more times for a read", async () => {
    const app = aToldApp(() => ({ error: "reset", sent: true }));

    expect(await app.http.send(get)).toMatchObject({
      kind: "noAnswer",
      failure: {
        code: "unreachable",
        message: expect.stringContaining("https://app.example: the connection broke"),
      },
    });
    expect(app.asked).toHaveLength(4);
  });

  test("FM5 a request that may be done only once is not sent again after it may have arrived", async () => {
    const app = aToldApp(() => ({ error: "timeout", sent: true }));

    expect(await app.http.send(once)).toMatchObject({ kind: "noAnswer", sent: true });
    expect(app.asked).toHaveLength(1);
  });

  test("a silence longer than the budget is not tried a second time", async () => {
    const app = aToldApp(() => {
      app.advance(120_000);
      return { error: "timeout", sent: true };
    });

    expect(await app.http.send(get)).toMatchObject({ failure: { code: "unreachable" } });
    expect(app.asked).toHaveLength(1);
  });

  test("a request that never left is sent again, even one that may be done only once", async () => {
    const app = aToldApp((_, count) =>
      count === 1 ? { error: "refused", sent: false } : { status: 200 },
    );

    expect(await app.http.send(once)).toMatchObject({ kind: "answer", status: 200 });
  });
});

describe("server errors", () => {
  test.each([500, 502, 504])(
    "%i is tried again for a read, and handed on if it lasts",
    async (status) => {
      const healed = aToldApp((_, count) => (count === 1 ? { status } : {}));
      const lasting = aToldApp(() => ({ status }));

      expect(await healed.http.send(get)).toMatchObject({ status: 200 });
      expect(await lasting.http.send(get)).toMatchObject({ kind: "answer", status });
      expect(lasting.asked).toHaveLength(4);
    },
  );

  test("an app that takes longer to fail than we are patient is not asked a second time", async () => {
    const app = aToldApp(() => {
      app.advance(120_000);
      return { status: 504 };
    });

    expect(await app.http.send(get)).toMatchObject({ kind: "answer", status: 504 });
    expect(app.asked).toHaveLength(1);
  });

  test("a write that must not be repeated hands a server error on at once", async () => {
    const app = aToldApp(() => ({ status: 500 }));

    expect(await app.http.send(once)).toMatchObject({ kind: "answer", status: 500 });
    expect(app.asked).toHaveLength(1);
  });

  test("B48 an error that no repeat cures is not repeated", async () => {
    const app = aToldApp(() => ({ status: 500, body: "too many parts" }), {
      isFinal: ({ text }) => text.includes("too many parts"),
    });

    await app.http.send({ method: "POST", url });

    expect(app.asked).toHaveLength(1);
  });
});

describe("sign-in", () => {
  const bearer = { token: fixedToken("t1") };

  test("T6 401: a fresh token, one repeat, then wrongCredentials in the app's words", async () => {
    const app = aToldApp(
      () => ({
        status: 401,
        body: '{"error":{"code":"Authentication_InvalidCredentials","message":"The server has rejected the client credentials.  CorrelationId:  2c074c12-1644-4f2c-befb-efd681f5a595."}}',
      }),
      bearer,
    );

    expect(await app.http.send(once)).toMatchObject({
      kind: "noAnswer",
      sent: false,
      failure: {
        code: "wrongCredentials",
        quoted: "The server has rejected the client credentials.",
      },
    });
    expect(app.asked.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer t1",
      "Bearer t1",
    ]);
  });
});

test("as many requests are in flight as allowed, the others in the order in which they came", async () => {
  const release: (() => void)[] = [];
  const app = aToldApp(() => new Promise((resolve) => release.push(() => resolve({}))), {
    maxInFlight: 2,
  });
  const sent = [1, 2, 3, 4].map((n) => app.http.send({ method: "GET", url: `${url}/${n}` }));
  await settled();
  expect(app.asked.map((asked) => asked.url.at(-1))).toEqual(["1", "2"]);

  release[1]?.();
  await settled();
  expect(app.asked.map((asked) => asked.url.at(-1))).toEqual(["1", "2", "3"]);

  release[0]?.();
  release[2]?.();
  await settled();
  release[3]?.();
  expect(await Promise.all(sent)).toHaveLength(4);
});

test("the app's clock is read off the Date header of its last answer", async () => {
  const app = aToldApp(() => ({ headers: { date: "Mon, 23 Nov 2026 15:00:00 GMT" } }));
  expect(app.http.serverTime()).toBeUndefined();

  await app.http.send(get);

  expect(app.http.serverTime()).toBe("2026-11-23T15:00:00.000Z");
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
