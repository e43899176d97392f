import { setTimeout } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Clock, Ids } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { appHealthsOf } from "./app-healths.ts";
import { couplingsOf } from "./couplings/couplings.ts";
import { descriptionsOf } from "./descriptions.ts";
import { errorItemsOf } from "./errors/error-items.ts";
import { historyOf } from "./history/history.ts";
import { idempotencyKeysOf } from "./idempotency-keys.ts";
import { intentsOf } from "./intents.ts";
import { jobsOf } from "./jobs.ts";
import { listCursorsOf } from "./list/list-cursor.ts";
import { looksOf } from "./looks.ts";
import { mappingStatesOf } from "./mapping-states.ts";
import { mappingsOf } from "./mappings.ts";
import { tableOf } from "./table/dynamodb-table.ts";
import type { Table } from "./table/table.ts";

export interface StoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "short">;
}

/** Everything Tandem remembers, in one DynamoDB table (its names: table-facts.ts). */
export const createStore = ({ client, tableName, clock, ids }: StoreOptions): Store => {
  const wait = (milliseconds: number): Promise<void> => setTimeout(milliseconds);
  return storeOver(tableOf({ client, tableName, clock, wait }), { clock, ids });
};

/** The same over any table: the simulator brings one that is held in memory. */
export const storeOver = (
  table: Table,
  { clock, ids }: Pick<StoreOptions, "clock" | "ids">,
): Store => {
  const cursors = listCursorsOf(table);
  return {
    couplings: couplingsOf(table, cursors),
    errors: errorItemsOf(table, cursors),
    jobs: jobsOf(table, cursors),
    history: historyOf(table, cursors, { clock, ids }),
    mappings: mappingsOf(table),
    states: mappingStatesOf(table),
    intents: intentsOf(table),
    apps: appHealthsOf(table),
    keys: idempotencyKeysOf(table, clock),
    looks: looksOf(table, clock),
    descriptions: descriptionsOf(table, clock),
  };
};
