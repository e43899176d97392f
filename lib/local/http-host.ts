import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { gatewayEvent } from "./gateway-event.ts";

export interface HttpHostOptions {
  readonly port: number;
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
  readonly report: (trouble: unknown) => void;
}

export interface HttpHost {
  readonly url: string;
  /** Takes no more requests, and waits for the ones being answered. */
  stop(): Promise<void>;
}

/** What Lambda takes in one call: a larger body never reaches the function. */
const largestBody = 6 * 1024 * 1024;

/** Stands in for the HTTP API: loopback only, no authorizer. */
export async function startHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((trouble: unknown) => {
      options.report(trouble);
      send(response, message(500, "Internal Server Error"));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function answer(
  { handler }: HttpHostOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (!isOfThisMachine(request)) {
    send(response, message(403, "Forbidden"));
    return;
  }
  if (body === "tooLarge") {
    send(response, message(413, "Request Too Long"));
    return;
  }
  const event = gatewayEvent(request, body);
  send(response, event === "badPath" ? message(400, "Bad Request") : await handler(event));
}

/**
 * Nobody signs in here, so a page on the internet must not ask through the browser of whoever runs
 * this: neither from its own origin nor by a name that it lets lead to this machine.
 */
function isOfThisMachine({ headers: { host = "", origin } }: IncomingMessage): boolean {
  const isLoopback = /^(127[.]0[.]0[.]1|localhost)(:\d+)?$/i.test(host);
  return isLoopback && (origin === undefined || origin === `http://${host}`);
}

/** Reads to the end in any case: leaving early would cut the connection before the answer. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | "tooLarge"> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size <= largestBody) parts.push(bytes);
  }
  return size <= largestBody ? Buffer.concat(parts) : "tooLarge";
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  response.statusCode = result.statusCode ?? 200;
  for (const [name, value] of Object.entries(result.headers ?? {})) {
    response.setHeader(name, String(value));
  }
  if (result.cookies !== undefined) response.setHeader("set-cookie", result.cookies);
  response.end(Buffer.from(result.body ?? "", result.isBase64Encoded === true ? "base64" : "utf8"));
}

const message = (statusCode: number, text: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message: text }),
});

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}
