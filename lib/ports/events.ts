import type { TandemEvent } from "../domain/event/event.ts";

/** Where others hear of what happened. Throws when an event could not be handed over: nothing is lost silently. */
export interface EventSink {
  publish(events: readonly TandemEvent[]): Promise<void>;
}
