import { Agent, createServer, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Consumption } from "../../../lib/store/table/consumed-capacity.ts";

/** Stands before DynamoDB and counts what any process asks of it, and what DynamoDB charges for that. */
export interface CountedDynamoDb {
  readonly endpoint: string;
  taken(): Consumption;
  stop(): Promise<void>;
}

export async function countedDynamoDb(behind: string): Promise<CountedDynamoDb> {
  const agent = new Agent({ keepAlive: true });
  let sum: Consumption = { readRequests: 0, writeRequests: 0, readUnits: 0, writeUnits: 0 };
  const server = createServer((incoming, outgoing) => {
    void handOn(agent, behind, incoming).then(({ status, headers, body }) => {
      sum = add(sum, kindOf(incoming), unitsIn(body));
      outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
      outgoing.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    taken: () => sum,
    stop: () =>
      new Promise((stopped) => {
        agent.destroy();
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Embedded engines look at the form of a signature, not at what it says: the body may be changed. */
async function handOn(agent: Agent, behind: string, incoming: IncomingMessage): Promise<Answer> {
  const asked = await text(incoming);
  const body = isCounted(incoming)
    ? asked.replace("{", '{"ReturnConsumedCapacity":"TOTAL",')
    : asked;
  const headers = { ...incoming.headers, "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sending = request(behind, { agent, method: incoming.method, headers }, (answer) => {
      const { statusCode: status = 500, headers: told } = answer;
      const { "transfer-encoding": _, ...rest } = told;
      text(answer).then((said) => resolve({ status, headers: rest, body: said }), reject);
    });
    sending.once("error", reject);
    sending.end(body);
  });
}

const kinds: Readonly<Record<string, "read" | "write">> = {
  GetItem: "read",
  BatchGetItem: "read",
  Query: "read",
  PutItem: "write",
  DeleteItem: "write",
  BatchWriteItem: "write",
};

const operationOf = ({ headers }: IncomingMessage): string =>
  String(headers["x-amz-target"]).replace(/^.*[.]/, "");
const kindOf = (incoming: IncomingMessage) => kinds[operationOf(incoming)];
const isCounted = (incoming: IncomingMessage): boolean => kindOf(incoming) !== undefined;

/** A refused condition counts as a request without units: DynamoDB does not say what it charged. */
const unitsIn = (body: string): number =>
  [...body.matchAll(/"ConsumedCapacity":\[?\{[^}]*"CapacityUnits":([\d.]+)/g)].reduce(
    (units, [, charged]) => units + Number(charged),
    0,
  );

function add(sum: Consumption, kind: "read" | "write" | undefined, units: number): Consumption {
  switch (kind) {
    case "read":
      return {
        ...sum,
        readRequests: sum.readRequests + 1,
        readUnits: sum.readUnits + units,
      };
    case "write":
      return {
        ...sum,
        writeRequests: sum.writeRequests + 1,
        writeUnits: sum.writeUnits + units,
      };
    case undefined:
      return sum;
  }
}
