import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import type { SandboxClock } from "./clock.ts";
import type { SandboxAnswer, SandboxRequest } from "./exchange.ts";

export interface SandboxServer {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Longer than a caller is ever quiet between two steps: a connection that closes just when it is used
 * loses the answer to a write, and only faults may do that.
 */
const keepAliveMs = 120_000;

/** Puts one pretend app on a port of this machine only. */
export function serveSandbox(options: {
  /** 0 = any free port. */
  readonly port: number;
  readonly clock: SandboxClock;
  readonly exchange: (request: SandboxRequest, origin: string) => Promise<SandboxAnswer>;
}): Promise<SandboxServer> {
  const server = createServer((incoming, outgoing) => {
    const origin = originOf(incoming, portOf(server.address()));
    void readRequest(incoming, origin)
      .then((request) => options.exchange(request, origin))
      .catch(bugReport)
      .then((answer) => send(outgoing, answer, options.clock));
  });
  server.keepAliveTimeout = keepAliveMs;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => {
      resolve({
        url: `http://127.0.0.1:${portOf(server.address())}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Links in answers name the host the caller used, as the real services do. */
function originOf(incoming: IncomingMessage, port: number): string {
  const localhost = `localhost:${port}`;
  return `http://${incoming.headers.host === localhost ? localhost : `127.0.0.1:${port}`}`;
}

async function readRequest(incoming: IncomingMessage, origin: string): Promise<SandboxRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  return {
    method: incoming.method ?? "GET",
    url: new URL(origin + (incoming.url ?? "/")),
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** Also reached when the caller hung up while sending; then nobody reads it. */
const bugReport = (bug: unknown): SandboxAnswer => ({
  status: 500,
  headers: { "content-type": "text/plain" },
  body: bug instanceof Error ? bug.stack : String(bug),
});

function send(outgoing: ServerResponse, answer: SandboxAnswer, clock: SandboxClock): void {
  if (answer.lost === true) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(answer.status, {
    date: new Date(clock.now()).toUTCString(),
    ...answer.headers,
    ...(answer.body === undefined ? {} : { "content-length": Buffer.byteLength(answer.body) }),
  });
  outgoing.end(answer.body);
}
