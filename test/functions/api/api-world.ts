import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { Coupling } from "../../../lib/domain/coupling.ts";
import type { ErrorItem } from "../../../lib/domain/error/error-item.ts";
import { couplingIdOf, errorIdOf, JobId, MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { type Instant, instantOf } from "../../../lib/domain/instant.ts";
import { defaultMappings } from "../../../lib/domain/mapping/default-mappings/default-mappings.ts";
import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { createTable, startDynamoDb } from "../../../lib/local/dynamodb.ts";
import { startHttpHost } from "../../../lib/local/http-host.ts";
import type { ManageApp } from "../../../lib/manage/manage-app.ts";
import { installMappings } from "../../../lib/manage/mappings/install-mappings.ts";
import type { JobStep, LookMessage } from "../../../lib/ports/queue.ts";
import { answerRequest } from "../../../lib/runtime/http/request/answer-request.ts";
import type { SignIn } from "../../../lib/runtime/http/request/authorize.ts";
import { matchRoute } from "../../../lib/runtime/http/request/match-route.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";
import { createStore } from "../../../lib/store/store.ts";
import { heldTo } from "./held-to.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Ask {
  readonly body?: unknown;
  /** Sent as it is, instead of JSON. */
  readonly text?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The API on a real table, over real HTTP; what it sends to the queue is kept. */
export interface ApiWorld {
  readonly app: ManageApp;
  readonly sent: JobStep[];
  readonly sentLooks: LookMessage[];
  readonly reported: unknown[];
  /** "POST /v1/errors/actions/retry"; every answer is held against the contract. */
  ask(what: string, ask?: Ask): Promise<Answer>;
  signIn(claims: Readonly<Record<string, string>> | undefined): void;
  /** Everything in the table. */
  items(): Promise<readonly unknown[]>;
  now(): Instant;
  pass(minutes: number): void;
  addCoupling(given?: Partial<Coupling>): Promise<Coupling>;
  addError(given?: Partial<ErrorItem>): Promise<ErrorItem>;
  stop(): Promise<void>;
}

const local = { region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
const tableName = "tandem";
export const customer = MappingName.parse("CUSTOMER");

export async function startApi(
  mappings: readonly TableMapping[] = defaultMappings,
  signIn: SignIn = "none",
): Promise<ApiWorld> {
  const dynamoDb = await startDynamoDb();
  const client = new DynamoDBClient({ ...local, endpoint: dynamoDb.endpoint });
  await createTable(client, tableName);

  let now = Date.parse("2026-03-02T08:00:00.000Z");
  let number = 0;
  const next = (): string => {
    number += 1;
    return number.toString(16).padStart(12, "0");
  };
  const recordId = (): RecordId => RecordId.parse(`7a7de000-0000-4000-8000-${next()}`);
  const clock = { now: () => instantOf(now) };
  const ids = { recordId, short: next };
  const sent: JobStep[] = [];
  const sentLooks: LookMessage[] = [];
  const app: ManageApp = {
    store: createStore({ client, tableName, clock, ids }),
    queue: {
      send: async (steps) => void sent.push(...steps),
      sendLook: async (look) => void sentLooks.push(look),
    },
    clock,
    ids,
    addresses: {
      businessCentral: "http://127.0.0.1:4601/api/v2.0/companies(c0)",
      dataverse: "http://127.0.0.1:4602",
    },
  };
  await installMappings(app, { mappings, scheduleOf: (first) => first });

  const forApi = heldTo(new DynamoDBClient({ ...local, endpoint: dynamoDb.endpoint }), "api");
  // Tests put in the table whatever they want; the function may do what it is granted.
  const granted = { ...app, store: createStore({ client: forApi, tableName, clock, ids }) };
  let claims: Readonly<Record<string, string>> | undefined;
  const reported: unknown[] = [];
  const host = await startHttpHost({
    port: 0,
    handler: (event) =>
      answerRequest(
        {
          routes,
          app: () => granted,
          signIn: () => signIn,
          report: (trouble) => reported.push(trouble),
        },
        claims === undefined ? event : { ...event, requestContext: signedIn(event, claims) },
      ),
    report: (trouble) => reported.push(trouble),
  });

  return {
    app,
    sent,
    sentLooks,
    reported,
    ask: (what, ask = {}) => askOver(host.url, what, ask),
    signIn: (given) => {
      claims = given;
    },
    async items() {
      const items: unknown[] = [];
      const pages = paginateScan({ client }, { TableName: tableName, ConsistentRead: true });
      for await (const { Items = [] } of pages) items.push(...Items);
      return items;
    },
    now: clock.now,
    pass: (minutes) => {
      now += minutes * 60_000;
    },
    async addCoupling(given = {}) {
      const coupling = aCoupling(recordId, given);
      await app.store.couplings.save([{ kind: "create", coupling }]);
      return coupling;
    },
    async addError(given = {}) {
      const item = anError(recordId, clock.now(), given);
      await app.store.errors.save([item]);
      return item;
    },
    async stop() {
      await host.stop();
      client.destroy();
      await dynamoDb.stop();
    },
  };
}

const signedIn = <Context extends object>(
  { requestContext }: { readonly requestContext: Context },
  claims: Readonly<Record<string, string>>,
) => ({ ...requestContext, authorizer: { jwt: { claims, scopes: null } } });

export async function askOver(
  url: string,
  what: string,
  { body, text, headers }: Ask,
): Promise<Answer> {
  const [method = "", path = ""] = what.split(" ");
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(content !== undefined && { "content-type": "application/json" }), ...headers },
    ...(content !== undefined && { body: content }),
  });
  const answered = await response.text();
  const answer = {
    status: response.status,
    headers: response.headers,
    body: answered === "" ? undefined : z.unknown().parse(JSON.parse(answered)),
  };
  holdAgainstContract(method, path.replace(/\?.*/, ""), answer);
  return answer;
}

