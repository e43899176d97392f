import { afterEach, beforeEach, expect, test } from "vitest";

import { errorOf, type LiveSandbox, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;

beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

test("B51 too many requests is 429 without Retry-After, by switch with it", async () => {
  await bc.setFaults({ throttle: { status: 429 } });
  const without = await bc.call("GET", "/customers");
  await bc.setFaults({ throttle: { status: 429, retryAfterSeconds: 7 } });
  const told = await bc.call("GET", "/customers");

  expect([without.status, without.headers.get("retry-after")]).toEqual([429, null]);
  expect([told.status, told.headers.get("retry-after")]).toEqual([429, "7"]);
});

test("B51 maintenance is 503 with Retry-After", async () => {
  await bc.setFaults({ throttle: { status: 503, remaining: 1 } });
  const away = await bc.call("GET", "/customers");

  expect(away.status).toBe(503);
  expect(Number(away.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await bc.call("GET", "/customers")).status).toBe(200);
});

test("a late commit answers at once and is seen later, with its older stamp", async () => {
  await bc.setFaults({ lateCommitMs: 90_000 });
  const created = await bc.call("POST", "/customers", { displayName: "Late" });
  const path = `/customers(${textIn(created.body, "id")})`;
  bc.clock.advance(60_000);
  const early = await bc.call("GET", path);
  bc.clock.advance(30_000);
  const visible = await bc.call("GET", path);

  expect([created.status, early.status, visible.status]).toEqual([201, 404, 200]);
  expect(visible.body["lastModifiedDateTime"]).toBe("2026-05-01T12:00:00Z");
  const since = "lastModifiedDateTime ge 2026-05-01T12:00:00Z";
  expect((await bc.call("GET", `/customers?$filter=${since}`)).rows).toHaveLength(1);
});

test("read-only refuses writes with 403, inside a batch too, and lets reads through", async () => {
  await bc.setFaults({ readOnly: true });
  const write = await bc.call("POST", "/customers", { displayName: "No" });
  const url = `companies(${bc.sandbox.company.id})/customers`;
  const batch = await bc.call("POST", `${bc.origin}/api/v2.0/$batch`, {
    requests: [{ id: "1", method: "POST", url, body: { displayName: "No" } }],
  });

  expect([write.status, errorOf(write).code]).toEqual([403, "Authorization_RequestDenied"]);
  expect(batch.body["responses"]).toMatchObject([{ id: "1", status: 403 }]);
  expect((await bc.call("GET", "/customers")).rows).toHaveLength(5);
});

test.each([
  ["locked", 409, "Internal_Conflict"],
  ["notPermitted", 403, "Authorization_RequestDenied"],
  ["unavailable", 500, "Internal_ServerError"],
] as const)(
  "one record is %s: its writes are refused, its reads and other records' writes are not",
  async (as, status, code) => {
    const created = await bc.call("POST", "/customers", { displayName: "Refused" });
    const other = await bc.call("POST", "/customers", { displayName: "Other" });
    const [id, otherId] = [textIn(created.body, "id"), textIn(other.body, "id")];
    await bc.setFaults({ refuseRecords: [{ id, as }] });
    const any = { "if-match": "*" };

    const changed = await bc.call("PATCH", `/customers(${id})`, { city: "Bergen" }, any);
    const deleted = await bc.call("DELETE", `/customers(${id})`);
    expect([changed.status, errorOf(changed).code, deleted.status]).toEqual([status, code, status]);
    expect((await bc.call("GET", `/customers(${id})`)).status).toBe(200);
    const elsewhere = await bc.call("PATCH", `/customers(${otherId})`, { city: "Bergen" }, any);
    expect(elsewhere.status).toBe(200);
  },
);

test("a lost answer to a create leaves the customer there", async () => {
  await bc.setFaults({ dropResponse: { remaining: 1, only: "writes" } });

  await expect(bc.call("POST", "/customers", { displayName: "Lost" })).rejects.toThrow();

  expect((await bc.call("GET", "/customers")).rows).toHaveLength(6);
});

test("a skewed clock shows in the Date header and in stamps", async () => {
  await bc.setFaults({ clockSkewMs: -3_600_000 });

  const created = await bc.call("POST", "/customers", { displayName: "Early" });

  expect(created.headers.get("date")).toBe("Fri, 01 May 2026 11:00:00 GMT");
  expect(created.body["lastModifiedDateTime"]).toBe("2026-05-01T11:00:00Z");
});
