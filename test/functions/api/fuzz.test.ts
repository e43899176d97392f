import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { routes } from "../../../lib/runtime/http/routes.ts";
import { type Answer, type ApiWorld, type Ask, read, startApi } from "./api-world.ts";
import {
  Contract,
  changed,
  hostileTexts,
  jsonText,
  judgeOf,
  type Operation,
  valuesOf,
} from "./contract-values.ts";

const seed = 20_261_123;
const runs = { seed, endOnFailure: true };

let api: ApiWorld;
let contract: Contract;
let isAsSaid: ReturnType<typeof judgeOf>;
/** Ids that are in the table, by what an address is about. */
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  api = await startApi();
  contract = read(Contract, await api.ask("GET /v1/openapi.json"));
  isAsSaid = judgeOf(contract);
  const coupling = await api.addCoupling();
  const error = await api.addError();
  const started = await api.ask("POST /v1/mappings/CUSTOMER/actions/synchronize");
  const { job } = read(z.object({ job: z.object({ id: z.string() }) }), started);
  ids = { couplings: coupling.id, errors: error.id, jobs: job.id };
});
afterAll(() => api.stop());

interface Request {
  /** "GET /v1/jobs?limit=-1" */
  readonly what: string;
  readonly ask: Ask;
}

async function answerTo({ what, ask }: Request, operation: Operation | undefined) {
  const answer = await api.ask(what, ask);
  expect(api.reported).toEqual([]);
  expect(answer.status).toBeLessThan(500);
  if (operation !== undefined) expectAsTold(answer, operation);
  return answer;
}

function expectAsTold({ status, headers, body }: Answer, { responses }: Operation): void {
  const told = responses[status] ?? (status >= 400 ? responses["default"] : undefined);
  if (told === undefined) throw new Error(`The contract does not tell of status ${status}`);
  const [[type, content] = []] = Object.entries(told.content ?? {});
  if (content === undefined) {
    expect(body).toBeUndefined();
    return;
  }
  expect(headers.get("content-type")).toBe(type);
  expect([isAsSaid(content.schema, body), body]).toEqual([true, body]);
  if (status >= 400) expect(body).toMatchObject({ status });
}

/** What is in the table; keys of repeatable requests and the cursors' secret left out. */
async function everything(): Promise<ReadonlyMap<string, unknown>> {
  const Keyed = z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
  const items = z.array(Keyed).parse(await api.items());
  const kept = items.filter(({ pk }) => !/^(idem#|secret$)/.test(pk.S));
  return new Map(kept.map((item) => [`${item.pk.S} ${item.sk.S}`, item]));
}

const operationOf = (name: string): Operation => {
  const [method = "", path = ""] = name.split(" ");
  const operation = contract.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`The contract has no ${name}`);
  return operation;
};

const bodySchemaOf = ({ requestBody }: Operation): unknown =>
  requestBody?.content["application/json"].schema;

/** `GET /v1/jobs/{id}` about a job that there is. */
const addressed = (name: string): string =>
  name.replace(/\{(\w+)\}/, (_, parameter: string) =>
    parameter === "id" ? (ids[name.split("/")[2] ?? ""] ?? "") : "CUSTOMER",
  );

/** Such that a body would be taken, if it were not for what is wrong with it. */
const conditions = { "if-match": "*" };

const json = { "content-type": "application/json" };

const known = (): ReadonlyMap<string, readonly string[]> =>
  new Map([["^[A-Z][A-Z0-9-]{0,39}$", ["CUSTOMER", "CURRENCY"]]]);

/** Requests that are not what the contract asks for. */
function brokenRequests(name: string): fc.Arbitrary<Request> {
  const operation = operationOf(name);
  const kinds = [
    ...brokenPaths(name, operation),
    ...brokenQueries(name, operation),
    ...brokenBodies(name, operation),
    ...brokenKeys(name, operation),
  ];
  return kinds.length === 0 ? wrongMethods(name) : fc.oneof(...kinds, wrongMethods(name));
}

function wrongMethods(name: string): fc.Arbitrary<Request> {
  const [, path = ""] = name.split(" ");
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter(
    (method) => routes[`${method} ${path}`] === undefined,
  );
  return fc.constantFrom(...methods).map((method) => ({
    what: `${method} ${addressed(`${name} `).trim().split(" ")[1]}`,
    ask: {},
  }));
}

/** Nothing in them that an address cannot carry, or that its reader takes as a step up. */
const hostileSegments = fc
  .oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "grapheme", minLength: 1 }))
  .map((text) => text.trim().slice(0, 3000))
  .filter((text) => text !== "" && !/^\.+$/.test(text));

