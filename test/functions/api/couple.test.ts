import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Coupling } from "../../../lib/domain/coupling.ts";
import { MappingName } from "../../../lib/domain/ids.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { StartedJob } from "../../../lib/runtime/http/shapes/job.ts";
import { type ApiWorld, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;
let coupled: Coupling;
const currency = MappingName.parse("CURRENCY");

beforeAll(async () => {
  api = await startApi();
  coupled = await api.addCoupling({ mapping: customer });
});
afterAll(() => api.stop());
beforeEach(() => {
  api.sent.length = 0;
});

const free = {
  one: "11111111-0000-4000-8000-000000000001",
  two: "22222222-0000-4000-8000-000000000002",
};

describe("coupling by hand", () => {
  test("two records: 202 with a job that knows both and what to do first", async () => {
    const answer = await api.ask("POST /v1/couplings", {
      body: {
        mapping: "CUSTOMER",
        businessCentralId: free.one,
        dataverseId: free.two,
        initialSync: "dataverse",
      },
    });

    const { job } = read(StartedJob, answer);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ type: "couple", mapping: "CUSTOMER", trigger: "manual" });
    expect((await api.app.store.jobs.get(job.id))?.request).toEqual({
      kind: "couple",
      pairs: [{ businessCentralId: free.one, dataverseId: free.two, initialSync: "dataverse" }],
    });
    expect(api.sent).toEqual([{ jobId: job.id, step: 0, resend: 0 }]);
  });

  test("without initialSync no data moves", async () => {
    const answer = await api.ask("POST /v1/couplings", {
      body: { mapping: "CUSTOMER", businessCentralId: free.one, dataverseId: free.two },
    });

    const { job } = read(StartedJob, answer);
    expect((await api.app.store.jobs.get(job.id))?.request).toMatchObject({
      pairs: [{ initialSync: "none" }],
    });
  });

  test("one record with a new one on the other side", async () => {
    const answer = await api.ask("POST /v1/couplings", {
      body: { mapping: "CUSTOMER", businessCentralId: free.one, create: "dataverse" },
    });

    const { job } = read(StartedJob, answer);
    expect((await api.app.store.jobs.get(job.id))?.request).toEqual({
      kind: "couple",
      pairs: [{ side: "businessCentral", id: free.one, create: true }],
    });
  });

  test.each([
    [{}, "businessCentralId"],
    [{ businessCentralId: free.one }, "dataverseId"],
    [{ dataverseId: free.two }, "businessCentralId"],
    [{ businessCentralId: free.one, create: "businessCentral" }, "dataverseId"],
    [{ businessCentralId: free.one, dataverseId: free.two, create: "dataverse" }, "dataverseId"],
    [{ businessCentralId: free.one, create: "dataverse", initialSync: "dataverse" }, "initialSync"],
  ])("%j answers 400 and names what is wrong", async (body, path) => {
    const answer = await api.ask("POST /v1/couplings", { body: { mapping: "CUSTOMER", ...body } });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).errors?.map((error) => error.path)).toEqual([path]);
    expect(api.sent).toEqual([]);
  });

  test("a record that is coupled already: 409 names the coupling in the way", async () => {
    const onOne = await api.ask("POST /v1/couplings", {
      body: {
        mapping: "CUSTOMER",
        businessCentralId: coupled.ids.businessCentral,
        dataverseId: free.two,
      },
    });
    const onOther = await api.ask("POST /v1/couplings", {
      body: { mapping: "CUSTOMER", dataverseId: coupled.ids.dataverse, create: "businessCentral" },
    });

    for (const answer of [onOne, onOther]) {
      expect(answer.status).toBe(409);
      expect(read(Problem, answer).detail).toContain(coupled.id);
    }
    expect(api.sent).toEqual([]);
  });

  test("data that would go against the mapping's direction is not allowed: 422", async () => {
    const stored = await api.app.store.mappings.get(currency);
    expect(stored?.mapping.direction).toBe("toDataverse");

    const created = await api.ask("POST /v1/couplings", {
      body: { mapping: "CURRENCY", dataverseId: free.two, create: "businessCentral" },
    });
    const overwritten = await api.ask("POST /v1/couplings", {
      body: {
        mapping: "CURRENCY",
        businessCentralId: free.one,
        dataverseId: free.two,
        initialSync: "dataverse",
      },
    });

    expect([created.status, overwritten.status]).toEqual([422, 422]);
  });

  test("an unknown mapping answers 404", async () => {
    const answer = await api.ask("POST /v1/couplings", {
      body: { mapping: "NO-SUCH", businessCentralId: free.one, dataverseId: free.two },
    });

    expect(answer.status).toBe(404);
  });
});
