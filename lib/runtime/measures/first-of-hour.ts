import * as z from "zod/mini";

/** Of an event of EventBridge: the moment that it was meant for, which a late delivery does not change. */
const Beat = z.object({ time: z.iso.datetime() });

/** Whoever else calls names no time, and is never the first. */
export function isFirstOfHour(event: unknown): boolean {
  const beat = Beat.safeParse(event);
  return beat.success && new Date(beat.data.time).getUTCMinutes() === 0;
}
