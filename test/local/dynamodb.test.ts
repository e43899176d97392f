import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeTableCommand, DescribeTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { createTable, startDynamoDb } from "../../lib/local/dynamodb.ts";
import { createStore } from "../../lib/store/store.ts";
import { clientOf } from "../store/local-store.ts";
import { aMapping, at, customer } from "../store/samples.ts";

const clock = { now: () => at(0) };
const ids = { short: () => "s1" };

describe("local DynamoDB", () => {
  test("the table has the keys, indexes and TTL of the facts", async () => {
    const dynamoDb = await startDynamoDb();
    const client = clientOf(dynamoDb);
    await createTable(client, "tandem");

    const { Table } = await client.send(new DescribeTableCommand({ TableName: "tandem" }));
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: "tandem" }));
    await dynamoDb.stop();

    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(["pk", "sk"]);
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).toSorted()).toEqual([
      "by-mapping",
      "by-status",
      "to-do",
    ]);
    expect(ttl.TimeToLiveDescription?.AttributeName).toBe("expiresAt");
  });

  test("data in a folder outlives a restart, and the table is not made twice", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tandem-"));
    const first = await startDynamoDb({ folder });
    const client = clientOf(first);
    await createTable(client, "tandem");
    await createStore({ client, tableName: "tandem", clock, ids }).mappings.save(aMapping(), 0);
    await first.stop();

    const second = await startDynamoDb({ folder });
    const later = clientOf(second);
    await createTable(later, "tandem");
    const store = createStore({ client: later, tableName: "tandem", clock, ids });
    const mapping = await store.mappings.get(customer);
    await second.stop();
    await rm(folder, { recursive: true });

    expect(mapping).toEqual({ mapping: aMapping(), revision: 1 });
  });

  test("a stopped engine answers no more", async () => {
    const dynamoDb = await startDynamoDb();
    await dynamoDb.stop();
    await dynamoDb.stop();

    await expect(fetch(dynamoDb.endpoint)).rejects.toThrow();
  });
});
