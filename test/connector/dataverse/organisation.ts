import { createServer, type IncomingHttpHeaders } from "node:http";
import { onTestFinished } from "vitest";
import { createDataverse } from "../../../lib/connector/dataverse/dataverse.ts";
import { createAppHttp } from "../../../lib/connector/http/app-http.ts";
import { createNodeTransport } from "../../../lib/connector/http/node-transport.ts";
import { MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { epochOf, type Instant, instantOf } from "../../../lib/domain/instant.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";

export interface RequestInfo {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Told {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Takes the request and breaks the connection. */
  readonly cut?: boolean | undefined;
}

interface Organisation {
  readonly dataverse: ReturnType<typeof createDataverse>;
  readonly url: string;
  readonly asked: readonly RequestInfo[];
}

const serverStart = "Mon, 23 Nov 2026 12:00:00 GMT";
export const now: Instant = instantOf(Date.UTC(2026, 10, 23, 9));

/** An organisation that answers as told, to force what the sandbox would not do. */
export async function anOrganisation(
  tell: (asked: RequestInfo, count: number) => Told,
  settings: { readonly pageSize?: number; readonly batchSize?: number } = {},
): Promise<Organisation> {
  const asked: RequestInfo[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const question = { method, url, headers, body };
      asked.push(question);
      const told = tell(question, asked.length);
      if (told.cut) {
        request.socket.destroy();
        return;
      }
      const json = { "content-type": "application/json", date: serverStart };
      response.writeHead(told.status ?? 200, { ...json, ...told.headers }).end(told.body ?? "");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  return { url, asked, dataverse: connectTo(url, settings) };
}

export function connectTo(
  url: string,
  settings: { readonly pageSize?: number; readonly batchSize?: number } = {},
  headers: Readonly<Record<string, string>> = {},
): ReturnType<typeof createDataverse> {
  let waitedMs = 0;
  const clock = { now: () => instantOf(epochOf(now) + waitedMs) };
  const transport = createNodeTransport({ timeoutMs: 10_000, maxSockets: 4 });
  const http = createAppHttp({
    side: "dataverse",
    transport: (wire) => transport({ ...wire, headers: { ...wire.headers, ...headers } }),
    clock,
    wait: async (milliseconds) => {
      waitedMs += milliseconds;
    },
    maxInFlight: 4,
    waitBudgetMs: 10_000,
    random: () => 0,
    repeats: 1,
  });
  return createDataverse({ http, url, clock, ...settings });
}

export const accounts: Entity = {
  mapping: MappingName.parse("CUSTOMER"),
  set: "accounts",
  id: "accountid",
  changeTracking: true,
  columns: ["name", "creditlimit"],
  filter: [],
};

export const untracked: Entity = { ...accounts, changeTracking: false };

export const idOf = (n: number): RecordId =>
  RecordId.parse(`00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`);

export const rowOf = (n: number, more: Readonly<Record<string, unknown>> = {}) => ({
  "@odata.etag": `W/"${n}"`,
  accountid: idOf(n),
  modifiedon: "2026-11-23T11:00:00Z",
  name: `Account ${n}`,
  creditlimit: null,
  ...more,
});

export const recordOf = (
  n: number,
  more: Readonly<Record<string, string | number | null>> = {},
) => ({
  id: idOf(n),
  version: `W/"${n}"`,
  modifiedOn: "2026-11-23T11:00:00.000Z",
  fields: { name: `Account ${n}`, creditlimit: null, ...more },
});

export const json = (value: unknown, status = 200): Told => ({
  status,
  body: JSON.stringify(value),
});

export const errorOf = (code: string, message: string) => ({ error: { code, message } });

export interface PartTold {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

/** A batch answer as Dataverse prints it. */
export function batchOf(parts: readonly PartTold[]): Told {
  const sections = parts.map(({ status, headers = {}, body }) =>
    [
      "--batchresponse_5e1d",
      "Content-Type: application/http",
      "Content-Transfer-Encoding: binary",
      "",
      `HTTP/1.1 ${status} Whatever`,
      "OData-Version: 4.0",
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      "",
      body === undefined ? "" : JSON.stringify(body),
      "",
    ].join("\r\n"),
  );
  return {
    headers: { "content-type": "multipart/mixed; boundary=batchresponse_5e1d" },
    body: `${sections.join("")}--batchresponse_5e1d--\r\n`,
  };
}
