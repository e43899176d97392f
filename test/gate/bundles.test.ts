import { expect, test } from "vitest";
import { type Bundle, sizeComplaints, sizeLimits } from "./bundles.ts";

const fitting: readonly Bundle[] = Object.entries(sizeLimits).map(([name, { kilobytes }]) => ({
  name,
  folder: name,
  bytes: kilobytes * 1024,
}));

const allWith = (changed: Bundle) => [
  ...fitting.filter(({ name }) => name !== changed.name),
  changed,
];

test("bundles as large as their limits pass", () => {
  expect(sizeComplaints(fitting)).toEqual([]);
});

test("the API and the tick may have 400 KB at most", () => {
  expect(sizeLimits["Api"]?.kilobytes).toBeLessThanOrEqual(400);
  expect(sizeLimits["ScheduleTick"]?.kilobytes).toBeLessThanOrEqual(400);
});

test("a bundle that is a byte too large is named", () => {
  const grown = { name: "Api", folder: "api", bytes: 400 * 1024 + 1 };

  expect(sizeComplaints(allWith(grown))).toEqual(["Api is larger than 400 KB: 400.0 KB"]);
});

test("a function without a bundle, and one without a limit, are named", () => {
  const unknown = { name: "Newcomer", folder: "newcomer", bytes: 1 };
  const found = allWith(unknown).filter(({ name }) => name !== "Api");

  expect(sizeComplaints(found)).toEqual(["Api has no bundle", "Newcomer has no limit of its size"]);
});
