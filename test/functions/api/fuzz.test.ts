import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { routes } from "../../../lib/runtime/http/routes.ts";
import { type Answer, type ApiWorld, read, startApi } from "./api-world.ts";
import {
  addressed,
  brokenRequests,
  conditions,
  type Known,
  meaninglessRequests,
  operationOf,
  type Request,
} from "./contract-requests.ts";
import { Contract, judgeOf, type Operation } from "./contract-values.ts";

const seed = 20_261_123;
const runs = { seed, endOnFailure: true };

let api: ApiWorld;
let known: Known;

beforeAll(async () => {
  api = await startApi();
  const contract = read(Contract, await api.ask("GET /v1/openapi.json"));
  const coupling = await api.addCoupling();
  const error = await api.addError();
  const started = await api.ask("POST /v1/mappings/CUSTOMER/actions/synchronize");
  const { job } = read(z.object({ job: z.object({ id: z.string() }) }), started);
  const ids = { couplings: coupling.id, errors: error.id, jobs: job.id };
  known = { contract, isAsSaid: judgeOf(contract), ids };
});
afterAll(() => api.stop());

async function answerTo({ what, ask }: Request, operation: Operation) {
  const answer = await api.ask(what, ask);
  expect(api.reported.splice(0)).toEqual([]);
  expect(answer.status).toBeLessThan(500);
  expectAsTold(answer, operation);
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
  expect([known.isAsSaid(content.schema, body), body]).toEqual([true, body]);
  if (status >= 400) expect(body).toMatchObject({ status });
}

/** What is in the table; keys of repeatable requests and the cursors' secret left out. */
async function everything(): Promise<ReadonlyMap<string, unknown>> {
  const Keyed = z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
  const items = z.array(Keyed).parse(await api.items());
  const kept = items.filter(({ pk }) => !/^(idem#|secret$)/.test(pk.S));
  return new Map(kept.map((item) => [`${item.pk.S} ${item.sk.S}`, item]));
}

const Told = z.object({
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

/** Looks wait for the worker, which does not run here: `actions/looks-over-the-api` holds them. */
const fuzzed = names.filter((name) => !/^GET .v1.(metadata|records|looks)/.test(name));

describe(`requests made from the contract that is served (seed ${seed})`, () => {
  test("there are some for every operation, but for those that a function of its own answers", () => {
    const told = Object.entries(known.contract.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const ours = told.filter((name) => !name.startsWith("POST /v1/notices/"));
    expect(ours.toSorted()).toEqual(names.toSorted());
  });

  test.each(fuzzed)("%s refuses what breaks the contract, and nothing changes", async (name) => {
    const before = await everything();
    const sent = [...api.sent];
    const operation = operationOf(known, name);
    const numRuns = operation.requestBody === undefined ? 8 : 24;

    await fc.assert(
      fc.asyncProperty(brokenRequests(known, name), async (request) => {
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

    for (const name of names.filter((each) => operationOf(known, each).requestBody !== undefined)) {
      for (const headers of [conditions, { ...conditions, "idempotency-key": `${levels}` }]) {
        const request = { what: addressed(known, name), ask: { text, headers } };
        const { status } = await answerTo(request, operationOf(known, name));
        expect([name, status]).toEqual([name, 400]);
      }
    }

    expect(await everything()).toEqual(before);
  });

  test.each(fuzzed)("%s makes nothing but what it says of what is not there", async (name) => {
    const operation = operationOf(known, name);
    const numRuns = operation.requestBody === undefined ? 3 : 8;

    await fc.assert(
      fc.asyncProperty(meaninglessRequests(known, name), async (request) => {
        const before = await everything();
        const sentBefore = api.sent.length;

        const answer = await answerTo(request, operation);

        const after = await everything();
        const made = madeBy(answer);
        const isMade = (text: string): boolean => made.some((id) => text.includes(id));
        const added = [...after.keys()].filter((key) => !before.has(key));
        expect(added.filter((key) => !isMade(key))).toEqual([]);
        expect(api.sent.slice(sentBefore).filter(({ jobId }) => !isMade(jobId))).toEqual([]);
        if (answer.status >= 400 || name.startsWith("GET ")) expect(after).toEqual(before);
      }),
      { ...runs, numRuns },
    );
  });
});
