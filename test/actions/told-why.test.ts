import { afterAll, describe, expect, test } from "vitest";
import { RecordId } from "../../lib/domain/ids.ts";
import { cancelJob } from "../../lib/manage/jobs/jobs.ts";
import { Problem } from "../../lib/runtime/http/request/problem.ts";
import { StartedJob, StartedJobs } from "../../lib/runtime/http/shapes/job.ts";
import { runJobStep } from "../../lib/sync/run-job-step.ts";
import { read } from "../functions/api/api-world.ts";
import { customersOf, present } from "../scenarios/customers.ts";
import { idsOf, startPeople } from "../scenarios/people.ts";
import { watchedWaiting } from "../world/waiting.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({ mappings: [] });
const waiting = watchedWaiting(world);
const people = await startPeople(world, waiting);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const couple = "POST /v1/couplings";
const nobody = RecordId.parse("00000000-0000-4000-8000-0000000000aa");
const nothing = RecordId.parse("00000000-0000-4000-8000-0000000000bb");

describe("two records are not coupled", () => {
  test("both apps have none of these ids: 409 names both, and so do the job and its log", async () => {
    await customersOf(world, "W1", { onlyCoupled: true });
    const asked = { mapping: "W1", businessCentralId: nobody, dataverseId: nothing };

    const answer = await people.ask(couple, asked);

    const message = `Business Central has no record ${nobody}. Dataverse has no record ${nothing}.`;
    expect(answer.status).toBe(409);
    const { detail, jobs } = read(Problem, answer);
    expect(detail).toBe(message);
    const job = present(jobs?.[0], "a job");
    expect(job).toMatchObject({ state: "completedWithErrors", message });
    expect(await people.log(job)).toMatchObject([
      { outcome: "failed", message, businessCentralId: nobody, dataverseId: nothing },
    ]);
  });

  test("one is outside of the filter: 409 says of which condition, and the log's entry has both ids and the title", async () => {
    const on = await customersOf(world, "W2", { onlyCoupled: true });
    const businessCentralId = await on.customer("Adatum");
    const dataverseId = await world.dataverse.create("accounts", {
      name: on.named("Adatum"),
      customertypecode: 1,
    });

    const answer = await people.ask(couple, {
      mapping: "W2",
      businessCentralId,
      dataverseId,
      initialSync: "businessCentral",
    });

    expect(answer.status).toBe(409);
    const { detail, jobs } = read(Problem, answer);
    expect(detail).toContain("outside the filter of mapping W2");
    expect(await people.log(present(jobs?.[0], "a job"))).toMatchObject([
      {
        outcome: "failed",
        message: detail,
        businessCentralId,
        dataverseId,
        title: on.named("Adatum"),
      },
    ]);
    expect(await people.couplings(on)).toEqual([]);
  });

  test("a preview of the same is a job that says so", async () => {
    await customersOf(world, "W3", { onlyCoupled: true });

    const answer = await people.ask(couple, {
      mapping: "W3",
      businessCentralId: nobody,
      dataverseId: nothing,
      preview: true,
    });

    expect(answer.status).toBe(202);
    expect(read(StartedJob, answer).job.message).toContain("Business Central has no record");
  });
});

test("Find for Deleted is waited for: what it found is listed when it answers", async () => {
  const on = await customersOf(world, "W5");
  const pair = await on.pair("Adatum");
  await people.remove("businessCentral", [pair]);

  const answer = await people.ask("POST /v1/errors/actions/find-deleted", { mapping: "W5" });

  expect(answer.status).toBe(202);
  expect(read(StartedJobs, answer).jobs).toMatchObject([{ state: "completedWithErrors" }]);
  expect(await people.errors(on)).toMatchObject([{ kind: "deletedInBusinessCentral" }]);
});

describe("a job is cancelled", () => {
  test("while its last step is at work: it is completed, and says that it was too late", async () => {
    const on = await customersOf(world, "W6");
    const pair = await on.pair("Adatum");
    const coupling = await people.couplingOf(on, pair);
    await on.edit(pair, "businessCentral", { phoneNumber: "11" });
    const started = await people.ask("POST /v1/couplings/actions/synchronize", idsOf([coupling]), {
      prefer: "respond-async",
    });
    const { jobs } = read(StartedJobs, started);
    const { id } = present(jobs[0], "a job");
    const { dataverse } = world.app.apps;
    const apps = {
      ...world.app.apps,
      dataverse: {
        ...dataverse,
        write: async (...asked: Parameters<typeof dataverse.write>) => {
          await cancelJob(world.app, id);
          return dataverse.write(...asked);
        },
      },
    };

    await runJobStep({ ...world.app, apps }, { jobId: id, step: 0, resend: 0 });

    expect(await world.job(id)).toMatchObject({
      state: "completed",
      cancelRequested: true,
      message: expect.stringContaining("Cancelling came too late: "),
    });
  });

  test("before its step: it is cancelled, and nothing is written", async () => {
    const on = await customersOf(world, "W7");
    const pair = await on.pair("Adatum");
    const coupling = await people.couplingOf(on, pair);
    await on.edit(pair, "businessCentral", { phoneNumber: "11" });
    const started = await people.ask("POST /v1/couplings/actions/synchronize", idsOf([coupling]), {
      prefer: "respond-async",
    });
    const { id } = present(read(StartedJobs, started).jobs[0], "a job");

    const cancelled = await people.ask(`POST /v1/jobs/${id}/actions/cancel`);
    await world.workOff();

    expect([cancelled.status, (await world.job(id)).state]).toEqual([200, "cancelled"]);
    expect((await on.read(pair)).dataverse["telephone1"]).not.toBe("11");
  });
});
