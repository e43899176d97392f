import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../../lib/domain/job/job.ts";
import { type HttpHost, startHttpHost } from "../../../lib/local/http-host.ts";
import { answerRequest } from "../../../lib/runtime/http/request/answer-request.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";
import { StartedJob } from "../../../lib/runtime/http/shapes/job.ts";
import { tick } from "../../../lib/sync/schedule/tick.ts";
import { type ApiWorld, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.sent.length = 0;
});

const run = "POST /v1/mappings/CUSTOMER/actions/synchronize";
const keyed = (key: string) => ({ headers: { "idempotency-key": key } });

const jobs = async (): Promise<readonly Job[]> => {
  const page = await api.app.store.jobs.list({}, [customer], { limit: 500 });
  if (!page.ok) throw new Error("no page");
  return page.value.items;
};

describe("Idempotency-Key", () => {
  test("a repeat gets the same status, body and headers, and nothing is done twice", async () => {
    const before = await jobs();

    const first = await api.ask(run, keyed("once"));
    api.pass(60);
    const again = await api.ask(run, keyed("once"));

    expect(first.status).toBe(202);
    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(await jobs()).toHaveLength(before.length + 1);
    expect(api.sent).toHaveLength(1);
  });

  test("without a key, or with another one, it is done again; after a day too", async () => {
    await api.ask(run, keyed("one"));
    await api.ask(run, keyed("two"));
    await api.ask(run);
    await api.ask(run);
    api.pass(24 * 60 + 1);
    await api.ask(run, keyed("one"));

    expect(api.sent).toHaveLength(5);
  });

  test("the same key at another address, or of another person, is another key", async () => {
    await api.ask(run, keyed("same"));
    await api.ask("POST /v1/mappings/CUSTOMER/actions/full-synchronize", keyed("same"));
    api.signIn({ sub: "ida" });
    await api.ask(run, keyed("same"));
    api.signIn({ sub: "bo" });
    await api.ask(run, keyed("same"));
    api.signIn(undefined);

    expect(api.sent).toHaveLength(4);
  });

  test("the same key with another body answers 422 and does nothing", async () => {
    const names = "POST /v1/mappings/actions/full-synchronize";
    await api.ask(names, { ...keyed("body"), body: { names: ["CUSTOMER"] } });

    const answer = await api.ask(names, { ...keyed("body"), body: { names: ["CONTACT"] } });

    expect(answer.status).toBe(422);
    expect(read(Problem, answer)).toMatchObject({
      title: "The Idempotency-Key was used for another request",
      detail: expect.stringContaining('Key "body" was used'),
    });
    expect(api.sent).toHaveLength(1);
  });

  test("what was refused is refused again in the same words", async () => {
    const refused = "POST /v1/mappings/NONE/actions/synchronize";

    const first = await api.ask(refused, keyed("refused"));
    const again = await api.ask(refused, keyed("refused"));

    expect(first.status).toBe(404);
    expect(again.body).toEqual(first.body);
  });

  test("of many at the same moment one is done; the others get 409 or its answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.ask(run, keyed("at once"))).concat(
        Array.from({ length: 10 }, () => api.ask(run, keyed("at-once"))),
      ),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 400));
    expect(statuses.slice(10).every((status) => status === 202 || status === 409)).toBe(true);
    expect(api.sent).toHaveLength(1);
  });

  test("a repeat while the first is still being answered gets 409", async () => {
    const gate = aGate();
    const reached = aGate();
    const host = await hostWith(async (steps) => {
      reached.open();
      await gate.passed;
      api.sent.push(...steps);
    });
    const first = post(host, "held");
    await reached.passed;

    const meanwhile = await post(host, "held");
    gate.open();

    expect(meanwhile.status).toBe(409);
    expect((await first).status).toBe(202);
    expect((await post(host, "held")).status).toBe(202);
    expect(api.sent).toHaveLength(1);
    await host.stop();
  });

  test("XC17 a job whose first step the queue refuses is started all the same, once, and the tick sends it", async () => {
    const before = await jobs();
    const host = await hostWith(async () => {
      throw new Error("the queue is away");
    });

    const first = await post(host, "refused");
    api.pass(5);
    const repeat = await post(host, "refused");

    expect([first.status, repeat.status]).toEqual([202, 202]);
    const { job } = StartedJob.parse(await repeat.json());
    const known = new Set(before.map(({ id }) => id));
    const added = (await jobs()).filter(({ id }) => !known.has(id));
    expect(added.map(({ id }) => id)).toEqual([job.id]);
    await host.stop();

    api.sent.length = 0;
    const { sentAgain } = await tick(api.app);
    expect(sentAgain).toContain(job.id);
    expect(api.sent).toContainEqual(expect.objectContaining({ jobId: job.id, step: 0 }));
  });

  test.each(["", " ", "with space", "é", "x".repeat(256)])("key %j answers 400", async (key) => {
    const encoded = Buffer.from(key, "utf8").toString("latin1");
    const answer = await api.ask(run, keyed(encoded));

    expect([answer.status, api.sent.length]).toEqual([400, 0]);
  });

  test("a GET takes no notice of a key", async () => {
    const first = await api.ask("GET /v1/jobs?limit=1", keyed("get"));
    await api.ask(run);
    const again = await api.ask("GET /v1/jobs?limit=1", keyed("get"));

    expect(again.body).not.toEqual(first.body);
  });
});

function aGate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

const hostWith = (send: ApiWorld["app"]["queue"]["send"]): Promise<HttpHost> =>
  startHttpHost({
    port: 0,
    handler: (event) =>
      answerRequest(
        {
          routes,
          app: () => ({ ...api.app, queue: { ...api.app.queue, send } }),
          signIn: () => "none",
          report: () => undefined,
        },
        event,
      ),
    report: () => undefined,
  });

const post = ({ url }: HttpHost, key: string): Promise<Response> =>
  fetch(`${url}/v1/mappings/CUSTOMER/actions/synchronize`, {
    method: "POST",
    headers: { "idempotency-key": key },
  });
