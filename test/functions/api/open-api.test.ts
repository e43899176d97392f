import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { openApiOf } from "../../../lib/runtime/http/contract/open-api.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";

const contract = openApiOf(routes);

const names = (): readonly string[] =>
  Object.entries(contract.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );

const texts = (value: unknown, key: string): readonly string[] =>
  [...JSON.stringify(value).matchAll(new RegExp(`"${key}":"([^"]+)"`, "g"))].map(
    ([, text = ""]) => text,
  );

/** Names of properties that nobody says a word about, wherever they stand. */
function unexplained(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => [
    ...(key === "properties"
      ? Object.keys(inner).filter((name) => !("description" in inner[name]))
      : []),
    ...unexplained(inner),
  ]);
}

describe("the contract", () => {
  test("is a valid OpenAPI 3.1 document", async () => {
    const validator = new Validator();

    const result = await validator.validate(structuredClone(contract));

    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe("3.1");
  });

  test("has every route of the table, the two for notices, and no other", () => {
    const notices = ["POST /v1/notices/business-central", "POST /v1/notices/dataverse"];

    expect(names().toSorted()).toEqual([...Object.keys(routes), ...notices].toSorted());
  });

  test("names every parameter of every path", () => {
    for (const [path, operations] of Object.entries(contract.paths)) {
      const expected = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(operations)) {
        const parameters = JSON.stringify(operation);
        for (const name of expected) expect(parameters).toContain(`"name":"${name}","in":"path"`);
      }
    }
  });

  test("leads from every reference to a schema, and tells each operation apart", () => {
    const known = Object.keys(contract.components.schemas).map(
      (name) => `#/components/schemas/${name}`,
    );
    const refs = new Set(texts(contract, "\\$ref"));
    const operations = texts(contract.paths, "operationId");

    expect(refs.size).toBeGreaterThan(5);
    expect([...refs].filter((ref) => !known.includes(ref))).toEqual([]);
    expect(new Set(operations).size).toBe(Object.keys(routes).length + 2);
  });

  const operations = Object.values(contract.paths).flatMap((path) => Object.values(path));

  test("calls each operation by a name that says what it does", () => {
    const called = texts(contract.paths, "operationId");

    expect(called).toContain("synchronizeErrors");
    expect(called.filter((name) => !/^[a-z]+[A-Za-z]*$/.test(name))).toEqual([]);
    expect(operations.filter((operation) => !("operationId" in operation))).toEqual([]);
  });

  test("explains every option of a mapping, every property of a request, and the counters of a job", () => {
    const { TableMapping, Job } = contract.components.schemas;
    const bodies = names()
      .filter((name) => !/notices|PUT \/v1\/mappings/.test(name))
      .map((name) => {
        const [method = "", path = ""] = name.split(" ");
        const operation = Object.entries(contract.paths).find(([each]) => each === path)?.[1];
        return Object.entries(operation ?? {}).find(([each]) => each === method.toLowerCase())?.[1];
      })
      .flatMap((operation) => ("requestBody" in Object(operation) ? [operation.requestBody] : []));

    expect(bodies.length).toBeGreaterThan(10);
    expect(unexplained(TableMapping)).toEqual([]);
    expect(bodies.flatMap(unexplained)).toEqual([]);
    expect(unexplained(Job)).not.toContain("counters");
  });

  test.each([
    ["POST /v1/errors/actions/synchronize", [400, 401, 403, 404, 409, 413, 415, 422]],
    ["DELETE /v1/mappings/{name}", [400, 401, 403, 404, 409, 412, 428]],
    ["GET /v1/couplings/{id}", [400, 401, 403, 404]],
    ["GET /health", []],
  ])("%s tells how it says no: %j", (name, expected) => {
    const [method = "", path = ""] = name.split(" ");
    const operation = Object.entries(contract.paths).find(([each]) => each === path)?.[1];
    const [, told] =
      Object.entries(operation ?? {}).find(([each]) => each === method.toLowerCase()) ?? [];

    const statuses = Object.keys(told?.responses ?? {}).filter((status) => status >= "400");

    expect(statuses.filter((status) => status !== "default").map(Number)).toEqual(expected);
  });

  test("says that an empty filter does not mean everything", () => {
    const told = JSON.stringify(contract.paths).match(
      /"additionalProperties":false,"minProperties":1/g,
    );

    expect(told?.length).toBe(7);
  });

  test("asks everybody to sign in but for health and the contract itself", () => {
    const open = Object.entries(routes)
      .filter(([, { role }]) => role === "open")
      .map(([name]) => name);

    expect(open.toSorted()).toEqual(["GET /health", "GET /v1/openapi.json"]);
  });

  test("lets only admins change mappings and schedules", () => {
    for (const [name, { role }] of Object.entries(routes)) {
      if (role === "open") continue;
      const changes = !name.startsWith("GET ");
      const ofAdmins = /\/v1\/(mappings|schedules|jobs)/.test(name);
      const resolves = changes ? "Tandem.Resolve" : "Tandem.Read";
      expect([name, role]).toEqual([name, changes && ofAdmins ? "Tandem.Admin" : resolves]);
    }
  });
});
