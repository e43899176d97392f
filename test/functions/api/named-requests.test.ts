import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { routes } from "../../../lib/runtime/http/routes.ts";

/** Hints tell people what to ask for, and READMEs too. */
const named = /\b(?:GET|POST|PUT|PATCH|DELETE) \/v1\/[\w\-/{}<>]*(?:\.json)?/g;

const patterns = Object.keys(routes).map(
  (route) => new RegExp(`^${route.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
);

const texts = ["README.md", "functions", "infra", "lib", "test/README.md"].flatMap((start) =>
  start.endsWith(".md")
    ? [start]
    : readdirSync(start, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(?:tsx?|md)$/.test(file))
        .map((file) => join(start, file)),
);

test("every request that a hint, a comment or a README names is one that the API takes", () => {
  const requests = texts.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(named)].map(([request]) => ({ file, request })),
  );
  const unknown = requests.filter(
    ({ request }) =>
      request !== "POST /v1/notices/dataverse" &&
      !patterns.some((pattern) => pattern.test(request)),
  );

  expect(requests.length).toBeGreaterThan(50);
  expect(unknown).toEqual([]);
});
