import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createBusinessCentralSandbox } from "../../../lib/sandbox/business-central/sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import type { Exchange } from "../../../lib/sandbox/web/exchange.ts";
import { openJournal } from "../../../lib/sandbox/web/journal.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bc-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => {
  const journal = openJournal(join(folder, "bc.jsonl"));
  return createBusinessCentralSandbox({ clock: createManualClock(Date.UTC(2026, 4, 1)), journal });
};

const send = (exchange: Exchange, method: string, path: string, body = "") =>
  exchange({
    method,
    url: new URL(`http://bc.example${path}`),
    headers: { authorization: "Bearer sandbox", "if-match": "*" },
    body,
  });

test("a restart finds the same company with the same rows and the same ETags", async () => {
  const first = open();
  first.seed(10, 3);
  const gone = String(first.data.all("customers")[0]?.["id"]);
  const kept = String(first.data.all("customers")[1]?.["id"]);
  await send(first.exchange, "DELETE", `${first.company.path}/customers(${gone})`);
  await send(
    first.exchange,
    "PATCH",
    `${first.company.path}/customers(${kept})`,
    '{"city":"Oslo"}',
  );
  const before = await send(first.exchange, "GET", `${first.company.path}/customers`);

  const second = open();
  second.seed(10, 3);
  const after = await send(second.exchange, "GET", `${second.company.path}/customers`);

  expect(second.company).toEqual(first.company);
  expect(after.body).toBe(before.body);
  expect(second.data.count("customers")).toBe(9);
});

test("the same seed gives the same company, another seed another one", () => {
  const rowsOf = (seed: number) => {
    const sandbox = createBusinessCentralSandbox({
      clock: createManualClock(Date.UTC(2026, 4, 1)),
    });
    sandbox.seed(20, seed);
    return [sandbox.data.all("customers"), sandbox.data.all("contacts"), sandbox.data.all("items")];
  };

  expect(rowsOf(4)).toEqual(rowsOf(4));
  expect(rowsOf(4)).not.toEqual(rowsOf(5));
});

test("every seeded row would be taken by the API as it is", async () => {
  const sandbox = createBusinessCentralSandbox({ clock: createManualClock(Date.UTC(2026, 4, 1)) });
  sandbox.seed(60, 8);
  const names = ["displayName", "phoneNumber", "email", "country", "city", "postalCode", "website"];
  for (const row of sandbox.data.all("customers")) {
    const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name]])));
    const path = `${sandbox.company.path}/customers(${String(row["id"])})`;
    expect((await send(sandbox.exchange, "PATCH", path, body)).status).toBe(200);
  }
});

test("100,000 records: a page, a list of changes and a list of ids stay quick", {
  timeout: 120_000,
}, async () => {
  const clock = createManualClock(Date.UTC(2026, 4, 1));
  const sandbox = createBusinessCentralSandbox({ clock });
  sandbox.seed(50_000, 2);
  const { path } = sandbox.company;
  const first = await send(sandbox.exchange, "GET", `${path}/contacts?$top=200&$select=id`);
  const ids = [...(first.body ?? "").matchAll(/"id":"([^"]+)"/gu)].map(([, id]) => id);
  clock.advance(60_000);
  await send(sandbox.exchange, "PATCH", `${path}/contacts(${ids[7]})`, '{"jobTitle":"Buyer 2"}');

  const start = process.cpuUsage();
  const since = "lastModifiedDateTime gt 2026-05-01T00:00:00Z";
  const changed = await send(sandbox.exchange, "GET", `${path}/contacts?$filter=${since}`);
  const filter = ids.map((id) => `id eq ${id}`).join(" or ");
  const listed = await send(sandbox.exchange, "GET", `${path}/contacts?$filter=${filter}`);
  const top = await send(sandbox.exchange, "GET", `${path}/contacts?$top=1000`);
  const took = process.cpuUsage(start).user / 1000;

  expect(sandbox.data.count("contacts")).toBe(100_000);
  expect([changed, listed, top].map(({ body }) => body?.match(/"@odata.etag"/gu)?.length)).toEqual([
    1, 200, 1000,
  ]);
  // Milliseconds of computing, generously; a scan per request with JSON of every row takes many seconds.
  expect(took).toBeLessThan(1500);
});
