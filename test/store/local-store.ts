import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { instantOf } from "../../lib/domain/instant.ts";
import {
  createTable,
  type DynamoDbEngine,
  type LocalDynamoDb,
  startDynamoDb,
} from "../../lib/local/dynamodb.ts";
import type { Clock } from "../../lib/ports/clock.ts";
import type { Store } from "../../lib/ports/store.ts";
import { createStore } from "../../lib/store/store.ts";
import { type Meter, meterOf } from "../../lib/store/table/consumed-capacity.ts";
import { tableOf } from "../../lib/store/table/dynamodb-table.ts";
import type { Table } from "../../lib/store/table/table.ts";
import { start } from "./samples.ts";

/** A store over an empty table of its own, with what a test needs to look behind it. */
export interface LocalStore {
  readonly store: Store;
  readonly table: Table;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly meter: Meter;
  /** The test's clock stands still until it is moved. */
  readonly clock: Clock & { passMinutes(minutes: number): void };
  /** Another store over the same table, as another Lambda has it. */
  readonly again: () => Store;
}

export interface LocalEngine {
  empty(): Promise<LocalStore>;
  stop(): Promise<void>;
}

export const startEngine = async (engine: DynamoDbEngine): Promise<LocalEngine> => {
  const dynamoDb = await startDynamoDb({ engine });
  let tables = 0;
  return {
    empty() {
      tables += 1;
      return emptyStore(dynamoDb, `tandem-${tables}`);
    },
    stop: () => dynamoDb.stop(),
  };
};

export const clientOf = ({ endpoint }: Pick<LocalDynamoDb, "endpoint">): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

const emptyStore = async (dynamoDb: LocalDynamoDb, tableName: string): Promise<LocalStore> => {
  const client = clientOf(dynamoDb);
  await createTable(client, tableName);
  const meter = meterOf(client);
  let now = start;
  const clock = {
    now: () => instantOf(now),
    passMinutes(minutes: number) {
      now += minutes * 60_000;
    },
  };
  let shorts = 0;
  const ids = {
    short() {
      shorts += 1;
      return `s${shorts}`;
    },
  };
  const again = (): Store => createStore({ client, tableName, clock, ids });
  const wait = () => Promise.resolve();
  const table = tableOf({ client, tableName, clock, wait });
  return { store: again(), table, client, tableName, meter, clock, again };
};
