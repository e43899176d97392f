import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { MeShape } from "../../../lib/runtime/http/shapes/me.ts";
import { type ApiWorld, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi(undefined, "jwt");
});
afterAll(() => api.stop());

const roles = ["Tandem.Read", "Tandem.Resolve", "Tandem.Admin"] as const;

/** `GET /v1/jobs/{id}` with an id that is none: the role is looked at before the request is. */
const addressOf = (name: string): string => name.replace(/\{\w+\}/g, "-");

const statusAs = async (name: string, claims: Readonly<Record<string, string>> | undefined) => {
  api.signIn(claims);
  return (await api.ask(addressOf(name))).status;
};

describe("roles", () => {
  test.each(Object.entries(routes))("%s takes its role and those above", async (name, { role }) => {
    const isOpen = role === "open";

    const anonymous = await statusAs(name, undefined);
    const withoutRole = await statusAs(name, { sub: "ida" });

    expect(anonymous).toBe(isOpen ? 200 : 401);
    expect(withoutRole).toBe(isOpen ? 200 : 403);
    for (const [rank, each] of roles.entries()) {
      const status = await statusAs(name, { sub: "ida", roles: `[${each}]` });
      const isPermitted = isOpen || rank >= roles.findIndex((one) => one === role);
      expect([each, status === 403]).toEqual([each, !isPermitted]);
      expect(status).not.toBe(401);
    }
  });

  test.each(["[Tandem.Read Tandem.Resolve]", "Tandem.Resolve", "[Other Tandem.Resolve]"])(
    "%s, as the gateway hands it over, permits Tandem.Resolve and no more",
    async (claimed) => {
      expect(await statusAs("POST /v1/errors/actions/retry", { roles: claimed })).toBe(400);
      expect(await statusAs("POST /v1/jobs/{id}/actions/cancel", { roles: claimed })).toBe(403);
    },
  );

  test.each(["", "[]", "tandem.read", "Tandem.ReadAll", "[open]", "x Tandem.Admins"])(
    "%j permits nothing",
    async (claimed) => {
      expect(await statusAs("GET /v1/status", { roles: claimed })).toBe(403);
    },
  );

  test("401 says how to sign in, 403 which role is missing", async () => {
    api.signIn(undefined);
    const anonymous = await api.ask("GET /v1/status");
    api.signIn({ roles: "[Tandem.Read]" });
    const reader = await api.ask("POST /v1/errors/actions/retry", { body: { all: true } });

    expect(anonymous.headers.get("www-authenticate")).toBe("Bearer");
    expect(read(Problem, anonymous)).toMatchObject({
      status: 401,
      type: "urn:tandem:problem:unauthorized",
    });
    expect(read(Problem, reader)).toMatchObject({
      status: 403,
      type: "urn:tandem:problem:forbidden",
      detail: "This needs the role Tandem.Resolve.",
    });
  });

  test("whole mappings are uncoupled by admins only, chosen couplings by resolvers too", async () => {
    const remove = async (role: string, body: object) => {
      api.signIn({ roles: role });
      return (await api.ask("POST /v1/couplings/actions/delete", { body })).status;
    };
    const ids = ["CUSTOMER.00000000-0000-4000-8000-000000000000"];

    expect(await remove("Tandem.Resolve", { ids })).toBe(404);
    expect(await remove("Tandem.Resolve", { all: true })).toBe(403);
    expect(await remove("Tandem.Resolve", { filter: { mapping: "CUSTOMER" } })).toBe(403);
    expect(await remove("Tandem.Admin", { all: true })).toBe(200);
  });

  test("everybody is told who they are, and their roles with those that these include", async () => {
    api.signIn({ sub: "1", preferred_username: "ida@example.com", roles: "[Tandem.Resolve]" });

    expect(read(MeShape, await api.ask("GET /v1/me"))).toEqual({
      name: "ida@example.com",
      roles: ["Tandem.Read", "Tandem.Resolve"],
    });
  });

  test("a permitted request is done", async () => {
    api.signIn({ roles: "[Tandem.Resolve]" });

    const answer = await api.ask("POST /v1/errors/actions/retry", { body: { all: true } });

    expect(read(BulkShape, answer).taken).toBe(0);
  });
});
