import { createServer, type Server } from "node:net";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import { queueFacts } from "../../lib/queue/queue-facts.ts";
import { awsTimeouts } from "../../lib/runtime/aws-timeouts.ts";

/** Takes connections and never says a word. */
async function aSilentServer(): Promise<Server> {
  const server = createServer();
  server.on("connection", (socket) => onTestFinished(() => void socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return server;
}

test("a silent AWS is a failure that the queue hears of, not the end of the function's time", async () => {
  const server = await aSilentServer();
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const client = new DynamoDBClient({
    ...awsTimeouts,
    requestHandler: { ...awsTimeouts.requestHandler, requestTimeout: 50 },
    maxAttempts: 1,
    endpoint: `http://127.0.0.1:${port}`,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

  await expect(client.send(new ListTablesCommand({}))).rejects.toThrow("50 ms requestTimeout");
});

test("all its tries together fit into the worker's time", () => {
  const { connectionTimeout, requestTimeout } = awsTimeouts.requestHandler;
  const tries = 4;

  expect(tries * (connectionTimeout + requestTimeout)).toBeLessThan(
    (queueFacts.workerTimeoutSeconds * 1_000) / 2,
  );
});
