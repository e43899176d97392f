import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { JobId, MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { plusMinutes } from "../../../lib/domain/instant.ts";
import type { HistoryEntry } from "../../../lib/domain/job/history.ts";
import type { Outcome } from "../../../lib/domain/job/job.ts";
import { jobAfter } from "../../../lib/domain/job/job-transitions.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { JobShape, StartedJob, StartedJobs } from "../../../lib/runtime/http/shapes/job.ts";
import { LogEntryShape } from "../../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../../lib/runtime/http/shapes/page.ts";
import { type ApiWorld, type Ask, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  api.sent.length = 0;
  api.signIn(undefined);
  api.pass(1);
});

const Jobs = pageOf(JobShape);
const Log = pageOf(LogEntryShape);

const start = async (what: string, ask?: Ask) => {
  const answer = await api.ask(`POST ${what}`, ask);
  expect(answer.status).toBe(202);
  return { answer, job: read(StartedJob, answer).job };
};

const end = async (id: JobId): Promise<void> => {
  const job = await api.app.store.jobs.get(id);
  if (job === undefined) throw new Error(`There is no job ${id}`);
  const running = jobAfter(job, "stepStarted", api.now()) ?? job;
  await api.app.store.jobs.update(job, jobAfter(running, "finished", api.now()) ?? running);
};

describe("starting jobs", () => {
  test("synchronize answers 202 with the job and its address, and asks the queue for its first step", async () => {
    const { answer, job } = await start("/v1/mappings/CUSTOMER/actions/synchronize");

    expect(answer.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({
      mapping: "CUSTOMER",
      type: "synchronize",
      trigger: "manual",
      state: "queued",
      progress: { done: 0 },
    });
    expect(api.sent).toEqual([{ jobId: job.id, step: 0, resend: 0 }]);
    expect((await api.app.store.jobs.get(job.id))?.request).toEqual({ kind: "synchronizeChanges" });
    expect((await api.ask(`GET /v1/jobs/${job.id}`)).body).toEqual(job);
  });

  test("full-synchronize reads everything", async () => {
    const { job } = await start("/v1/mappings/CUSTOMER/actions/full-synchronize");

    expect(job.type).toBe("fullSynchronize");
    expect((await api.app.store.jobs.get(job.id))?.request).toEqual({ kind: "synchronizeAll" });
  });

  test.each([
    [{ preferred_username: "ida@adatum.com", email: "i@x", sub: "1" }, "ida@adatum.com"],
    [{ email: "i@x", sub: "1" }, "i@x"],
    [{ sub: "1" }, "1"],
  ])("a job tells who asked for it, from the claims %j", async (claims, requestedBy) => {
    api.signIn(claims);

    const { job } = await start("/v1/mappings/CUSTOMER/actions/synchronize");

    expect(job.requestedBy).toBe(requestedBy);
  });

  test("full synchronization of all enabled mappings: each waits for the ones it depends on", async () => {
    const item = await api.app.store.mappings.get(MappingName.parse("ITEM-PRODUCT"));
    if (item === undefined) throw new Error("no mapping");
    await api.app.store.mappings.save({ ...item.mapping, enabled: false }, item.revision);

    const answer = await api.ask("POST /v1/mappings/actions/full-synchronize");

    const { jobs } = read(StartedJobs, answer);
    const order = jobs.map(({ mapping }) => String(mapping));
    expect(order.toSorted()).toEqual(["CONTACT", "CURRENCY", "CUSTOMER", "SALESPEOPLE"]);
    expect(order.indexOf("CUSTOMER")).toBeGreaterThan(order.indexOf("CURRENCY"));
    expect(order.indexOf("CONTACT")).toBeGreaterThan(order.indexOf("CUSTOMER"));
    const customerJob = await api.app.store.jobs.get(
      jobs[order.indexOf("CUSTOMER")]?.id ?? JobId.parse("X.00000000"),
    );
    expect(customerJob?.after.map((id) => id.split(".")[0]).toSorted()).toEqual([
      "CURRENCY",
      "SALESPEOPLE",
    ]);
    expect(api.sent.map(({ jobId }) => jobId.split(".")[0]).toSorted()).toEqual([
      "CURRENCY",
      "SALESPEOPLE",
    ]);
  });

  test("full synchronization of named mappings starts these only, each once", async () => {
    const answer = await api.ask("POST /v1/mappings/actions/full-synchronize", {
      body: { names: ["CUSTOMER", "CURRENCY", "CUSTOMER"] },
    });

    expect(read(StartedJobs, answer).jobs.map(({ mapping }) => mapping)).toEqual([
      "CURRENCY",
      "CUSTOMER",
    ]);
  });

  test.each([
    "/v1/mappings/ITEM-PRODUCT/actions/synchronize",
    "/v1/mappings/ITEM-PRODUCT/actions/full-synchronize",
    "/v1/schedules/ITEM-PRODUCT/actions/run",
  ])("a disabled mapping is not run: POST %s answers 409", async (path) => {
    const answer = await api.ask(`POST ${path}`);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).detail).toBe("Mapping ITEM-PRODUCT is disabled. Enable it first.");
    expect(api.sent).toEqual([]);
  });

  test("one disabled or unknown mapping among several: none is started", async () => {
    for (const [name, status] of [
      ["ITEM-PRODUCT", 409],
      ["NO-SUCH", 404],
    ]) {
      const answer = await api.ask("POST /v1/mappings/actions/full-synchronize", {
        body: { names: ["CURRENCY", name] },
      });
      expect(answer.status).toBe(status);
    }
    expect(api.sent).toEqual([]);
  });
});

