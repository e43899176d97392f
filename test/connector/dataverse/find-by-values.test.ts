import { expect, onTestFinished, test } from "vitest";
import { createDataverseSandbox } from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";
import { accounts, anOrganisation, connectTo, idOf, rowOf } from "./organisation.ts";

const names = (found: Awaited<ReturnType<ReturnType<typeof connectTo>["findByValues"]>>) => {
  if (!found.ok) throw new Error(found.failure.message);
  return found.value.map(({ fields }) => fields["name"]).toSorted();
};

async function aSandbox() {
  const clock = createManualClock(Date.UTC(2026, 10, 23, 9));
  const sandbox = createDataverseSandbox({ clock });
  const calls: string[] = [];
  const server = await serveSandbox({
    port: 0,
    clock,
    exchange: (request) => {
      calls.push(request.method);
      return sandbox.exchange(request);
    },
  });
  onTestFinished(() => server.close());
  const dataverse = connectTo(server.url, {}, { authorization: "Bearer sandbox" });
  const create = async (all: readonly string[]) => {
    await dataverse.write(
      accounts,
      all.map((name, index) => ({ kind: "create", plannedId: idOf(index + 1), fields: { name } })),
    );
    calls.length = 0;
  };
  return { dataverse, create, calls };
}

/** What a batch answers, each part a list of rows. */
const batchOf = (...parts: readonly { readonly status?: number; readonly body: unknown }[]) => ({
  headers: { "content-type": "multipart/mixed; boundary=answer" },
  body: [
    ...parts.map(({ status = 200, body }) =>
      [
        "--answer",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        `HTTP/1.1 ${status} OK`,
        "Content-Type: application/json",
        "",
        JSON.stringify(body),
        "",
      ].join("\r\n"),
    ),
    "--answer--\r\n",
  ].join(""),
});

test("rows are found by any of the values, in whatever case and with whatever characters", async () => {
  const { dataverse, create } = await aSandbox();
  const odd = ["O'Brien & Sons, #1", "Café 100% + [x]", "a/b?c=d", "Ünï ☃"];
  await create([...odd, "Other"]);

  const found = await dataverse.findByValues(accounts, "name", [
    ...odd.map((name) => name.toUpperCase()),
    "Nobody",
  ]);

  expect(names(found)).toEqual(odd.toSorted());
});

test("a thousand long values are one call, and none are none", async () => {
  const { dataverse, create, calls } = await aSandbox();
  const long = Array.from({ length: 1000 }, (_, index) => `${index} ${"é".repeat(60)}`);
  await create(long);

  expect(names(await dataverse.findByValues(accounts, "name", long))).toEqual(long.toSorted());
  expect(calls).toEqual(["POST"]);
  expect(names(await dataverse.findByValues(accounts, "name", []))).toEqual([]);
  expect(calls).toHaveLength(1);
});

test("an address in a batch stays under 64 KB, however long the values", async () => {
  const { dataverse, asked } = await anOrganisation((_, count) =>
    batchOf(...Array.from({ length: count === 1 ? 4 : 0 }, () => ({ body: { value: [] } }))),
  );
  const long = Array.from({ length: 100 }, (_, index) => `${index} ${"é".repeat(160)}`);
  const found = await dataverse.findByValues(accounts, "name", long);
  expect(found).toEqual({ ok: true, value: [] });
  const addresses = asked[0]?.body.split("\r\n").filter((line) => line.startsWith("GET ")) ?? [];
  expect(addresses).toHaveLength(4);
  for (const address of addresses) expect(address.length).toBeLessThan(65_536);
});

test("further pages of a part are followed, but nowhere else", async () => {
  const { dataverse, url } = await anOrganisation((_, count) =>
    count === 1
      ? batchOf({
          body: {
            value: [rowOf(1)],
            "@odata.nextLink": `${url}/api/data/v9.2/accounts?$skiptoken=2`,
          },
        })
      : count === 2
        ? { body: JSON.stringify({ value: [rowOf(2)] }) }
        : batchOf({
            body: { value: [rowOf(1)], "@odata.nextLink": "https://elsewhere.example/accounts" },
          }),
  );
  const found = await dataverse.findByValues(accounts, "name", ["One"]);
  expect(found.ok && found.value.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
  expect(await dataverse.findByValues(accounts, "name", ["One"])).toMatchObject({
    ok: false,
    failure: { code: "serverError" },
  });
});

test.each([
  [
    "a part that is refused",
    batchOf({ status: 403, body: { error: { code: "0x80040220", message: "No." } } }),
    "notPermitted",
  ],
  ["a part that is missing", batchOf(), "serverError"],
  ["a part that is no list", batchOf({ body: { rows: [] } }), "serverError"],
  ["a row without version", batchOf({ body: { value: [{ accountid: idOf(1) }] } }), "serverError"],
])("%s is no empty result", async (_, told, code) => {
  const { dataverse } = await anOrganisation(() => told);
  expect(await dataverse.findByValues(accounts, "name", ["One"])).toMatchObject({
    ok: false,
    failure: { code },
  });
});
