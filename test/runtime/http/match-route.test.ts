import { describe, expect, test } from "vitest";
import { matchRoute } from "../../../lib/runtime/http/request/match-route.ts";

const table = {
  "GET /v1/things": "list",
  "GET /v1/things/{id}": "one",
  "PUT /v1/things/{id}": "change",
  "POST /v1/things/{id}/actions/run": "run one",
  "POST /v1/things/actions/run": "run all",
  "GET /v1/things/newest": "newest",
};

const routeOf = (method: string, path: string) => {
  const match = matchRoute(table, method, path);
  return match !== undefined && "route" in match ? match.route : match;
};

describe("matching a request to the table", () => {
  test("a path without parameters", () => {
    expect(matchRoute(table, "GET", "/v1/things")).toEqual({
      name: "GET /v1/things",
      route: "list",
      params: {},
    });
  });

  test("a parameter is what stands in its place, whatever it looks like", () => {
    expect(matchRoute(table, "PUT", "/v1/things/a.b-c%2F{id}")).toMatchObject({
      route: "change",
      params: { id: "a.b-c%2F{id}" },
    });
  });

  test("fixed segments win over parameters", () => {
    expect(routeOf("GET", "/v1/things/newest")).toBe("newest");
    expect(routeOf("POST", "/v1/things/actions/run")).toBe("run all");
    expect(routeOf("POST", "/v1/things/actions/actions/run")).toBe("run one");
  });

  test("a method that only the parameter's route knows is found behind the fixed one", () => {
    expect(routeOf("PUT", "/v1/things/newest")).toBe("change");
  });

  test("another method: the ones that are known", () => {
    expect(routeOf("DELETE", "/v1/things/17")).toEqual({ allow: ["GET", "PUT"] });
  });

  test.each(["", "/", "/v1", "/v1/things/", "/v1/things/1/2", "v1/things", "/v1/things/{id}/x"])(
    "%j is in no table",
    (path) => {
      expect(routeOf("GET", path)).toBeUndefined();
    },
  );
});
