import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, test } from "vitest";
import { tableOf } from "../../lib/store/table/dynamodb-table.ts";
import { at } from "./samples.ts";

/* Mocked, because no local engine leaves keys unprocessed. */
const documents = mockClient(DynamoDBDocumentClient);
const waited: number[] = [];
afterEach(() => {
  documents.reset();
  waited.length = 0;
});

const table = tableOf({
  client: new DynamoDBClient({ region: "us-east-1" }),
  tableName: "t",
  clock: { now: () => at(0) },
  wait(milliseconds) {
    waited.push(milliseconds);
    return Promise.resolve();
  },
});

const key = (sk: string) => ({ pk: "p", sk });

describe("a table too busy to answer everything", () => {
  test("keys left unread are asked for again, each time after a longer rest", async () => {
    documents
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { t: [key("1")] },
        UnprocessedKeys: { t: { Keys: [key("2"), key("3")] } },
      })
      .resolvesOnce({ UnprocessedKeys: { t: { Keys: [key("2"), key("3")] } } })
      .resolves({ Responses: { t: [key("2"), key("3")] } });

    const rows = await table.getMany([key("1"), key("2"), key("3"), key("2")], "eventual");

    expect(rows).toEqual([key("1"), key("2"), key("3")]);
    expect(waited).toEqual([50, 100]);
    const asked = documents
      .commandCalls(BatchGetCommand)
      .map(({ args }) => args[0].input.RequestItems?.["t"]?.Keys?.length);
    expect(asked).toEqual([3, 2, 2]);
  });

  test("writes left undone are repeated, and only those", async () => {
    const item = (sk: string) => ({ ...key(sk), v: 1 });
    documents
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: { t: [{ PutRequest: { Item: item("2") } }] } })
      .resolvesOnce({})
      .resolvesOnce({ UnprocessedItems: { t: [{ DeleteRequest: { Key: key("1") } }] } })
      .resolves({});

    await table.putMany([item("1"), item("2")]);
    await table.removeMany([key("1"), key("2")]);

    const requests = documents
      .commandCalls(BatchWriteCommand)
      .map(({ args }) => args[0].input.RequestItems?.["t"]);
    expect(requests[1]).toEqual([{ PutRequest: { Item: item("2") } }]);
    expect(requests[3]).toEqual([{ DeleteRequest: { Key: key("1") } }]);
  });

  test("a table that never answers is an error after ten tries", async () => {
    documents.on(BatchGetCommand).resolves({ UnprocessedKeys: { t: { Keys: [key("1")] } } });

    await expect(table.getMany([key("1")], "consistent")).rejects.toThrow("unprocessed");
    expect(documents.commandCalls(BatchGetCommand)).toHaveLength(10);
  });
});
