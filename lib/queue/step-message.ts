import * as z from "zod/mini";
import { JobId, LookId } from "../domain/ids.ts";
import { failed, ok, type Result } from "../domain/result.ts";
import type { JobStep, LookMessage } from "../ports/queue.ts";

const count = z.int().check(z.nonnegative(), z.maximum(999_999_999));

const StepMessage = z.object({ jobId: JobId, step: count, resend: count });
const AskedLook = z.object({ lookId: LookId });

/** What a message of the queue asks for. */
export type QueueMessage =
  | { readonly kind: "step"; readonly step: JobStep }
  | { readonly kind: "look"; readonly look: LookMessage };

export function stepMessage({ jobId, step, resend }: JobStep): string {
  return JSON.stringify({ jobId, step, resend } satisfies JobStep);
}

export const lookMessage = ({ lookId }: LookMessage): string =>
  JSON.stringify({ lookId } satisfies LookMessage);

/** The body of a queue message; a body we did not write is answered as unreadable. */
export function parseMessage(body: string): Result<QueueMessage, "unreadable"> {
  const json = jsonOrNothing(body);
  const step = StepMessage.safeParse(json);
  if (step.success) return ok({ kind: "step", step: step.data });
  const look = AskedLook.safeParse(json);
  return look.success ? ok({ kind: "look", look: look.data }) : failed("unreadable");
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
