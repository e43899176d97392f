import { afterEach } from "vitest";
import * as z from "zod/mini";
import { createDataverseSandbox } from "../../../lib/sandbox/dataverse/dataverse-sandbox.ts";
import { createManualClock } from "../../../lib/sandbox/web/clock.ts";
import { type SandboxServer, serveSandbox } from "../../../lib/sandbox/web/server.ts";

const open: SandboxServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const Answer = z.looseObject({
  value: z._default(z.array(z.looseObject({})), []),
  error: z._default(z.object({ code: z.string(), message: z.string() }), { code: "", message: "" }),
});

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: z.infer<typeof Answer>;
}

export type Running = Awaited<ReturnType<typeof runningSandbox>>;

/** A sandbox on a free port, its clock standing at a quarter past nine, and a way to ask it. */
export async function runningSandbox() {
  const clock = createManualClock(Date.parse("2026-03-01T09:15:07.250Z"));
  const sandbox = createDataverseSandbox({ clock });
  const server = await serveSandbox({ port: 0, clock, exchange: sandbox.exchange });
  open.push(server);
  const root = `${server.url}/api/data/v9.2/`;

  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Told> {
    const response = await fetch(path.startsWith("http") ? path : root + path, {
      method,
      headers: {
        authorization: "Bearer sandbox",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: Answer.parse(isJson ? JSON.parse(text) : {}),
    };
  }

  const idOf = (told: Told) =>
    /\(([\w-]{36})\)$/.exec(told.headers.get("odata-entityid") ?? "")?.[1] ?? "no id";
  const create = async (set: string, body: unknown) => idOf(await ask("POST", set, body));

  return { sandbox, clock, url: server.url, root, ask, create, idOf };
}

export const representation = { prefer: "return=representation" };

export const aGuid = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const aProduct = (number: string) => ({
  name: number,
  productnumber: number,
  quantitydecimal: 2,
  "defaultuomid@odata.bind": "/uoms(0a9f1d00-5e1b-4c3a-8f10-000000000007)",
  "defaultuomscheduleid@odata.bind": "/uomschedules(0a9f1d00-5e1b-4c3a-8f10-000000000006)",
});
