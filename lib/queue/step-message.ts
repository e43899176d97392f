import * as z from "zod/mini";
import { JobId } from "../domain/ids.ts";
import { failed, ok, type Result } from "../domain/result.ts";
import type { JobStep } from "../ports/queue.ts";

const count = z.int().check(z.nonnegative(), z.maximum(999_999_999));

const StepMessage = z.object({ jobId: JobId, step: count, resend: count });

export function stepMessage({ jobId, step, resend }: JobStep): string {
  return JSON.stringify({ jobId, step, resend } satisfies JobStep);
}

/** The body of a queue message; a body we did not write is answered as unreadable. */
export function parseJobStep(body: string): Result<JobStep, "unreadable"> {
  const parsed = StepMessage.safeParse(jsonOrNothing(body));
  return parsed.success ? ok(parsed.data) : failed("unreadable");
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
