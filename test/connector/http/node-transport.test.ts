import { createServer, type RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createNodeTransport } from "../../../lib/connector/http/node-transport.ts";

const transport = (timeoutMs = 10_000) => createNodeTransport({ timeoutMs, maxSockets: 5 });

async function aServer(
  listener: RequestListener,
): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const server = createServer(listener);
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}/`, connections: () => connections };
}

test("status, headers and text come back, and the connection is kept for the next request", async () => {
  const { url, connections } = await aServer((request, response) => {
    request.setEncoding("utf8").on("data", (body: string) => {
      response.writeHead(201, { "X-Request": "7" }).end(`${request.method} ${body} æøå`);
    });
  });
  const send = transport();
  const post = {
    method: "POST",
    url,
    headers: { "content-type": "text/plain" },
    body: "Æ",
  } as const;

  const [first, second] = [await send(post), await send(post)];

  expect(first).toMatchObject({ status: 201, text: "POST Æ æøå" });
  expect("headers" in first && first.headers.get("x-request")).toBe("7");
  expect(second).toMatchObject({ status: 201 });
  expect(connections()).toBe(1);
});

test("a zipped answer is unzipped; one that cannot be is a loss", async () => {
  const { url } = await aServer((request, response) => {
    const body = request.url === "/bad" ? Buffer.from("no zip") : gzipSync("zipped");
    response.writeHead(200, { "content-encoding": "gzip" }).end(body);
  });

  expect(await transport()({ method: "GET", url, headers: {} })).toMatchObject({ text: "zipped" });
  expect(await transport()({ method: "GET", url: `${url}bad`, headers: {} })).toEqual({
    error: "unreadable",
    sent: true,
  });
});

test("FM5 a connection that breaks after the request arrived: it may have been carried out", async () => {
  const { url } = await aServer((request) => request.socket.destroy());

  expect(await transport()({ method: "POST", url, headers: {}, body: "{}" })).toEqual({
    error: "reset",
    sent: true,
  });
});

test("FM5 an answer that breaks off half-way is a loss, not a short answer", async () => {
  const { url } = await aServer((_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
  });

  expect(await transport()({ method: "GET", url, headers: {} })).toEqual({
    error: "reset",
    sent: true,
  });
});

test("no answer in time is a loss", async () => {
  const { url } = await aServer(() => undefined);

  expect(await transport(30)({ method: "GET", url, headers: {} })).toEqual({
    error: "timeout",
    sent: true,
  });
});

test("nobody at the port: the request was not sent", async () => {
  const { url } = await aServer(() => undefined);
  const closed = url.replace(/:\d+/, ":1");

  expect(await transport()({ method: "POST", url: closed, headers: {}, body: "{}" })).toEqual({
    error: "refused",
    sent: false,
  });
});