const brokenPaths = (name: string, { parameters }: Operation): readonly fc.Arbitrary<Request>[] =>
  parameters
    .filter((parameter) => parameter.in === "path")
    .map((parameter) =>
      hostileSegments
        .filter((text) => !isAsSaid(parameter.schema, text))
        .map((text) => ({
          what: name.replace(`{${parameter.name}}`, () => encodeURIComponent(text)),
          ask: {},
        })),
    );

function brokenQueries(name: string, { parameters }: Operation): readonly fc.Arbitrary<Request>[] {
  const queries = parameters.filter((parameter) => parameter.in === "query");
  if (queries.length === 0) return [];
  const pairs = queries.map((parameter) =>
    fc.tuple(
      fc.constant(parameter.name),
      fc
        .constantFrom(
          ...hostileTexts,
          "0",
          "501",
          "-1",
          "1.5",
          "0x10",
          "1e1",
          " 5",
          "e30.e30",
          "50,50",
        )
        .filter(
          (text) => parameter.name === "cursor" || !isAsSaid(parameter.schema, asNumber(text)),
        ),
    ),
  );
  const unknown = fc.tuple(fc.constantFrom("limt", "__proto__", "constructor"), fc.constant("1"));
  return [
    fc.oneof(...pairs, unknown).map(([parameter, value]) => ({
      what: `${addressed(name)}?${new URLSearchParams([[parameter, value]]).toString()}`,
      ask: {},
    })),
  ];
}

const asNumber = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);

function brokenBodies(name: string, operation: Operation): readonly fc.Arbitrary<Request>[] {
  const schema = bodySchemaOf(operation);
  if (schema === undefined) return [];
  const what = addressed(name);
  const bodies = valuesOf(contract, schema, known());
  const sent = (text: string, headers: Readonly<Record<string, string>> = json): Request => ({
    what,
    ask: { text, headers: { ...conditions, ...headers } },
  });
  const wrongValues = bodies
    .chain(changed)
    .map(jsonText)
    .filter((text) => !isAsSaid(schema, z.unknown().parse(JSON.parse(text))))
    .map((text) => sent(text));
  const notJson = fc
    .tuple(bodies.map(jsonText), fc.constantFrom("}", ",", "\u0000", "NaN", '"\\x"', "'a'"))
    .map(([text, more]) => sent(`${text}${more}`));
  const wrongTypes = fc
    .tuple(bodies.map(jsonText), fc.constantFrom("text/plain", "text/json", "application/xml"))
    .map(([text, type]) => sent(text, { "content-type": type }));
  const nothing = fc.constant({ what, ask: { headers: conditions } });
  const required = operation.requestBody?.required === true;
  return [
    wrongValues,
    wrongValues,
    wrongValues,
    notJson,
    wrongTypes,
    ...(required ? [nothing] : []),
  ];
}

const brokenKeys = (name: string, operation: Operation): readonly fc.Arbitrary<Request>[] => {
  if (!operation.parameters.some((parameter) => parameter.name === "idempotency-key")) return [];
  const schema = bodySchemaOf(operation);
  const bodies =
    schema === undefined ? fc.constant(undefined) : valuesOf(contract, schema, known());
  return [
    fc
      .tuple(bodies, fc.constantFrom("k".repeat(256), "two words", "\u00e9"))
      .map(([body, key]) => ({
        what: addressed(name),
        ask: { body, headers: { "idempotency-key": key } },
      })),
  ];
};

