import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type TableUser, tableFacts } from "../../../lib/store/table/table-facts.ts";

/** Refuses what infrastructure does not grant this function, as DynamoDB does. */
export function heldTo(client: DynamoDBClient, user: TableUser): DynamoDBClient {
  const { actions, indexes } = tableFacts.uses[user];
  const granted: ReadonlySet<string> = new Set(actions.map((action) => `${action}Command`));
  const grantedIndexes: ReadonlySet<string> = new Set(indexes);
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        const index: unknown = Reflect.get(args.input, "IndexName");
        if (
          !granted.has(commandName) ||
          (index !== undefined && !grantedIndexes.has(String(index)))
        )
          throw new Error(`AccessDenied: ${user} may not ask ${commandName} of ${String(index)}`);
        return next(args);
      },
    { step: "initialize" },
  );
  return client;
}
