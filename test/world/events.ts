import { TandemEvent } from "../../lib/domain/event/event.ts";
import type { EventSink } from "../../lib/ports/events.ts";

/** What was published, each read with the schema that receivers are promised. */
export interface RecordedEvents {
  all(): readonly TandemEvent[];
  reset(): void;
}

export function recordingSink(): { sink: EventSink; events: RecordedEvents } {
  let published: readonly TandemEvent[] = [];
  return {
    sink: {
      publish: async (events) => {
        const onTheWire: unknown = JSON.parse(JSON.stringify(events));
        if (!Array.isArray(onTheWire)) throw new Error("Events come in a list");
        published = [...published, ...onTheWire.map((event) => TandemEvent.parse(event))];
      },
    },
    events: {
      all: () => published,
      reset: () => {
        published = [];
      },
    },
  };
}
