import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { handler } from "../../../functions/api/handler.ts";
import { createTable, startDynamoDb } from "../../../lib/local/dynamodb.ts";
import { type HttpHost, startHttpHost } from "../../../lib/local/http-host.ts";

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let host: HttpHost;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  const variables = {
    TABLE_NAME: "tandem",
    QUEUE_URL: "http://127.0.0.1:1/queue.fifo",
    RETENTION_DAYS: "30",
    BUSINESS_CENTRAL_URL:
      "https://api.businesscentral.dynamics.com/v2.0/t/production/api/v2.0/companies(c0)",
    SIGN_IN: "none",
    DATAVERSE_URL: "https://adatum.crm4.dynamics.com",
    AWS_REGION: "local",
    // The logger then writes to this console.
    POWERTOOLS_DEV: "true",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const client = new DynamoDBClient({});
  await createTable(client, "tandem");
  client.destroy();
  host = await startHttpHost({ port: 0, handler, report: () => undefined });
});

afterAll(async () => {
  await host.stop();
  await dynamoDb.stop();
  vi.unstubAllEnvs();
});

test("the function answers from the environment it is deployed with", async () => {
  const health = await fetch(`${host.url}/health`);
  const status = await fetch(`${host.url}/v1/status`);

  expect(await health.json()).toEqual({ status: "ok" });
  expect(await status.json()).toEqual({
    mappings: [],
    apps: {
      businessCentral: {
        url: "https://api.businesscentral.dynamics.com/v2.0/t/production/api/v2.0/companies(c0)",
        reachable: null,
      },
      dataverse: { url: "https://adatum.crm4.dynamics.com", reachable: null },
    },
  });
});

test("its contract is served", async () => {
  const contract = await fetch(`${host.url}/v1/openapi.json`);

  expect(contract.headers.get("content-type")).toBe("application/json");
  expect(await contract.json()).toMatchObject({ openapi: "3.1.0" });
});

test("an engine that does not answer is a 500 without a word about it", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await dynamoDb.stop();

  const answer = await fetch(`${host.url}/v1/status`);

  const text = await answer.text();
  expect(answer.status).toBe(500);
  expect(text).not.toContain("ECONNREFUSED");
  const { requestId } = JSON.parse(text);
  expect(logged).toHaveBeenCalledOnce();
  expect(String(logged.mock.calls[0]?.[0])).toContain(requestId);
});
