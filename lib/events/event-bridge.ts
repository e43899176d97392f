import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import type { EventSink } from "../ports/events.ts";
import { detailOf, source } from "./detail.ts";

/** EventBridge limits the number of events in one request, and their size together. */
const batchSize = 10;
const batchBytes = 256 * 1024;
const tries = 3;

export interface EventBridgeOptions {
  readonly client: Pick<EventBridgeClient, "send">;
  readonly busName: string;
}

/** Puts events on the tenant's bus. Throws when some could not be put: the publisher's work is not done. */
export function createEventBridge({ client, busName }: EventBridgeOptions): EventSink {
  return {
    async publish(events) {
      const entries = events.map((event) => ({
        EventBusName: busName,
        Source: source,
        DetailType: event.type,
        Detail: detailOf(event),
      }));
      for (const batch of batchesOf(entries)) await putAll(client, batch);
    },
  };
}

type Entry = PutEventsRequestEntry & { readonly Detail: string; readonly DetailType: string };

function batchesOf(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const more = bytesOf(entry);
    const batch = batches.at(-1);
    if (batch === undefined || batch.length >= batchSize || bytes + more > batchBytes) {
      batches.push([entry]);
      bytes = more;
    } else {
      batch.push(entry);
      bytes += more;
    }
  }
  return batches;
}

/** As AWS counts it. */
const bytesOf = ({ Detail, DetailType }: Entry): number =>
  source.length + DetailType.length + Buffer.byteLength(Detail);

/** A batch can succeed in part; what EventBridge could not take is put again. */
async function putAll(
  client: EventBridgeOptions["client"],
  entries: readonly Entry[],
): Promise<void> {
  let left = entries;
  let refusal: PutEventsResultEntry | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const { Entries: answers = [] } = await client.send(
      new PutEventsCommand({ Entries: [...left] }),
    );
    refusal = answers.find(isRefused);
    if (refusal === undefined) return;
    left = left.filter((_, index) => isRefused(answers[index]));
  }
  throw new Error(
    `${left.length} of ${entries.length} events could not be published: ${refusal?.ErrorCode}: ${refusal?.ErrorMessage}`,
  );
}

const isRefused = (answer: PutEventsResultEntry | undefined): boolean =>
  answer?.ErrorCode !== undefined;
