import { expect, test } from "vitest";
import { toldRequest } from "../../../lib/runtime/http/request/audit-entry.ts";
import { startedJob, startedJobs } from "../../../lib/runtime/http/shapes/job.ts";
import { aJob, jobId } from "../../store/samples.ts";

const asked = (method: string) => ({
  rawPath: "/v1/errors/actions/retry",
  requestContext: { requestId: "r-1", http: { method } },
});

test("the log of a request that changes something names the jobs that came of it", () => {
  const one = { statusCode: 202, body: JSON.stringify(startedJob(aJob(1)).body) };
  const two = { statusCode: 202, body: JSON.stringify(startedJobs([aJob(1), aJob(2)]).body) };

  expect(toldRequest(asked("POST"), one)).toEqual({
    requestId: "r-1",
    method: "POST",
    path: "/v1/errors/actions/retry",
    status: 202,
    jobIds: [jobId(1)],
  });
  expect(toldRequest(asked("POST"), two)?.jobIds).toEqual([jobId(1), jobId(2)]);
});

test("a request that came to no job, or to no answer body, is told of without", () => {
  expect(toldRequest(asked("DELETE"), { statusCode: 204 })).toMatchObject({
    status: 204,
    jobIds: [],
  });
  const refused = { statusCode: 409, body: JSON.stringify({ title: "Conflict" }) };
  expect(toldRequest(asked("POST"), refused)?.jobIds).toEqual([]);
});

test("reading is left to the gateway's log", () => {
  expect(toldRequest(asked("GET"), { statusCode: 200, body: "{}" })).toBeUndefined();
});
