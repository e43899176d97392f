import { expect, test } from "vitest";
import { routeRoles } from "../../../lib/runtime/http/route-facts.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";

test("what infrastructure knows of the routes is what they are: names and roles", () => {
  const served = Object.entries(routes).map(([name, { role }]) => [name, role]);

  expect(Object.fromEntries(served)).toEqual(routeRoles);
});