/** An answer that carries more or less than the contract says fails the test, whatever it is about. */
function holdAgainstContract(
  method: string,
  path: string,
  { status, headers, body }: Answer,
): void {
  if (status >= 400) {
    if (headers.get("content-type") !== "application/problem+json") {
      throw new Error(`${method} ${path} answers ${status} without problem details`);
    }
    expectSame(Problem.parse(body), body);
    return;
  }
  const match = matchRoute(routes, method, path);
  if (match === undefined || "allow" in match) throw new Error(`${path} is not in the table`);
  if (!match.route.statuses.some((each) => each === status)) {
    throw new Error(`${match.name} does not tell of status ${status}`);
  }
  if (body !== undefined) expectSame(match.route.answer.parse(body), body);
}

function expectSame(expected: unknown, given: unknown): void {
  if (sorted(expected) !== sorted(given)) {
    throw new Error(`The answer has other fields than its schema: ${sorted(given)}`);
  }
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function aCoupling(recordId: () => RecordId, given: Partial<Coupling>): Coupling {
  const mapping = given.mapping ?? customer;
  const businessCentralId = given.ids?.businessCentral ?? recordId();
  return {
    id: couplingIdOf(mapping, businessCentralId),
    mapping,
    ids: { businessCentral: businessCentralId, dataverse: recordId() },
    base: {},
    versions: {},
    unread: [],
    key: businessCentralId.slice(-4),
    title: "Adatum",
    status: "active",
    revision: 0,
    ...given,
  };
}

export const aJobId = JobId.parse("CUSTOMER.0mwt00000-first");

function anError(recordId: () => RecordId, now: Instant, given: Partial<ErrorItem>): ErrorItem {
  const mapping = given.mapping ?? customer;
  const id = recordId();
  return {
    id: errorIdOf(mapping, "businessCentral", id),
    mapping,
    kind: "rejected",
    status: "skipped",
    message: "Dataverse refused the record.",
    hint: "Correct the value, and retry.",
    occurrences: 1,
    firstFailedAt: now,
    lastFailedAt: now,
    jobId: aJobId,
    sides: { businessCentral: { id, exists: true, title: "Adatum" }, dataverse: {} },
    retryRequested: false,
    revision: 0,
    ...given,
  };
}

/** Reads an answer's body as the test expects it. */
export const read = <Schema extends z.ZodMiniType>(
  schema: Schema,
  { status, body }: Answer,
): z.infer<Schema> => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Error(`Unexpected answer ${status}: ${JSON.stringify(body)}`);
};
