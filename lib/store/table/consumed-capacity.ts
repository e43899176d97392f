import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";

/** What DynamoDB was asked for and what it charged, indexes included. */
export interface Consumption {
  readonly readRequests: number;
  readonly writeRequests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface Meter {
  /** Since the meter was made, or reset. */
  taken(): Consumption;
  reset(): void;
}

const nothing: Consumption = { readRequests: 0, writeRequests: 0, readUnits: 0, writeUnits: 0 };

const Units = z.object({ CapacityUnits: z._default(z.number(), 0) });
const Output = z.object({ ConsumedCapacity: z.optional(z.union([Units, z.array(Units)])) });

const kinds: Readonly<Record<string, "read" | "write">> = {
  GetItemCommand: "read",
  BatchGetItemCommand: "read",
  QueryCommand: "read",
  PutItemCommand: "write",
  UpdateItemCommand: "write",
  DeleteItemCommand: "write",
  BatchWriteItemCommand: "write",
};

/**
 * Counts all that goes through the client from now on. A refused condition counts as a request
 * without units, because DynamoDB does not say what it charged.
 */
export const meterOf = (client: DynamoDBClient): Meter => {
  let sum = nothing;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const kind =
          kinds[
            String(commandName).replace(
              /^(Get|Put|Delete|BatchGet|BatchWrite)Command$/,
              "$1ItemCommand",
            )
          ];
        if (kind === undefined) return next(args);
        sum = add(sum, kind, 1, 0);
        const answer = await next({
          ...args,
          input: { ...args.input, ReturnConsumedCapacity: "TOTAL" },
        });
        sum = add(sum, kind, 0, unitsOf(answer.output));
        return answer;
      },
    { step: "initialize", name: "meter" },
  );
  return {
    taken: () => sum,
    reset() {
      sum = nothing;
    },
  };
};

const add = (sum: Consumption, kind: "read" | "write", requests: number, units: number) =>
  kind === "read"
    ? {
        ...sum,
        readRequests: sum.readRequests + requests,
        readUnits: sum.readUnits + units,
      }
    : {
        ...sum,
        writeRequests: sum.writeRequests + requests,
        writeUnits: sum.writeUnits + units,
      };

const unitsOf = (output: unknown): number =>
  [Output.parse(output).ConsumedCapacity ?? []]
    .flat()
    .reduce((units, { CapacityUnits }) => units + CapacityUnits, 0);
