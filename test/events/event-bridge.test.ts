import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { createEventBridge } from "../../lib/events/event-bridge.ts";
import { circuitOpened } from "./sample-events.ts";

const client = new EventBridgeClient({ region: "eu-west-1" });
const bridge = mockClient(client);
const sink = createEventBridge({ client, busName: "tandem-example" });

const taken = { EventId: "1" };
const busy = { ErrorCode: "InternalFailure", ErrorMessage: "try again" };

beforeEach(() => {
  bridge.reset();
  bridge.on(PutEventsCommand).callsFake(({ Entries = [] }: { Entries?: unknown[] }) => ({
    Entries: Entries.map(() => taken),
  }));
});

const requests = () =>
  bridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const idsIn = (entries: ReturnType<typeof requests>[number]) =>
  entries.map(({ Detail = "" }) => /0k3f9a2b(\d+)/.exec(Detail)?.[1]);
const some = (count: number, message?: string) =>
  Array.from({ length: count }, (_, number) => circuitOpened(number, message));

test("an event goes to the tenant's bus, with its type beside its detail", async () => {
  await sink.publish([circuitOpened(1)]);

  expect(requests()).toEqual([
    [
      {
        EventBusName: "tandem-example",
        Source: "tandem",
        DetailType: "circuit-opened",
        Detail: JSON.stringify({
          id: "circuit-opened.CUSTOMER.0k3f9a2b1",
          at: "2026-03-02T00:00:00.000Z",
          mapping: "CUSTOMER",
          jobId: "CUSTOMER.0k3f9a2b1",
          reason: "flood",
          message: "Stopped.",
        }),
      },
    ],
  ]);
});

test("no event is no request", async () => {
  await sink.publish([]);

  expect(requests()).toEqual([]);
});

describe("what EventBridge takes in one request", () => {
  test("is ten events", async () => {
    await sink.publish(some(23));

    expect(requests().map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(requests().flatMap(idsIn)).toEqual(some(23).map((_, number) => String(number)));
  });

  test("is 256 KB of UTF-8", async () => {
    await sink.publish(some(5, "字".repeat(30_000)));

    expect(requests().map(({ length }) => length)).toEqual([2, 2, 1]);
  });
});

describe("when EventBridge takes only a part", () => {
  test("the rest is put again, by its place in the answer", async () => {
    bridge
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 2, Entries: [busy, taken, busy] })
      .resolvesOnce({ FailedEntryCount: 1, Entries: [taken, busy] })
      .resolves({ FailedEntryCount: 0, Entries: [taken] });

    await sink.publish(some(3));

    expect(requests().map(idsIn)).toEqual([["0", "1", "2"], ["0", "2"], ["2"]]);
  });

  test("after three tries the publisher hears of it", async () => {
    bridge
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 1, Entries: [taken, busy] })
      .resolves({ FailedEntryCount: 1, Entries: [busy] });

    await expect(sink.publish(some(2))).rejects.toThrow(
      "1 of 2 events could not be published: InternalFailure: try again",
    );
    expect(requests()).toHaveLength(3);
  });

  test("a request that fails as a whole is the publisher's to repeat", async () => {
    bridge.on(PutEventsCommand).rejects(new Error("ResourceNotFoundException"));

    await expect(sink.publish(some(1))).rejects.toThrow("ResourceNotFoundException");
  });
});
