import { expect, test } from "vitest";
import { TandemEvent } from "../../../lib/domain/event/event.ts";
import {
  endEvents,
  openedEvents,
  resolvedEvents,
  toldItem,
} from "../../../lib/domain/event/event-factory.ts";
import { aJob, anError, at, customer, recordId } from "../../store/samples.ts";

const job = aJob(1, { state: "failed", requestedBy: "ann", message: "The company is gone." });
const item = anError(1, {
  message: "m".repeat(1001),
  hint: "h".repeat(501),
  sides: {
    businessCentral: { id: recordId(1, 1), title: "t".repeat(201) },
    dataverse: { title: "Adatum" },
  },
});
const told = {
  id: item.id,
  kind: "updateConflict",
  firstFailedAt: at(1),
  couplingId: undefined,
  businessCentral: { id: recordId(1, 1), title: "t".repeat(200) },
  dataverse: { id: undefined, title: "Adatum" },
};
const ofJob = { at: at(2), mapping: customer, jobId: job.id };

test("an event of new errors tells what went wrong and what to do, at bearable length", () => {
  const [event] = openedEvents(job, [item], at(2));

  expect(event).toEqual({
    type: "error-opened",
    id: expect.stringMatching(/^error-opened\.CUSTOMER\.[0-9a-f]{16}$/),
    ...ofJob,
    items: [{ ...told, status: "skipped", message: "m".repeat(1000), hint: "h".repeat(500) }],
  });
  expect(TandemEvent.safeParse(event).success).toBe(true);
});

test("an event of errors that went tells which job took care of them, and who asked for it", () => {
  const [event] = resolvedEvents(job, [toldItem(item)], at(2));

  expect(event).toEqual({
    type: "error-resolved",
    id: expect.stringMatching(/^error-resolved\.CUSTOMER\.[0-9a-f]{16}$/),
    ...ofJob,
    jobType: "synchronize",
    requestedBy: "ann",
    items: [told],
  });
  expect(TandemEvent.safeParse(event).success).toBe(true);
});

test("an event of a job that failed tells all about it", () => {
  const events = endEvents({ ...job, circuit: "flood" }, at(2));

  expect(events).toEqual([
    {
      type: "job-finished-with-failures",
      id: `job-finished-with-failures.${job.id}`,
      ...ofJob,
      jobType: "synchronize",
      requestedBy: "ann",
      trigger: "schedule",
      state: "failed",
      counters: job.counters,
      message: "The company is gone.",
    },
    {
      type: "circuit-opened",
      id: `circuit-opened.${job.id}`,
      ...ofJob,
      reason: "flood",
      message: "The company is gone.",
    },
  ]);
  for (const event of events) expect(TandemEvent.safeParse(event).success).toBe(true);
});

test("a job's message is cut where it is too long to send, and may be missing", () => {
  const [long] = endEvents({ ...job, message: "m".repeat(1001) }, at(2));
  const [silent, circuit] = endEvents({ ...job, message: undefined, circuit: "flood" }, at(2));

  expect(long).toMatchObject({ message: "m".repeat(1000) });
  expect(silent).toMatchObject({ message: undefined });
  expect(circuit).toMatchObject({ message: "" });
});

const [opened] = openedEvents(job, [anError(1)], at(2));
const [finished, circuit] = endEvents({ ...job, circuit: "flood" }, at(2));
const closed = { type: "circuit-closed", id: "1", ...ofJob, since: at(1), by: "run" };

test.each([
  { ...opened, type: "error-seen" },
  { ...opened, id: "" },
  { ...opened, at: "yesterday" },
  { ...opened, mapping: "customer" },
  { ...opened, jobId: "1" },
  { ...opened, items: [told] },
  { ...opened, items: undefined },
  { ...finished, state: "completed" },
  { ...finished, trigger: "moon" },
  { ...finished, jobType: "dance" },
  { ...finished, counters: { businessCentral: job.counters.businessCentral } },
  {
    ...finished,
    counters: { ...job.counters, dataverse: { ...job.counters.dataverse, failed: -1 } },
  },
  { ...circuit, reason: "mood" },
  { ...circuit, message: undefined },
  { ...closed, by: "nobody" },
  { ...closed, since: undefined },
])("what is no event is not taken for one: %j", (event) => {
  expect(TandemEvent.safeParse(event).success).toBe(false);
});

test("a circuit is closed by a run or a person", () => {
  expect(TandemEvent.safeParse(closed).success).toBe(true);
  expect(TandemEvent.safeParse({ ...closed, by: "person", requestedBy: "ann" }).success).toBe(true);
});
