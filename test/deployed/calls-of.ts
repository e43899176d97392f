import * as z from "zod/mini";
import { tableFacts } from "../../lib/store/table/table-facts.ts";
import type { AwsCall } from "../infra/permissions.ts";
import { account, region } from "../infra/resolve.ts";

export interface AwsRequest {
  /** `DynamoDB_20120810.GetItem` */
  readonly target: string;
  readonly body: unknown;
}

/** What IAM is asked for a request: most actions are called like the request, on what it names. */
export function callsOf({ target, body }: AwsRequest): readonly AwsCall[] {
  const read = readers[target];
  if (read === undefined) throw new Error(`What IAM is asked for ${target} is not known here`);
  return read(body);
}

const arn = (service: string, name: string): string =>
  `arn:aws:${service}:${region}:${account}:${name}`;

const Text = z.object({ S: z.string() });
const OnTable = z.object({ TableName: z.string() });
const { partitionKey } = tableFacts;
const Keyed = z.looseObject({ [partitionKey]: Text });

/** `leadingKeys`: see the condition key dynamodb:LeadingKeys. */
const onTable = (action: string, name: string, leadingKeys: readonly string[]): AwsCall => ({
  action: `dynamodb:${action}`,
  resource: arn("dynamodb", `table/${name}`),
  leadingKeys,
});

const keyOf = (item: unknown): string => Keyed.parse(item)[partitionKey]?.S ?? "";

const oneItem = (action: string) => (body: unknown) => {
  const { TableName, Key } = z.extend(OnTable, { Key: z.unknown() }).parse(body);
  return [onTable(action, TableName, [keyOf(Key)])];
};

const readers: Readonly<Record<string, (body: unknown) => readonly AwsCall[]>> = {
  "DynamoDB_20120810.GetItem": oneItem("GetItem"),
  "DynamoDB_20120810.DeleteItem": oneItem("DeleteItem"),
  "DynamoDB_20120810.UpdateItem": oneItem("UpdateItem"),
  "DynamoDB_20120810.PutItem": (body) => {
    const { TableName, Item } = z.extend(OnTable, { Item: z.unknown() }).parse(body);
    return [onTable("PutItem", TableName, [keyOf(Item)])];
  },
  "DynamoDB_20120810.Query": (body) => {
    const query = z
      .extend(OnTable, {
        IndexName: z.optional(z.string()),
        KeyConditionExpression: z.string(),
        ExpressionAttributeValues: z.record(z.string(), Text),
      })
      .parse(body);
    const [, value = ""] = /^\w+ = (:\w+)/.exec(query.KeyConditionExpression) ?? [];
    const index = query.IndexName === undefined ? "" : `/index/${query.IndexName}`;
    const key = query.ExpressionAttributeValues[value]?.S;
    if (key === undefined) throw new Error(`Which partition does ${JSON.stringify(body)} read?`);
    return [onTable("Query", `${query.TableName}${index}`, [key])];
  },
  "DynamoDB_20120810.BatchGetItem": (body) => {
    const Request = z.object({ Keys: z.array(z.unknown()) });
    const { RequestItems } = z.object({ RequestItems: z.record(z.string(), Request) }).parse(body);
    return Object.entries(RequestItems).map(([name, { Keys }]) =>
      onTable("BatchGetItem", name, Keys.map(keyOf)),
    );
  },
  "DynamoDB_20120810.BatchWriteItem": (body) => {
    const Write = z.union([
      z.object({ PutRequest: z.object({ Item: z.unknown() }) }),
      z.object({ DeleteRequest: z.object({ Key: z.unknown() }) }),
    ]);
    const { RequestItems } = z
      .object({ RequestItems: z.record(z.string(), z.array(Write)) })
      .parse(body);
    return Object.entries(RequestItems).map(([name, writes]) =>
      onTable(
        "BatchWriteItem",
        name,
        writes.map((write) =>
          keyOf("PutRequest" in write ? write.PutRequest.Item : write.DeleteRequest.Key),
        ),
      ),
    );
  },
  "AmazonSQS.SendMessage": (body) => onQueue("SendMessage", body),
  // SQS has no actions of its own for batches.
  "AmazonSQS.SendMessageBatch": (body) => onQueue("SendMessage", body),
  "AmazonSQS.ChangeMessageVisibility": (body) => onQueue("ChangeMessageVisibility", body),
  "secretsmanager.GetSecretValue": (body) => {
    const { SecretId } = z.object({ SecretId: z.string() }).parse(body);
    return [{ action: "secretsmanager:GetSecretValue", resource: SecretId }];
  },
  "AWSEvents.PutEvents": (body) => {
    const Entry = z.object({ EventBusName: z.string() });
    return z
      .object({ Entries: z.array(Entry) })
      .parse(body)
      .Entries.map(({ EventBusName }) => ({
        action: "events:PutEvents",
        resource: arn("events", `event-bus/${EventBusName}`),
      }));
  },
};

function onQueue(action: string, body: unknown): readonly AwsCall[] {
  const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(body);
  const name = QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1);
  return [{ action: `sqs:${action}`, resource: arn("sqs", name) }];
}
