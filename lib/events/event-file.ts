import { appendFile } from "node:fs/promises";
import type { EventSink } from "../ports/events.ts";
import { detailOf, source } from "./detail.ts";

/** A line per event, as the targets of a rule would get it. */
export const createEventFile = (path: string): EventSink => ({
  async publish(events) {
    const lines = events.map(
      (event) =>
        `{"source":"${source}","detail-type":"${event.type}","detail":${detailOf(event)}}\n`,
    );
    if (lines.length > 0) await appendFile(path, lines.join(""));
  },
});
