import { describe, expect, test } from "vitest";
import type { TandemEvent } from "../../../lib/domain/event/event.ts";
import {
  endEvents,
  openedEvents,
  resolvedEvents,
  toldItem,
} from "../../../lib/domain/event/event-factory.ts";
import type { Job } from "../../../lib/domain/job/job.ts";
import { aJob, anError, at } from "../../store/samples.ts";

const job = aJob(1);
const errors = (count: number, message = "No.") =>
  Array.from({ length: count }, (_, number) => anError(number, { message }));
const itemsIn = (event: TandemEvent | undefined) =>
  event?.type === "error-opened" || event?.type === "error-resolved" ? event.items : [];

describe("error items in events", () => {
  test("are at most a hundred in one", () => {
    const events = openedEvents(job, errors(250), at(0));

    expect(events.map((event) => itemsIn(event).length)).toEqual([100, 100, 50]);
    expect(new Set(events.flatMap(itemsIn).map(({ id }) => id)).size).toBe(250);
  });

  test("stay below EventBridge's 256 KB, whatever the app answered", () => {
    for (const text of ["字".repeat(5000), "\u0001".repeat(5000), '"'.repeat(5000)]) {
      const events = openedEvents(job, errors(120, text), at(0));

      expect(events.flatMap(itemsIn)).toHaveLength(120);
      for (const event of events) {
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(256 * 1024);
      }
    }
  });

  test("make the same events with the same ids in whatever order and at whatever time", () => {
    const ids = (events: readonly TandemEvent[]) => events.map(({ id }) => id);
    const [some, reversed] = [errors(120), errors(120).toReversed()];

    expect(ids(openedEvents(job, reversed, at(5)))).toEqual(ids(openedEvents(job, some, at(0))));
  });

  test("have another id where one of them failed anew, and where they are resolved", () => {
    const failedAnew = anError(1, { firstFailedAt: at(99) });
    const events = [
      ...openedEvents(job, [anError(1)], at(0)),
      ...openedEvents(job, [failedAnew], at(0)),
      ...resolvedEvents(job, [toldItem(anError(1))], at(0)),
    ];

    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  test("that are none make no event", () => {
    expect([...openedEvents(job, [], at(0)), ...resolvedEvents(job, [], at(0))]).toEqual([]);
  });
});

describe("an ended job", () => {
  const typesOf = (parts: Partial<Job>) =>
    endEvents({ ...job, ...parts }, at(0)).map(({ type }) => type);

  test.each([
    ["completed", []],
    ["cancelled", []],
    ["completedWithErrors", ["job-finished-with-failures"]],
    ["failed", ["job-finished-with-failures"]],
  ] as const)("that is %s tells %j", (state, types) => {
    expect(typesOf({ state })).toEqual(types);
  });

  test("that was a preview tells nothing", () => {
    expect(typesOf({ state: "failed", preview: true })).toEqual([]);
  });

  test("that closed the circuit, or comes after a person did, tells so, however it ended", () => {
    const circuitClosed = { since: at(0), by: "person", requestedBy: "ann" } as const;

    expect(endEvents({ ...job, state: "completed", circuitClosed }, at(1))).toEqual([
      {
        type: "circuit-closed",
        id: `circuit-closed.${job.id}`,
        at: at(1),
        mapping: job.mapping,
        jobId: job.id,
        ...circuitClosed,
      },
    ]);
    expect(typesOf({ state: "failed", circuitClosed, circuit: "flood" })).toEqual([
      "job-finished-with-failures",
      "circuit-closed",
      "circuit-opened",
    ]);
  });

  test("that opened the circuit tells so with its own message", () => {
    const [, circuit] = endEvents(
      { ...job, state: "failed", circuit: "schedule", message: "The company is gone." },
      at(0),
    );

    expect(circuit).toMatchObject({ reason: "schedule", message: "The company is gone." });
  });
});
