import * as z from "zod/mini";
import {
  type BusinessCentralSandbox,
  createBusinessCentralSandbox,
} from "../../../lib/sandbox/business-central/sandbox.ts";
import type { Post } from "../../../lib/sandbox/business-central/webhooks/notifications.ts";
import { createManualClock, type ManualClock } from "../../../lib/sandbox/web/clock.ts";
import type { FaultSettings } from "../../../lib/sandbox/web/fault-settings.ts";
import { serveSandbox } from "../../../lib/sandbox/web/server.ts";

const Json = z.record(z.string(), z.unknown());

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body's properties; numbers with their digits are in `text`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface LiveSandbox {
  readonly sandbox: BusinessCentralSandbox;
  readonly clock: ManualClock;
  readonly origin: string;
  /** The company's root. */
  readonly root: string;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
  setFaults(faults: FaultSettings): Promise<void>;
  close(): Promise<void>;
}

/** A sandbox with set-up rows and five of each, over HTTP; paths are below the company. */
export async function startSandbox(
  options: { readonly seed?: number; readonly post?: Post } = {},
): Promise<LiveSandbox> {
  const clock = createManualClock(Date.UTC(2026, 4, 1, 12, 0, 0));
  const sandbox = createBusinessCentralSandbox({ clock, post: options.post });
  sandbox.seed(options.seed ?? 5, 1);
  const server = await serveSandbox({
    port: 0,
    clock: sandbox.clock,
    exchange: sandbox.exchange,
  });
  const root = `${server.url}${sandbox.company.path}`;
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply> => {
    const answer = await fetch(path.startsWith("http") ? path : `${root}${path}`, {
      method,
      headers: { authorization: "Bearer sandbox", accept: "application/json", ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = Json.safeParse(text.startsWith("{") ? JSON.parse(text) : {});
    const fields = json.success ? json.data : {};
    const rows = z.array(Json).safeParse(fields["value"]);
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: fields,
      rows: rows.success ? rows.data : [],
    };
  };
  return {
    sandbox,
    clock,
    origin: server.url,
    root,
    call: send,
    setFaults: async (faults) => {
      await send("PUT", `${server.url}/sandbox/faults`, faults);
    },
    close: () => server.close(),
  };
}

/** The error of a reply: `code` and `message`. */
export const errorOf = (reply: Reply): { code: string; message: string } =>
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }).parse(reply.body).error;

export const textIn = (row: Readonly<Record<string, unknown>> | undefined, name: string): string =>
  z.string().parse(row?.[name]);
