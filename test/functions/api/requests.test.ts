import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { answerRequest } from "../../../lib/runtime/http/request/answer-request.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";
import { type ApiWorld, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe("requests that the API does not take", () => {
  test("an address that does not exist answers 404 problem details", async () => {
    const answer = await api.ask("GET /v1/nothing");

    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      type: "urn:tandem:problem:unknown-route",
      status: 404,
      instance: "/v1/nothing",
    });
  });

  test.each(["/", "//v1/jobs", "/v1/jobs/", "/v1//jobs", "/V1/jobs", "/v1/jobs/a/b/c"])(
    "%s is no address of the API",
    async (path) => {
      expect((await api.ask(`GET ${path}`)).status).toBe(404);
    },
  );

  test("a method that the address does not know answers 405 and says which ones it does", async () => {
    const answer = await api.ask("DELETE /v1/couplings");

    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, POST");
  });

  test("a mapping called like a fixed part of an address does not hide it", async () => {
    const answer = await api.ask("POST /v1/mappings/actions/full-synchronize", {
      body: { names: ["NO-SUCH"] },
    });

    expect(read(Problem, answer).detail).toBe("There is no mapping NO-SUCH.");
  });

  test.each(["couplings", "errors", "jobs"])(
    "a list of %s of a mapping that there is not is refused, one of a mapping without any is empty",
    async (list) => {
      const answer = await api.ask(`GET /v1/${list}?mapping=NO-SUCH`);

      expect(answer.status).toBe(400);
      expect(read(Problem, answer).detail).toBe("mapping: There is no mapping NO-SUCH.");
      expect((await api.ask(`GET /v1/${list}?mapping=CURRENCY`)).body).toEqual({ items: [] });
    },
  );

  test("a body that is not JSON answers 400", async () => {
    const answer = await api.ask("POST /v1/couplings", { text: '{"mapping":' });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).errors).toEqual([
      { path: "body", message: "The body is not valid JSON." },
    ]);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "a body of type %s answers 415",
    async (type) => {
      const answer = await api.ask("POST /v1/couplings", {
        text: "{}",
        headers: { "content-type": type },
      });

      expect(answer.status).toBe(415);
    },
  );

  test.each(["application/json; charset=utf-8", "Application/JSON", "application/merge+json"])(
    "a body of type %s is read",
    async (type) => {
      const answer = await api.ask("POST /v1/couplings", {
        text: "{}",
        headers: { "content-type": type },
      });

      expect(answer.status).toBe(400);
    },
  );

  test("a body of more than 512 KiB answers 413", async () => {
    const answer = await api.ask("POST /v1/couplings", { text: `"${"x".repeat(512 * 1024)}"` });

    expect(answer.status).toBe(413);
  });

  test("a missing body answers 400 and names it", async () => {
    const answer = await api.ask("POST /v1/couplings");

    expect(read(Problem, answer).errors).toEqual([{ path: "body", message: "This is required." }]);
  });

  test("each wrong field of a body is named by its path", async () => {
    const answer = await api.ask("POST /v1/couplings", {
      body: { mapping: "customer", dataverseId: "17", extra: 1 },
    });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).errors?.map(({ path }) => path)).toEqual([
      "mapping",
      "dataverseId",
      "body",
    ]);
    expect(read(Problem, answer).errors?.[2]?.message).toBe('There is no "extra" here.');
  });

  test.each(["limit=0", "limit=501", "limit=ten", "limit=1.5", "limit=1&limit=2", "limt=5"])(
    "a list refuses ?%s",
    async (query) => {
      const answer = await api.ask(`GET /v1/jobs?${query}`);

      expect(answer.status).toBe(400);
      expect(read(Problem, answer).errors).toHaveLength(1);
    },
  );

  test.each(["jobs", "errors", "couplings", "couplings?mapping=CUSTOMER", "mappings", "schedules"])(
    "a cursor of somebody's own making is refused by /v1/%s",
    async (list) => {
      const answer = await api.ask(
        `GET /v1/${list}${list.includes("?") ? "&" : "?"}cursor=abc.def`,
      );

      expect(answer.status).toBe(400);
      expect(read(Problem, answer).errors?.[0]?.path).toBe("cursor");
    },
  );
});

describe("what should never happen", () => {
  test("is reported, and the caller hears a request id and nothing of the inside", async () => {
    const trouble = new Error("the table said: secret");
    const reported: unknown[] = [];
    const answer = await answerRequest(
      {
        routes,
        app: () => {
          throw trouble;
        },
        signIn: () => "none",
        report: (told, { requestId }) => reported.push(told, requestId),
      },
      {
        version: "2.0",
        routeKey: "$default",
        rawPath: "/v1/status",
        rawQueryString: "",
        headers: {},
        isBase64Encoded: false,
        requestContext: {
          accountId: "1",
          apiId: "a",
          domainName: "d",
          domainPrefix: "d",
          http: { method: "GET", path: "/v1/status", protocol: "", sourceIp: "", userAgent: "" },
          requestId: "request-17",
          routeKey: "$default",
          stage: "$default",
          time: "",
          timeEpoch: 0,
        },
      },
    );

    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("secret");
    const told = Problem.parse(JSON.parse(z.string().parse(answer.body)));
    expect(told).toMatchObject({ status: 500, requestId: "request-17" });
    expect(reported).toEqual([trouble, "request-17"]);
  });
});
