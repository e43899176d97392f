import { setTimeout as wait } from "node:timers/promises";

const lookEveryMs = 50;

/** Another process does the work: asked again until there is an answer, or the time is over. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  withinMs = 30_000,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await wait(lookEveryMs)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}
