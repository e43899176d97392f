import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startDynamoDb } from "../../../lib/local/dynamodb.ts";
import { isTokenPath } from "../../../lib/sandbox/tokens/token-endpoint.ts";
import { couplingItem } from "../../../lib/store/couplings/coupling-item.ts";
import { dataversePointerKey } from "../../../lib/store/couplings/coupling-pointers.ts";
import type { Consumption } from "../../../lib/store/table/consumed-capacity.ts";
import type { Item } from "../../../lib/store/table/table.ts";
import { type FilledTable, fillTable } from "../../growth/fill-couplings.ts";
import { coupledPairs } from "../coupled-pairs.ts";
import { type Ask, type PretendTenant, startPretendTenant } from "../pretend-tenant.ts";
import { countedDynamoDb } from "./counted-dynamodb.ts";
import { repeatedApps } from "./repeated-apps.ts";
import { type RepeatedPairs, repeatedPairs } from "./repeated-pairs.ts";

/** So many pairs of customers and accounts, all of them coupled and in step. */
export interface CoupledTenant extends PretendTenant {
  readonly size: number;
  /** To fill it: what goes there directly is not counted. */
  readonly table: FilledTable;
  /** What all processes together have asked for so far. */
  spent(): Spent;
}

export interface Spent extends Consumption {
  /** Requests to both apps, tokens aside. */
  readonly calls: number;
}

/** Of more pairs than this only the last are walked through: from a place deep in the data to its end. */
export const mostWalked = 100_000;

const mostOriginals = 1000;

export async function startCoupledTenant(size: number): Promise<CoupledTenant> {
  const { pairs } = await coupledPairs(Math.min(size, mostOriginals));
  const repeated = repeatedPairs(pairs, size);
  const dynamoDb = await startDynamoDb();
  const counted = await countedDynamoDb(dynamoDb.endpoint);
  let calls = 0;
  const counting =
    (ask: Ask): Ask =>
    (request, origin) => {
      if (!isTokenPath(request.url.pathname)) calls += 1;
      return ask(request, origin);
    };
  const apps = repeatedApps(repeated);
  const tenant = await startPretendTenant(0, {
    dynamoDb: counted,
    inFront: {
      businessCentral: (behind) => counting(apps.businessCentral(behind)),
      dataverse: (behind) => counting(apps.dataverse(behind)),
    },
  });
  const client = new DynamoDBClient({ endpoint: dynamoDb.endpoint });
  const table = { client, name: tenant.environment["TABLE_NAME"] ?? "" };
  await fillTable(table, itemsOf(repeated));
  return {
    ...tenant,
    size,
    table,
    spent: () => ({ ...counted.taken(), calls }),
    stop: async () => {
      await tenant.stop();
      await dynamoDb.stop();
    },
  };
}

/** All couplings, and what finds those that are walked through by their accounts. */
function* itemsOf(pairs: RepeatedPairs): Generator<Item> {
  const { count } = pairs;
  for (let number = 0; number < count; number += 1) yield couplingItem(pairs.coupling(number));
  for (let place = Math.max(0, count - mostWalked); place < count; place += 1) {
    const { mapping, ids } = pairs.coupling(pairs.accountAt(place));
    yield { ...dataversePointerKey(mapping, ids.dataverse), v: 1, b: ids.businessCentral };
  }
}
