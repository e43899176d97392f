import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { JobId, MappingName } from "../../../lib/domain/ids.ts";
import { plusMinutes } from "../../../lib/domain/instant.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { StartedJob } from "../../../lib/runtime/http/shapes/job.ts";
import { pageOf } from "../../../lib/runtime/http/shapes/page.ts";
import { ScheduleShape } from "../../../lib/runtime/http/shapes/schedule.ts";
import { StatusShape } from "../../../lib/runtime/http/shapes/status.ts";
import { tick } from "../../../lib/sync/schedule/tick.ts";
import { type ApiWorld, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.sent.length = 0;
  api.pass(1);
});

const schedule = async (name = "CUSTOMER") =>
  read(ScheduleShape, await api.ask(`GET /v1/schedules/${name}`));

const act = (action: string, name = "CUSTOMER") =>
  api.ask(`POST /v1/schedules/${name}/actions/${action}`);

const endJobs = async (): Promise<void> => {
  for (const job of await api.app.store.jobs.open()) {
    const finishedAt = api.now();
    await api.app.store.jobs.update(job, { ...job, state: "completed", finishedAt });
  }
};

describe("schedules", () => {
  test("are listed by mapping, page by page", async () => {
    const Schedules = pageOf(ScheduleShape);
    const first = read(Schedules, await api.ask("GET /v1/schedules?limit=4"));
    const rest = read(Schedules, await api.ask(`GET /v1/schedules?limit=4&cursor=${first.cursor}`));

    expect([...first.items, ...rest.items].map(({ mapping }) => mapping)).toEqual([
      "CONTACT",
      "CURRENCY",
      "CUSTOMER",
      "ITEM-PRODUCT",
      "SALESPEOPLE",
    ]);
  });

  test("one tells how often its mapping runs, and when next", async () => {
    const state = await api.app.store.states.get(customer);

    expect((await api.ask("GET /v1/schedules/CUSTOMER")).body).toEqual({
      mapping: "CUSTOMER",
      minutesBetweenRuns: 30,
      inactivityTimeoutMinutes: 720,
      status: "ready",
      nextRunAt: state?.schedule.nextRunAt,
      lastRunAt: null,
      attempts: 0,
    });
  });

  test.each([
    "GET /v1/schedules/NO-SUCH",
    "POST /v1/schedules/NO-SUCH/actions/hold",
    "POST /v1/schedules/NO-SUCH/actions/resume",
    "POST /v1/schedules/NO-SUCH/actions/run",
  ])("%s answers 404", async (what) => {
    expect((await api.ask(what)).status).toBe(404);
  });

  test("S6 what was read can be sent back with another cadence; a shorter wait counts at once", async () => {
    const before = await schedule("CONTACT");

    const answer = await api.ask("PUT /v1/schedules/CONTACT", {
      body: { ...before, minutesBetweenRuns: 5, inactivityTimeoutMinutes: undefined },
    });

    expect(answer.status).toBe(200);
    expect(await schedule("CONTACT")).toEqual(read(ScheduleShape, answer));
    expect(await schedule("CONTACT")).toMatchObject({ minutesBetweenRuns: 5, status: "ready" });
    expect(await schedule("CONTACT")).not.toHaveProperty("inactivityTimeoutMinutes");
  });

  test("what was found out cannot be written: only the cadence is taken", async () => {
    await api.ask("PUT /v1/schedules/CONTACT", {
      body: { minutesBetweenRuns: 5, status: "error", attempts: 9, mapping: "CUSTOMER" },
    });

    expect(await schedule("CONTACT")).toMatchObject({
      mapping: "CONTACT",
      status: "ready",
      attempts: 0,
    });
  });

  test.each([
    {},
    { minutesBetweenRuns: 0 },
    { minutesBetweenRuns: 1.5 },
    { minutesBetweenRuns: 5, inactivityTimeoutMinutes: -1 },
    { minutesBetweenRuns: 5, inactivityTimeOutMinutes: 10 },
  ])("PUT of %j answers 400", async (body) => {
    expect((await api.ask("PUT /v1/schedules/CUSTOMER", { body })).status).toBe(400);
  });

  test("S7 hold stops the runs, resume makes the mapping due", async () => {
    const held = read(ScheduleShape, await act("hold"));
    const resumed = read(ScheduleShape, await act("resume"));

    expect(held).toMatchObject({ status: "onHold", nextRunAt: null });
    expect(resumed).toMatchObject({ status: "ready", nextRunAt: api.now(), attempts: 0 });
  });
});

