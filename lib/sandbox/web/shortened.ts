import { parse, stringify } from "lossless-json";
import * as z from "zod/mini";

import type { SandboxAnswer } from "./exchange.ts";

const Page = z.looseObject({ value: z.array(z.unknown()) });

/** An answer with its body cut in the middle, or with half of its rows left out. */
export function shortened(answer: SandboxAnswer, manner: "body" | "list"): SandboxAnswer {
  if (answer.body === undefined) return answer;
  if (manner === "body") {
    return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
  }
  const page = Page.safeParse(parse(answer.body));
  if (!page.success) return answer;
  const kept = page.data.value.slice(0, Math.floor(page.data.value.length / 2));
  return { ...answer, body: stringify({ ...page.data, value: kept }) };
}
