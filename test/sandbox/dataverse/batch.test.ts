import { expect, test } from "vitest";
import { type Running, runningSandbox } from "./running-sandbox.ts";

interface Inner {
  readonly method: string;
  readonly target: string;
  readonly body?: unknown;
  readonly headers?: readonly string[];
}

const requestText = ({ method, target, body, headers = [] }: Inner) =>
  [
    `${method} ${target} HTTP/1.1`,
    "Content-Type: application/json",
    ...headers,
    "",
    body === undefined ? "" : JSON.stringify(body),
  ].join("\r\n");

const single = (inner: Inner) =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${requestText(inner)}`;

const numbered = (id: number, inner: Inner) =>
  `Content-Type: application/http\r\nContent-ID: ${id}\r\n\r\n${requestText(inner)}`;

const bundle = (boundary: string, parts: readonly string[]) =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;

const changeSet = (parts: readonly string[]) =>
  `Content-Type: multipart/mixed; boundary="cs"\r\n\r\n${bundle("cs", parts)}`;

const send = (
  { ask }: Pick<Running, "ask">,
  parts: readonly string[],
  headers: Record<string, string> = {},
) =>
  ask("POST", "$batch", bundle("b", parts), {
    "content-type": "multipart/mixed; boundary=b",
    ...headers,
  });

const statuses = (text: string) =>
  [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((found) => Number(found[1]));

const post = (name: string): Inner => ({
  method: "POST",
  target: "/api/data/v9.2/accounts",
  body: { name },
});
const tooLong = post("x".repeat(161));
const names = ({ sandbox }: Pick<Running, "sandbox">) =>
  sandbox.rows("account").map((row) => row.values["name"]);

test("D31 a change set can point to its own earlier rows", async () => {
  const running = await runningSandbox();
  const contact = {
    lastname: "Birk",
    "parentcustomerid_account@odata.bind": "$1",
  };
  const told = await send(running, [
    changeSet([
      numbered(1, post("Birch")),
      numbered(2, { method: "POST", target: "/api/data/v9.2/contacts", body: contact }),
    ]),
    single({ method: "GET", target: "/api/data/v9.2/accounts?$select=name" }),
  ]);
  expect(told.status).toBe(200);
  expect(told.headers.get("content-type")).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
  expect(told.text).toContain("boundary=changesetresponse_");
  expect([...told.text.matchAll(/^Content-ID: (\d)/gm)].map((found) => found[1])).toEqual([
    "1",
    "2",
  ]);
  expect(statuses(told.text)).toEqual([204, 204, 200]);
  const [account] = running.sandbox.rows("account");
  expect(running.sandbox.rows("contact")).toMatchObject([
    { values: { parentcustomerid: { table: "account", id: account?.id } } },
  ]);
});

test("D31 a reference that is not there is refused", async () => {
  const running = await runningSandbox();
  const told = await send(running, [
    changeSet([numbered(1, { method: "PATCH", target: "$7", body: { name: "x" } })]),
  ]);
  expect(told.status).toBe(400);
  expect(told.text).toContain("Content-ID Reference: '$7' does not exist in the batch context.");
});

test("D32 a failing change set is rolled back and leaves one error", async () => {
  const running = await runningSandbox();
  const told = await send(running, [
    changeSet([numbered(1, post("A")), numbered(2, tooLong), numbered(3, post("C"))]),
  ]);
  expect(told.status).toBe(400);
  expect(statuses(told.text)).toEqual([400]);
  expect(told.text).toContain("0x80044331");
  expect(names(running)).toEqual([]);
});

test("D32 the error may stand inside a changesetresponse (variant)", async () => {
  const running = await runningSandbox();
  running.sandbox.faults.set({ variants: ["changeSetErrorWrapped"] });
  const told = await send(running, [changeSet([numbered(1, post("A")), numbered(2, tooLong)])]);
  expect(told.text).toContain("boundary=changesetresponse_");
  expect(statuses(told.text)).toEqual([400]);
});

test("D32 a rolled-back row is in no delta and its key is free again", async () => {
  const running = await runningSandbox();
  const told = await running.ask("GET", "accounts", undefined, { prefer: "odata.track-changes" });
  const keyed = { ...post("A"), body: { name: "A", new_bcid: "k" } };
  await send(running, [changeSet([numbered(1, keyed), numbered(2, tooLong)])]);
  const delta = await running.ask("GET", String(told.json["@odata.deltaLink"]));
  expect(delta.json.value).toEqual([]);
  expect((await running.ask("POST", "accounts", keyed.body)).status).toBe(204);
});

test("D33 without preference the first failure ends the batch with its status", async () => {
  const running = await runningSandbox();
  const told = await send(running, [single(tooLong), single(post("B"))]);
  expect(told.status).toBe(400);
  expect(statuses(told.text)).toEqual([400]);
  expect(names(running)).toEqual([]);
});

test("D33 with odata.continue-on-error each part has its own status", async () => {
  const running = await runningSandbox();
  const told = await send(running, [single(tooLong), single(post("B"))], {
    prefer: "odata.continue-on-error",
  });
  expect(told.status).toBe(200);
  expect(statuses(told.text)).toEqual([400, 204]);
  expect(names(running)).toEqual(["B"]);
});

test.each([
  ["a GET", numbered(1, { method: "GET", target: "/api/data/v9.2/accounts" })],
  ["a part without Content-ID", single(post("A"))],
  ["another change set", changeSet([numbered(1, post("A"))])],
])("D34 %s in a change set is refused", async (_what, part) => {
  const running = await runningSandbox();
  expect((await send(running, [changeSet([part])])).status).toBe(400);
  expect(names(running)).toEqual([]);
});

test("D34 a batch in a batch is refused", async () => {
  const running = await runningSandbox();
  const inner = { method: "POST", target: "/api/data/v9.2/$batch", body: {} };
  expect((await send(running, [single(inner)])).status).toBe(400);
});

test("D35 1001 operations are refused before any is run", async () => {
  const running = await runningSandbox();
  const parts = Array.from({ length: 1001 }, (_, n) => single(post(`A${n}`)));
  expect((await send(running, parts)).status).toBe(400);
  expect(names(running)).toEqual([]);
  expect((await send(running, parts.slice(1))).status).toBe(200);
  expect(names(running)).toHaveLength(1000);
});

test.each(["accounts", "/api/data/v9.2/accounts", "absolute"])(
  "D36 the inner address may be written as %s",
  async (form) => {
    const running = await runningSandbox();
    const target = form === "absolute" ? `${running.root}accounts` : form;
    const told = await send(running, [single({ ...post("A"), target })]);
    expect(statuses(told.text)).toEqual([204]);
  },
);

test.each([
  ["LF line ends", (text: string) => text.replaceAll("\r\n", "\n"), "b"],
  ["a blank line first", (text: string) => `\r\n${text}`, "b"],
  ["a quoted boundary", (text: string) => text, '"b"'],
])("D36 %s are accepted", async (_what, change, boundary) => {
  const running = await runningSandbox();
  const told = await running.ask("POST", "$batch", change(bundle("b", [single(post("A"))])), {
    "content-type": `multipart/mixed;boundary=${boundary}`,
  });
  expect(told.status).toBe(200);
  expect(names(running)).toEqual(["A"]);
});

test("inner If-Match and Prefer count for their part, $select narrows what comes back", async () => {
  const running = await runningSandbox();
  const id = await running.create("accounts", { name: "A" });
  const patch = (headers: readonly string[]): Inner => ({
    method: "PATCH",
    target: `/api/data/v9.2/accounts(${id})?$select=name`,
    body: { name: "B" },
    headers,
  });
  const told = await send(
    running,
    [single(patch(['If-Match: W/"1"'])), single(patch(["Prefer: return=representation"]))],
    { prefer: "odata.continue-on-error" },
  );
  expect(statuses(told.text)).toEqual([412, 200]);
  expect(told.text).toContain(`"name":"B","accountid":"${id}"}`);
});
