import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { epochOf } from "../../domain/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { inBatches } from "./in-batches.ts";
import { attributesOf, queryInput } from "./query-input.ts";
import {
  type Condition,
  type Item,
  type Key,
  type Query,
  type QueryAnswer,
  type Row,
  type Table,
  TableKey,
  type Written,
} from "./table.ts";
import { tableFacts } from "./table-facts.ts";

export interface TableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  /** Between tries for keys that DynamoDB left unprocessed. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** What DynamoDB takes in one request. */
const mostReads = 100;
const mostWrites = 25;

export const tableOf = ({ client, ...options }: TableOptions): Table => {
  // It copies all that is read and written for a logger, even where there is none.
  client.middlewareStack.remove("loggerMiddleware");
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table: OpenTable = { ...options, documents };
  return {
    get: (key) => get(table, key),
    getMany: (keys, read) => getMany(table, keys, read),
    put: (item, condition) => put(table, item, condition),
    remove: (key, condition) => remove(table, key, condition),
    putMany: (items) => putMany(table, items),
    removeMany: (keys) => removeMany(table, keys),
    query: (query) => queryPage(table, query),
    queryAll: async (query) => (await queryPages(table, query, {})).rows,
    count: async (query) => (await queryPages(table, query, { Select: "COUNT" })).count,
  };
};

/** Which table, and what every operation on it needs. */
interface OpenTable extends Omit<TableOptions, "client"> {
  readonly documents: DynamoDBDocumentClient;
}

const get = async (
  { documents, tableName, clock }: OpenTable,
  key: Key,
): Promise<Row | undefined> => {
  const answer = await documents.send(
    new GetCommand({ TableName: tableName, Key: bare(key), ConsistentRead: true }),
  );
  return answer.Item !== undefined && isLive(clock, answer.Item) ? answer.Item : undefined;
};

const getMany = async (
  { documents, tableName, clock, wait }: OpenTable,
  keys: readonly Key[],
  read: "consistent" | "eventual",
): Promise<readonly Row[]> => {
  const ConsistentRead = read === "consistent";
  const rows: Row[] = [];
  await inBatches(keys, mostReads, wait, async (batch) => {
    const RequestItems = { [tableName]: { Keys: batch.map(bare), ConsistentRead } };
    const answer = await documents.send(new BatchGetCommand({ RequestItems }));
    rows.push(...(answer.Responses?.[tableName] ?? []));
    return (answer.UnprocessedKeys?.[tableName]?.Keys ?? []).map((key) => TableKey.parse(key));
  });
  return rows.filter((row) => isLive(clock, row));
};

const put = ({ documents, tableName }: OpenTable, item: Item, condition: Condition | undefined) =>
  written(
    documents.send(new PutCommand({ TableName: tableName, Item: item, ...under(condition) })),
  );

const remove = ({ documents, tableName }: OpenTable, key: Key, condition: Condition | undefined) =>
  written(
    documents.send(
      new DeleteCommand({ TableName: tableName, Key: bare(key), ...under(condition) }),
    ),
  );

const written = async (sent: Promise<unknown>): Promise<Written> => {
  try {
    await sent;
    return "done";
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return "refused";
    throw error;
  }
};

const under = (condition: Condition | undefined) =>
  condition === undefined
    ? {}
    : {
        ConditionExpression: condition.expression,
        ...(condition.values && { ExpressionAttributeValues: condition.values }),
      };

const putMany = (table: OpenTable, items: readonly Item[]): Promise<void> =>
  inBatches(items, mostWrites, table.wait, async (batch) => {
    const left = await writeBatch(
      table,
      batch.map((item) => ({ PutRequest: { Item: item } })),
    );
    return left.map(({ PutRequest }) => TableKey.parse(PutRequest?.Item));
  });

const removeMany = (table: OpenTable, keys: readonly Key[]): Promise<void> =>
  inBatches(keys, mostWrites, table.wait, async (batch) => {
    const left = await writeBatch(
      table,
      batch.map((key) => ({ DeleteRequest: { Key: bare(key) } })),
    );
    return left.map(({ DeleteRequest }) => TableKey.parse(DeleteRequest?.Key));
  });

/** Answers what was left undone. */
const writeBatch = async ({ documents, tableName }: OpenTable, requests: WriteRequests) => {
  const RequestItems = { [tableName]: requests };
  const answer = await documents.send(new BatchWriteCommand({ RequestItems }));
  return answer.UnprocessedItems?.[tableName] ?? [];
};

type WriteRequests = NonNullable<BatchWriteCommandInput["RequestItems"]>[string];

const bare = ({ pk, sk }: Key): Key => ({ pk, sk });

const queryPage = async (
  { documents, tableName, clock }: OpenTable,
  query: Query,
): Promise<QueryAnswer> => {
  const answer = await documents.send(new QueryCommand(queryInput(tableName, query)));
  return {
    rows: (answer.Items ?? []).filter((row) => isLive(clock, row)),
    next: SortKey.parse(answer.LastEvaluatedKey?.[attributesOf(query).sort]),
  };
};

const SortKey = z.optional(z.string());

const queryPages = async (
  { documents, tableName, clock }: OpenTable,
  query: Query,
  rest: Pick<QueryCommandInput, "Select">,
) => {
  const rows: Row[] = [];
  let count = 0;
  let ExclusiveStartKey: QueryCommandInput["ExclusiveStartKey"];
  do {
    const input = { ...queryInput(tableName, query), ...rest, ExclusiveStartKey };
    const answer = await documents.send(new QueryCommand(input));
    rows.push(...(answer.Items ?? []));
    count += answer.Count ?? 0;
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return { rows: rows.filter((row) => isLive(clock, row)), count };
};

const isLive = (clock: Clock, row: Row): boolean => {
  const expiresAt = row[tableFacts.timeToLive];
  return typeof expiresAt !== "number" || expiresAt * 1000 > epochOf(clock.now());
};
