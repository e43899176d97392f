import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { epochOf } from "../domain/instant.ts";
import type { Clock } from "../ports/clock.ts";
import { mapInFlight } from "./in-flight.ts";
import { type IndexName, tableFacts } from "./table-facts.ts";

export const TableKey = z.object({ pk: z.string(), sk: z.string() });
export type Key = Readonly<z.infer<typeof TableKey>>;

export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

const SortKey = z.optional(z.string());

export interface Item extends Key {
  readonly [attribute: string]: unknown;
}

/** An item as read, to be parsed by the entity it belongs to. */
export type Row = Readonly<Record<string, unknown>>;

export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** `refused`: the condition did not hold, nothing was written. */
export type Written = "done" | "refused";

export interface Query {
  readonly index?: IndexName | undefined;
  readonly partition: string;
  /** Bound of the sort key, itself not included; or a prefix. */
  readonly sort?:
    | { readonly is: "above" | "below" | "startsWith"; readonly value: string }
    | undefined;
  readonly newestFirst?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Never with an index. */
  readonly consistent?: boolean | undefined;
}

export interface QueryAnswer {
  readonly rows: readonly Row[];
  /** Sort key to go on from; absent when the partition ended. */
  readonly next: string | undefined;
}

export interface Table {
  get(key: Key): Promise<Row | undefined>;
  /** In no particular order; absent items are left out. */
  getMany(keys: readonly Key[], read: "consistent" | "eventual"): Promise<readonly Row[]>;
  put(item: Item, condition?: Condition): Promise<Written>;
  remove(key: Key, condition?: Condition): Promise<Written>;
  /** Whatever stands there. */
  putMany(items: readonly Item[]): Promise<void>;
  removeMany(keys: readonly Key[]): Promise<void>;
  query(query: Query): Promise<QueryAnswer>;
  queryAll(query: Query): Promise<readonly Row[]>;
  count(query: Query): Promise<number>;
}

export interface TableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  /** Between tries for keys that DynamoDB left unprocessed. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const absent: Condition = { expression: "attribute_not_exists(pk)" };

/** `r` is the revision of every item that changes under one; 0 = not stored yet. */
export const atRevision = (revision: number): Condition =>
  revision === 0 ? absent : { expression: "r = :r", values: { ":r": revision } };

/** The few operations that the entities are built on. Expired items are not there (TTL is late). */
export const tableOf = ({ client, tableName, clock, wait }: TableOptions): Table => {
  // It copies all that is read and written for a logger, even where there is none.
  client.middlewareStack.remove("loggerMiddleware");
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const isLive = (row: Row): boolean => {
    const expiresAt = row[tableFacts.timeToLive];
    return typeof expiresAt !== "number" || expiresAt * 1000 > epochOf(clock.now());
  };
  const all = async (query: Query, rest: Pick<QueryCommandInput, "Select">) => {
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
    return { rows: rows.filter(isLive), count };
  };

  return {
    async get(key) {
      const answer = await documents.send(
        new GetCommand({ TableName: tableName, Key: bare(key), ConsistentRead: true }),
      );
      return answer.Item !== undefined && isLive(answer.Item) ? answer.Item : undefined;
    },
    async getMany(keys, read) {
      const ConsistentRead = read === "consistent";
      const rows: Row[] = [];
      await inBatches(keys, 100, wait, async (batch) => {
        const RequestItems = { [tableName]: { Keys: batch.map(bare), ConsistentRead } };
        const answer = await documents.send(new BatchGetCommand({ RequestItems }));
        rows.push(...(answer.Responses?.[tableName] ?? []));
        return (answer.UnprocessedKeys?.[tableName]?.Keys ?? []).map((key) => TableKey.parse(key));
      });
      return rows.filter(isLive);
    },
    put: (item, condition) =>
      written(
        documents.send(new PutCommand({ TableName: tableName, Item: item, ...under(condition) })),
      ),
    remove: (key, condition) =>
      written(
        documents.send(
          new DeleteCommand({ TableName: tableName, Key: bare(key), ...under(condition) }),
        ),
      ),
    putMany: (items) =>
      inBatches(items, 25, wait, async (batch) => {
        const requests = batch.map((item) => ({ PutRequest: { Item: item } }));
        const RequestItems = { [tableName]: requests };
        const answer = await documents.send(new BatchWriteCommand({ RequestItems }));
        const left = answer.UnprocessedItems?.[tableName] ?? [];
        return left.map(({ PutRequest }) => TableKey.parse(PutRequest?.Item));
      }),
    removeMany: (keys) =>
      inBatches(keys, 25, wait, async (batch) => {
        const requests = batch.map((key) => ({ DeleteRequest: { Key: bare(key) } }));
        const RequestItems = { [tableName]: requests };
        const answer = await documents.send(new BatchWriteCommand({ RequestItems }));
        const left = answer.UnprocessedItems?.[tableName] ?? [];
        return left.map(({ DeleteRequest }) => TableKey.parse(DeleteRequest?.Key));
      }),
    async query(query) {
      const answer = await documents.send(new QueryCommand(queryInput(tableName, query)));
      const last = SortKey.parse(answer.LastEvaluatedKey?.[attributesOf(query).sort]);
      return {
        rows: (answer.Items ?? []).filter(isLive),
        next: last,
      };
    },
    queryAll: async (query) => (await all(query, {})).rows,
    count: async (query) => (await all(query, { Select: "COUNT" })).count,
  };
};

const bare = ({ pk, sk }: Key): Key => ({ pk, sk });

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

const attributesOf = ({ index }: Query): { readonly partition: string; readonly sort: string } => {
  const keys = tableFacts.indexes.find(({ name }) => name === index) ?? tableFacts;
  return { partition: keys.partitionKey, sort: keys.sortKey };
};

const queryInput = (TableName: string, query: Query): QueryCommandInput => {
  const { partition, sort } = attributesOf(query);
  const bound = {
    above: ` AND ${sort} > :s`,
    below: ` AND ${sort} < :s`,
    startsWith: ` AND begins_with(${sort}, :s)`,
  };
  return {
    TableName,
    IndexName: query.index,
    KeyConditionExpression: `${partition} = :p${query.sort ? bound[query.sort.is] : ""}`,
    ExpressionAttributeValues: {
      ":p": query.partition,
      ...(query.sort && { ":s": query.sort.value }),
    },
    ScanIndexForward: query.newestFirst !== true,
    ConsistentRead: query.consistent,
    Limit: query.limit,
  };
};

/** Tries for keys that DynamoDB hands back because the table is too busy. */
const mostTries = 10;

/** One request per batch; what `ask` answers was left unprocessed and is asked for again. */
const inBatches = async <T extends Key>(
  entries: readonly T[],
  size: number,
  wait: (milliseconds: number) => Promise<void>,
  ask: (batch: readonly T[]) => Promise<readonly Key[]>,
): Promise<void> => {
  const unique = [...new Map(entries.map((entry) => [keyText(entry), entry])).values()];
  const batches = Array.from({ length: Math.ceil(unique.length / size) }, (_, index) =>
    unique.slice(index * size, (index + 1) * size),
  );
  await mapInFlight(batches, 8, async (batch) => {
    let left: readonly T[] = batch;
    for (let tries = 1; left.length > 0; tries += 1) {
      const unprocessed = new Set((await ask(left)).map(keyText));
      left = left.filter((entry) => unprocessed.has(keyText(entry)));
      if (left.length === 0) return;
      if (tries === mostTries) throw new Error(`DynamoDB left ${left.length} keys unprocessed`);
      await wait(25 * 2 ** tries);
    }
  });
};