describe("an open circuit", () => {
  const open = async () => {
    const state = await api.app.store.states.get(customer);
    if (state === undefined) throw new Error("no state");
    const circuit = {
      since: plusMinutes(api.now(), -9),
      reason: "flood",
      message: "60 of 61 records failed.",
      jobId: JobId.parse("CUSTOMER.0mwt00000-first"),
    } as const;
    const backingOff = { ...state.schedule, attempts: 2, nextRunAt: plusMinutes(api.now(), 9) };
    await api.app.store.states.save({ ...state, schedule: backingOff, circuit });
    return {
      openSince: circuit.since,
      reason: circuit.reason,
      message: circuit.message,
    };
  };

  test("U3 is shown with the schedule and in the status until resume closes it and makes the mapping due", async () => {
    const shown = await open();
    expect((await schedule()).circuit).toEqual(shown);
    const status = read(StatusShape, await api.ask("GET /v1/status"));
    expect(status.mappings.find(({ name }) => name === "CUSTOMER")?.circuit).toEqual(shown);

    const resumed = read(ScheduleShape, await act("resume"));

    expect(resumed).not.toHaveProperty("circuit");
    expect(resumed).toMatchObject({ status: "ready", attempts: 0, nextRunAt: api.now() });
    expect((await api.app.store.states.get(customer))?.circuit?.closed).toEqual({
      at: api.now(),
      by: "person",
    });
  });

  test("U3 is closed by a run that a person starts, and stays open on hold", async () => {
    await open();
    await act("hold");
    expect((await act("run")).status).toBe(409);
    expect((await schedule()).circuit?.reason).toBe("flood");
    await act("resume");
    await open();

    expect((await act("run")).status).toBe(202);

    expect((await schedule()).circuit).toBeUndefined();
    for (const job of await api.app.store.jobs.open()) {
      const ended = { ...job, state: "completed", finishedAt: api.now() } as const;
      await api.app.store.jobs.update(job, ended);
    }
  });
});

describe("run now", () => {
  test("S5 starts the run at once: 202 with its job, and the tick does not start it again", async () => {
    const answer = await act("run");

    const { job } = read(StartedJob, answer);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ type: "synchronize", trigger: "manual", mapping: "CUSTOMER" });
    expect(api.sent).toEqual([{ jobId: job.id, step: 0, resend: 0 }]);

    expect((await tick(api.app)).started).not.toContain(job.id);
    await endJobs();
    await tick(api.app);
    expect(api.sent.filter(({ jobId }) => jobId === job.id)).toHaveLength(1);
  });

  test("while a job of the mapping is open its schedule is running, and 409 names the job", async () => {
    await endJobs();
    const { job } = read(StartedJob, await act("run"));

    const answer = await act("run");

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).detail).toContain(job.id);
    expect((await schedule()).status).toBe("running");
    await endJobs();
    expect((await schedule()).status).toBe("ready");
  });

  test("S5 one on hold stays held: 409", async () => {
    await endJobs();
    await act("hold");

    const answer = await act("run");

    expect(answer.status).toBe(409);
    expect((await schedule()).status).toBe("onHold");
    expect(api.sent).toEqual([]);
    await act("resume");
  });

  test("S5 forgets the attempts of a schedule in error", async () => {
    const name = MappingName.parse("SALESPEOPLE");
    await endJobs();
    const state = await api.app.store.states.get(name);
    if (state === undefined) throw new Error("no state");
    const broken = {
      ...state.schedule,
      status: "error" as const,
      attempts: 10,
      nextRunAt: undefined,
      message: "Nobody answered.",
      lastRunAt: plusMinutes(api.now(), -5),
    };
    await api.app.store.states.save({ ...state, schedule: broken });
    expect(await schedule("SALESPEOPLE")).toMatchObject({
      status: "error",
      message: "Nobody answered.",
      nextRunAt: null,
    });

    const answer = await act("run", "SALESPEOPLE");

    const { job } = read(StartedJob, answer);
    expect(JobId.parse(job.id)).toContain("SALESPEOPLE.");
    expect((await api.app.store.states.get(name))?.schedule).toMatchObject({
      status: "ready",
      attempts: 0,
      nextRunAt: api.now(),
    });
  });
});
