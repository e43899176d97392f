import { request } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HttpHost, startHttpHost } from "../../lib/local/http-host.ts";

let host: HttpHost;
let events: APIGatewayProxyEventV2[];
let reported: unknown[];
let answer: () => Promise<APIGatewayProxyStructuredResultV2>;

beforeEach(async () => {
  events = [];
  reported = [];
  answer = async () => ({ statusCode: 204 });
  host = await startHttpHost({
    port: 0,
    handler: async (event) => {
      events.push(event);
      return answer();
    },
    report: (trouble) => reported.push(trouble),
  });
});
afterEach(() => host.stop());

describe("a request becomes the event that an HTTP API sends", () => {
  test("method, path, query and headers", async () => {
    await fetch(`${host.url}/v1/errors?mapping=CUSTOMER&kind=a&kind=b%20c`, {
      headers: { "X-Trace": "t1", "User-Agent": "test" },
    });

    expect(events).toMatchObject([
      {
        version: "2.0",
        routeKey: "$default",
        rawPath: "/v1/errors",
        rawQueryString: "mapping=CUSTOMER&kind=a&kind=b%20c",
        queryStringParameters: { mapping: "CUSTOMER", kind: "a,b c" },
        headers: { "x-trace": "t1", "user-agent": "test" },
        requestContext: {
          stage: "$default",
          http: { method: "GET", path: "/v1/errors", sourceIp: "127.0.0.1", userAgent: "test" },
        },
        isBase64Encoded: false,
      },
    ]);
    expect(events[0]).not.toHaveProperty("body");
    expect(events[0]?.requestContext).not.toHaveProperty("authorizer");
  });

  test("the path is decoded, the query string is not", async () => {
    await fetch(`${host.url}/v1/a%20b?c=d%20e`);

    expect(events).toMatchObject([{ rawPath: "/v1/a b", rawQueryString: "c=d%20e" }]);
  });

  test("a path that cannot be decoded never reaches the handler", async () => {
    const { status } = await fetch(`${host.url}/v1/%zz`);

    expect(status).toBe(400);
    expect(events).toEqual([]);
  });

  test("cookies leave the headers, and a repeated header is joined", async () => {
    await new Promise<void>((resolve, reject) => {
      const headers = { cookie: "a=1; b=2", "x-many": ["1", "2"] };
      const sent = request(`${host.url}/`, { headers }, (got) => got.resume().on("end", resolve));
      sent.on("error", reject).end();
    });

    expect(events).toMatchObject([{ cookies: ["a=1", "b=2"], headers: { "x-many": "1,2" } }]);
    expect(events[0]?.headers).not.toHaveProperty("cookie");
  });

  test.each(["application/json", "application/problem+json; charset=utf-8", "text/plain"])(
    "a body of %s is text",
    async (type) => {
      await fetch(host.url, { method: "POST", body: '{"å":1}', headers: { "content-type": type } });

      expect(events).toMatchObject([{ body: '{"å":1}', isBase64Encoded: false }]);
    },
  );

  test("any other body is base64", async () => {
    await fetch(host.url, {
      method: "POST",
      body: new Uint8Array([0, 255, 1]),
      headers: { "content-type": "application/octet-stream" },
    });

    expect(events).toMatchObject([{ body: "AP8B", isBase64Encoded: true }]);
  });
});

describe("the handler's answer becomes the response", () => {
  test("status, headers, cookies and text", async () => {
    answer = async () => ({
      statusCode: 409,
      headers: { "content-type": "application/problem+json", "x-count": 3 },
      cookies: ["a=1", "b=2"],
      body: '{"title":"Conflict"}',
    });

    const response = await fetch(host.url);

    expect(response.status).toBe(409);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-count")).toBe("3");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.json()).toEqual({ title: "Conflict" });
  });

  test("a binary body", async () => {
    answer = async () => ({ statusCode: 200, body: "AP8B", isBase64Encoded: true });

    const response = await fetch(host.url);

    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
  });

  test("a handler that throws is a 500 without details, and reported", async () => {
    answer = () => Promise.reject(new Error("secret"));

    const response = await fetch(host.url);

    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
    expect(reported).toEqual([new Error("secret")]);
  });
});

test("a body of 6 MB passes, and one byte more is refused with 413", async () => {
  const most = 6 * 1024 * 1024;

  const passed = await fetch(host.url, { method: "POST", body: new Uint8Array(most) });
  const refused = await fetch(host.url, { method: "POST", body: new Uint8Array(most + 1) });

  expect([passed.status, refused.status]).toEqual([204, 413]);
  expect(events).toHaveLength(1);
});

test("a port that is taken is an error at the start", async () => {
  const port = Number(new URL(host.url).port);

  await expect(
    startHttpHost({ port, handler: answer, report: () => undefined }),
  ).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("stop waits for the request being answered", async () => {
  let finish: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const here = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  answer = () => {
    arrived();
    return new Promise((resolve) => {
      finish = () => resolve({ statusCode: 200, body: "late" });
    });
  };

  const response = fetch(host.url);
  await here;
  const stopped = host.stop();
  finish();

  expect(await (await response).text()).toBe("late");
  await stopped;
});

describe("nobody signs in here, so a page on the internet is not let through by a browser", () => {
  const statusOf = (headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(`${host.url}/v1/jobs`, { method: "POST", headers }, (got) => {
        got.resume().on("end", () => resolve(got.statusCode));
      });
      sent.once("error", reject).end();
    });
  const own = () => new URL(host.url).host;

  test.each(["https://evil.example", "null", "http://127.0.0.1:1"])(
    "a request from the origin %s is refused",
    async (origin) => {
      expect(await statusOf({ origin })).toBe(403);
      expect(events).toEqual([]);
    },
  );

  test("a request to a name of somebody else's is refused", async () => {
    expect(await statusOf({ host: "evil.example" })).toBe(403);
    expect(events).toEqual([]);
  });

  test("the console's own requests and a person's are answered", async () => {
    expect(await statusOf({ origin: `http://${own()}` })).toBe(204);
    expect(await statusOf({ host: `localhost:${new URL(host.url).port}` })).toBe(204);
  });
});
