import type { JobId, LookId } from "../domain/ids.ts";

/** One queue message: the step of the job that is due. The FIFO group is the job's mapping. */
export interface JobStep {
  readonly jobId: JobId;
  readonly step: number;
  /** How often this step was sent before: a step that got lost is sent again under another deduplication id. */
  readonly resend: number;
}

/** The other kind of message: a look that is to be answered. The FIFO group is the app that it asks. */
export interface LookMessage {
  readonly lookId: LookId;
}

export interface StepQueue {
  send(steps: readonly JobStep[]): Promise<void>;
}

export interface LookQueue {
  sendLook(look: LookMessage): Promise<void>;
}
