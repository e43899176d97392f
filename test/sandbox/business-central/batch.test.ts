import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod/mini";

import { errorOf, type LiveSandbox, type Reply, startSandbox, textIn } from "./live-sandbox.ts";

let bc: LiveSandbox;

beforeEach(async () => {
  bc = await startSandbox();
});
afterEach(() => bc.close());

const Responses = z.array(
  z.object({
    id: z.nullable(z.string()),
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.optional(z.record(z.string(), z.unknown())),
  }),
);

const responsesOf = (reply: Reply) => Responses.parse(reply.body["responses"]);

const post = (id: string | undefined, body: object) => ({
  ...(id === undefined ? {} : { id }),
  method: "POST",
  url: `companies(${bc.sandbox.company.id})/customers`,
  headers: { "Content-Type": "application/json" },
  body,
});

const goodBadGood = () => [
  post("1", { displayName: "One" }),
  post("2", {}),
  post("3", { displayName: "Three" }),
];

const batch = (
  requests: readonly object[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> => bc.call("POST", `${bc.origin}/api/v2.0/$batch`, { requests }, headers);

async function createdNames(): Promise<readonly unknown[]> {
  const list = await bc.call(
    "GET",
    "/customers?$filter=lastModifiedDateTime ge 2026-05-01T12:00:00Z",
  );
  return list.rows.map((row) => row["displayName"]).toSorted();
}

test("B45 a batch stops at its first failure, and what went before stays", async () => {
  const reply = await batch(goodBadGood());

  expect(reply.status).toBe(200);
  expect(responsesOf(reply).map(({ id, status }) => [id, status])).toEqual([
    ["1", 201],
    ["2", 400],
  ]);
  expect(await createdNames()).toEqual(["One"]);
});

test("B46 with continue-on-error the rest is done too", async () => {
  const reply = await batch(goodBadGood(), { prefer: "odata.continue-on-error" });

  expect(responsesOf(reply).map(({ status }) => status)).toEqual([201, 400, 201]);
  expect(await createdNames()).toEqual(["One", "Three"]);
});

test("B47 with a snapshot the first still says 201, but nothing is there afterwards", async () => {
  const reply = await batch(goodBadGood(), { isolation: "snapshot" });
  const [first] = responsesOf(reply);

  expect([reply.status, first?.status]).toEqual([200, 201]);
  expect(await createdNames()).toEqual([]);
  expect((await bc.call("GET", `/customers(${textIn(first?.body, "id")})`)).status).toBe(404);
  expect((await bc.call("GET", "/contacts?$filter=displayName eq 'One'")).rows).toEqual([]);
});

test("B47 a snapshot without a failure is kept", async () => {
  await batch([post("1", { displayName: "One" })], { isolation: "snapshot" });

  expect(await createdNames()).toEqual(["One"]);
});

test("B48 101 operations are refused with 500 and nothing is run", async () => {
  const many = Array.from({ length: 101 }, (_, i) => post(String(i), { displayName: `N${i}` }));
  const reply = await batch(many);

  expect([reply.status, errorOf(reply).code]).toEqual([500, "Unknown"]);
  expect(errorOf(reply).message).toContain(
    "The current batch message contains too many parts. A maximum number of '100' query operations and change sets are allowed in a batch message.",
  );
  expect(await createdNames()).toEqual([]);
  expect((await batch(many.slice(1))).status).toBe(200);
});

test("B49 requests without an id are answered in order with a null id", async () => {
  const reply = await batch([
    post(undefined, { displayName: "A" }),
    post(undefined, { displayName: "B" }),
  ]);

  expect(responsesOf(reply).map(({ id, body }) => [id, body?.["displayName"]])).toEqual([
    [null, "A"],
    [null, "B"],
  ]);
});

test("B50 a PATCH inside follows the rules of If-Match", async () => {
  const customer = await bc.call("POST", "/customers", { displayName: "Inner" });
  const etag = textIn(customer.body, "@odata.etag");
  const patch = (id: string, displayName: string, headers: object) => ({
    id,
    method: "PATCH",
    url: `companies(${bc.sandbox.company.id})/customers(${textIn(customer.body, "id")})`,
    headers,
    body: { displayName },
  });

  const reply = await batch(
    [
      patch("1", "No token", {}),
      patch("2", "Current", { "If-Match": etag }),
      patch("3", "Stale", { "If-Match": etag }),
    ],
    { prefer: "odata.continue-on-error" },
  );

  const answers = responsesOf(reply);
  expect(answers.map(({ status }) => status)).toEqual([400, 200, 409]);
  expect(answers[2]?.body?.["error"]).toMatchObject({ code: "Request_EntityChanged" });
});

test("a batch of reads keeps decimals, and without Accept the answer is multipart", async () => {
  const customer = await bc.call(
    "POST",
    "/customers",
    '{"displayName":"R","creditLimit":123456789012345.678}',
  );
  const read = {
    id: "1",
    method: "GET",
    url: `companies(${bc.sandbox.company.id})/customers(${textIn(customer.body, "id")})?$select=creditLimit`,
  };

  expect((await batch([read])).text).toContain('"creditLimit":123456789012345.678');
  const other = await batch([read], { accept: "*/*" });
  expect(other.headers.get("content-type")).toContain("multipart/mixed");
});