describe("listing jobs", () => {
  test("newest first, by mapping, type and state, page by page", async () => {
    const made: string[] = [];
    for (const path of ["CURRENCY/actions/synchronize", "CURRENCY/actions/full-synchronize"]) {
      for (const _ of [1, 2]) {
        api.pass(1);
        made.unshift((await start(`/v1/mappings/${path}`)).job.id);
      }
    }
    await end(JobId.parse(made[0]));

    const idsOf = async (query: string): Promise<readonly string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const next = cursor === undefined ? "" : `&cursor=${cursor}`;
        const page = read(Jobs, await api.ask(`GET /v1/jobs?limit=1&${query}${next}`));
        expect(page.items.length).toBeLessThanOrEqual(1);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found.filter((id) => made.includes(id));
    };

    expect(await idsOf("mapping=CURRENCY")).toEqual(made);
    expect(await idsOf("mapping=CURRENCY&type=fullSynchronize")).toEqual(made.slice(0, 2));
    expect(await idsOf("type=synchronize")).toEqual(made.slice(2));
    expect(await idsOf("mapping=CURRENCY&state=completed")).toEqual(made.slice(0, 1));
    expect(await idsOf("mapping=CUSTOMER")).toEqual([]);
  });

  test("a type or state that does not exist answers 400", async () => {
    expect((await api.ask("GET /v1/jobs?type=copy")).status).toBe(400);
    expect((await api.ask("GET /v1/jobs?state=done")).status).toBe(400);
  });

  test("an unknown job answers 404, a text that is no job id 400", async () => {
    expect((await api.ask("GET /v1/jobs/CUSTOMER.0mwt00000-none")).status).toBe(404);
    expect((await api.ask("GET /v1/jobs/CUSTOMER.0mwt00000-none/log")).status).toBe(404);
    expect((await api.ask("POST /v1/jobs/CUSTOMER.0mwt00000-none/actions/cancel")).status).toBe(
      404,
    );
    expect((await api.ask("GET /v1/jobs/17")).status).toBe(400);
  });
});

describe("cancelling", () => {
  test("marks the job, once or twice; its next step ends it", async () => {
    const { job } = await start("/v1/mappings/CUSTOMER/actions/synchronize");

    const first = await api.ask(`POST /v1/jobs/${job.id}/actions/cancel`);
    const second = await api.ask(`POST /v1/jobs/${job.id}/actions/cancel`);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(read(StartedJob, second).job.cancelRequested).toBe(true);
    expect((await api.app.store.jobs.get(job.id))?.cancelRequested).toBe(true);
  });

  test("a job that has ended answers 409", async () => {
    const { job } = await start("/v1/mappings/CUSTOMER/actions/synchronize");
    await end(job.id);

    const answer = await api.ask(`POST /v1/jobs/${job.id}/actions/cancel`);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).detail).toContain("completed");
  });
});

describe("the log of a job", () => {
  test("is read page by page, all of it or one outcome", async () => {
    const { job } = await start("/v1/mappings/CUSTOMER/actions/synchronize");
    const kinds: readonly Outcome[] = ["inserted", "modified", "failed"];
    const entries = Array.from({ length: 12 }, (_, index): readonly HistoryEntry[] => [
      {
        at: api.now(),
        jobId: job.id,
        jobType: "synchronize",
        trigger: "manual",
        side: "dataverse",
        outcome: kinds[index % 3] ?? "failed",
        businessCentralId: RecordId.parse(
          `7a7de000-0000-4000-8000-${String(index).padStart(12, "0")}`,
        ),
        title: `Record ${index}`,
        changes: [{ field: "name", from: null, to: index }],
      },
    ]);
    await api.app.store.history.append(job.id, entries, plusMinutes(api.now(), 60));

    const titles = async (query: string): Promise<readonly unknown[]> => {
      const found: unknown[] = [];
      let next = "";
      do {
        const page = read(Log, await api.ask(`GET /v1/jobs/${job.id}/log?limit=3${query}${next}`));
        found.push(...page.items.map(({ title }) => title));
        next = page.cursor === undefined ? "" : `&cursor=${page.cursor}`;
      } while (next !== "");
      return found;
    };

    expect(await titles("")).toEqual(Array.from({ length: 12 }, (_, index) => `Record ${index}`));
    expect(await titles("&outcome=failed")).toEqual([
      "Record 2",
      "Record 5",
      "Record 8",
      "Record 11",
    ]);
    expect(await titles("&outcome=deleted")).toEqual([]);
  });

  test("a cursor of the whole log does not go on in the log of one outcome", async () => {
    const jobs = read(Jobs, await api.ask("GET /v1/jobs?limit=500")).items;
    const pages = await Promise.all(
      jobs.map(({ id }) => api.ask(`GET /v1/jobs/${id}/log?limit=1`)),
    );
    const index = pages.findIndex((page) => read(Log, page).cursor !== undefined);
    const cursor = read(
      z.object({ cursor: z.string() }),
      pages[index] ?? pages[0] ?? failed(),
    ).cursor;

    const answer = await api.ask(
      `GET /v1/jobs/${jobs[index]?.id}/log?outcome=failed&cursor=${cursor}`,
    );

    expect(answer.status).toBe(400);
  });
});

const failed = (): never => {
  throw new Error("There is no job with a log");
};
