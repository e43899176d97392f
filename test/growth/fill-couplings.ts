import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Coupling } from "../../lib/domain/coupling.ts";
import { couplingItem } from "../../lib/store/couplings/coupling-item.ts";
import { dataversePointerKey } from "../../lib/store/couplings/coupling-pointers.ts";
import type { Item } from "../../lib/store/table/table.ts";

export interface FilledTable {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export interface Filling {
  readonly table: FilledTable;
  readonly from: number;
  readonly to: number;
  readonly coupling: (number: number) => Coupling;
}

const itemsPerRequest = 25;
const inFlight = 8;

/**
 * Puts couplings, and what finds them by Dataverse's ids, into the table as the store would, but
 * without asking whether they are there already. What finds them by key serves other mappings' lookups
 * and is left out.
 */
export const fillCouplings = ({ table, ...filling }: Filling): Promise<void> =>
  fillTable(table, couplingItems(filling));

/** The requests are written by hand: the SDK takes five times as long. */
export async function fillTable(table: FilledTable, items: Iterator<Item>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const url = await addressOf(table.client);
  const fill = async (): Promise<void> => {
    for (let batch = nextOf(items); batch.length > 0; batch = nextOf(items)) {
      await post(agent, url, { RequestItems: { [table.name]: batch.map(putRequest) } });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, fill));
  agent.destroy();
}

function nextOf(items: Iterator<Item>): readonly Item[] {
  const batch: Item[] = [];
  while (batch.length < itemsPerRequest) {
    const { done, value } = items.next();
    if (done === true) break;
    batch.push(value);
  }
  return batch;
}

function* couplingItems({ from, to, coupling }: Omit<Filling, "table">): Generator<Item> {
  for (let number = from; number < to; number += 1) yield* itemsOf(coupling(number));
}

const itemsOf = (coupling: Coupling): readonly Item[] => {
  const { mapping, ids } = coupling;
  const pointer = { ...dataversePointerKey(mapping, ids.dataverse), v: 1, b: ids.businessCentral };
  return [couplingItem(coupling), pointer];
};

async function addressOf({ config }: DynamoDBClient): Promise<URL> {
  const { protocol, hostname, port } = (await config.endpoint?.()) ?? {};
  return new URL(`${protocol}//${hostname}:${port}`);
}

const putRequest = (item: Item) => ({
  PutRequest: {
    Item: Object.fromEntries(
      Object.entries(item).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, attribute(value)]],
      ),
    ),
  },
});

const attribute = (value: unknown): Readonly<Record<string, string>> => {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString("base64") };
  throw new Error(`A coupling's item holds a ${typeof value}`);
};

async function post(agent: Agent, url: URL, body: object): Promise<void> {
  const answer = await new Promise<string>((resolve, reject) => {
    const sending = request(url, { agent, method: "POST", headers }, (response) => {
      text(response).then(resolve, reject);
    });
    sending.once("error", reject);
    sending.end(JSON.stringify(body));
  });
  if (answer !== '{"UnprocessedItems":{}}') throw new Error(answer);
}

/** Embedded engines look at the form of a signature, not at what it says. */
const headers = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-target": "DynamoDB_20120810.BatchWriteItem",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
};
