import * as z from "zod/mini";
import { usualWait } from "../../../manage/errors/act-and-wait.ts";

/** RFC 7240, of a route that waits for its jobs. */
export const PreferHeaders = z.object({ prefer: z.optional(z.string().check(z.maxLength(1000))) });

/** The gateway gives up after 29 s; what is done besides waiting takes the rest. */
const longestWaitSeconds = 20;

export interface Preference {
  readonly waitMilliseconds: number;
  /** Which of the client's preferences were followed. */
  readonly applied: Readonly<Record<string, string>>;
}

/** How long a client waits for the outcome: `wait=5` seconds, or, with `respond-async` alone, not at all. */
export function preferenceIn(
  { prefer = "" }: z.infer<typeof PreferHeaders>,
  usual = usualWait,
): Preference {
  const wishes = prefer.split(",").map((wish) => wish.trim().toLowerCase());
  const isAsync = wishes.includes("respond-async");
  const seconds = wishes.map(secondsOf).find((found) => found !== undefined);
  if (seconds === undefined && !isAsync) return { waitMilliseconds: usual, applied: {} };
  const words = [
    ...(isAsync ? ["respond-async"] : []),
    ...(seconds === undefined ? [] : [`wait=${seconds}`]),
  ];
  return {
    waitMilliseconds: (seconds ?? 0) * 1000,
    applied: { "preference-applied": words.join(", ") },
  };
}

function secondsOf(wish: string): number | undefined {
  const [, digits] = /^wait\s*=\s*"?(\d{1,6})"?\s*(?:;.*)?$/.exec(wish) ?? [];
  return digits === undefined ? undefined : Math.min(Number(digits), longestWaitSeconds);
}