/** What the contract asks for, about mappings and records that there are not. */
function meaninglessRequests(name: string): fc.Arbitrary<Request> {
  const operation = operationOf(name);
  const schema = bodySchemaOf(operation);
  const segments = fc.tuple(
    ...operation.parameters
      .filter((parameter) => parameter.in === "path")
      .map((parameter) => valuesOf(contract, parameter.schema).map(String)),
  );
  const bodies = schema === undefined ? fc.constant(undefined) : valuesOf(contract, schema);
  const tags = fc.constantFrom({ "if-match": '"7"' }, { "if-none-match": "*" }, {});
  return fc.tuple(segments, bodies, tags).map(([[segment = ""], body, headers]) => ({
    what: name.replace(/\{\w+\}/, segment),
    ask: { body: namedLike(name, segment, body), headers },
  }));
}

/** A mapping is only looked at further when it is called as its address says. */
const namedLike = (name: string, segment: string, body: unknown): unknown =>
  name === "PUT /v1/mappings/{name}" ? { ...Object(body), name: segment } : body;

const Told = z.object({
  taken: z.optional(z.int()),
  name: z.optional(z.string()),
  job: z.optional(z.object({ id: z.string() })),
  jobs: z._default(z.array(z.object({ id: z.string() })), []),
});

/** Names of what an answer says that it made. */
const madeBy = ({ status, body }: Answer): readonly string[] => {
  if (status >= 300 || body === undefined) return [];
  const { name, job, jobs } = Told.parse(body);
  return [...jobs, ...(job === undefined ? [] : [job])]
    .map(({ id }) => id)
    .concat(status === 201 && name !== undefined ? [name] : []);
};

const names = Object.keys(routes);

describe(`requests made from the contract that is served (seed ${seed})`, () => {
  test("there are some for every operation", () => {
    const told = Object.entries(contract.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.toSorted()).toEqual(names.toSorted());
  });

  test.each(names)("%s refuses what breaks the contract, and nothing changes", async (name) => {
    const before = await everything();
    const sent = [...api.sent];
    const operation = operationOf(name);
    const numRuns = operation.requestBody === undefined ? 8 : 24;

    await fc.assert(
      fc.asyncProperty(brokenRequests(name), async (request) => {
        const { status } = await answerTo(request, operation);
        expect(status).toBeGreaterThanOrEqual(400);
      }),
      { ...runs, numRuns },
    );

    expect(await everything()).toEqual(before);
    expect(api.sent).toEqual(sent);
  });

  test.each([100, 10_000, 200_000])("a body of %i levels is refused", async (levels) => {
    const text = "[".repeat(levels) + "]".repeat(levels);
    const before = await everything();

    for (const name of names.filter((each) => operationOf(each).requestBody !== undefined)) {
      for (const headers of [conditions, { ...conditions, "idempotency-key": `${levels}` }]) {
        const request = { what: addressed(name), ask: { text, headers } };
        const { status } = await answerTo(request, operationOf(name));
        expect([name, status]).toEqual([name, 400]);
      }
    }

    expect(await everything()).toEqual(before);
  });

  test.each(names)("%s makes nothing but what it says of what is not there", async (name) => {
    const operation = operationOf(name);
    const numRuns = operation.requestBody === undefined ? 3 : 8;

    await fc.assert(
      fc.asyncProperty(meaninglessRequests(name), async (request) => {
        const before = await everything();
        const sentBefore = api.sent.length;

        const answer = await answerTo(request, operation);

        const after = await everything();
        const made = madeBy(answer);
        const isMade = (text: string): boolean => made.some((id) => text.includes(id));
        const added = [...after.keys()].filter((key) => !before.has(key));
        expect(added.filter((key) => !isMade(key))).toEqual([]);
        expect(api.sent.slice(sentBefore).filter(({ jobId }) => !isMade(jobId))).toEqual([]);
        if (answer.status >= 400) expect(after).toEqual(before);
      }),
      { ...runs, numRuns },
    );
  });
});
