import type { CircuitReason } from "../error/error-events.ts";
import type { JobId } from "../ids.ts";
import type { Instant } from "../instant.ts";

/** Since when nothing but probes is tried for a mapping, and why. Kept closed until others heard of that. */
export interface Circuit {
  readonly since: Instant;
  readonly reason: CircuitReason;
  readonly message: string;
  /** The job that opened it. */
  readonly jobId: JobId;
  readonly closed?: CircuitClosed | undefined;
}

export interface CircuitClosed {
  readonly at: Instant;
  /** `run`: one that got through. */
  readonly by: "person" | "run";
  readonly requestedBy?: string | undefined;
  /** The job that tells of it. */
  readonly jobId?: JobId | undefined;
}

/** How a job ended, as far as the circuit is concerned. */
export interface CircuitOutcome {
  readonly jobId: JobId;
  /** Why nothing more should be tried. */
  readonly trouble?: Pick<Circuit, "reason" | "message"> | undefined;
  /** A run of the whole mapping, or a probe of it, did what there was to do. */
  readonly gotThrough: boolean;
}

export const isOpen = (circuit: Circuit | undefined): circuit is Circuit =>
  circuit !== undefined && circuit.closed === undefined;

/** U1 to U4: the circuit after a job has ended; the same when the end is repeated after a crash. */
export function circuitAfter(
  circuit: Circuit | undefined,
  { jobId, trouble, gotThrough }: CircuitOutcome,
  now: Instant,
): Circuit | undefined {
  if (trouble !== undefined) return opened(circuit, { ...trouble, since: now, jobId });
  if (circuit === undefined) return undefined;
  const { closed } = circuit;
  if (closed === undefined) {
    return gotThrough ? { ...circuit, closed: { at: now, by: "run", jobId } } : circuit;
  }
  if (closed.jobId === undefined) return { ...circuit, closed: { ...closed, jobId } };
  return closed.jobId === jobId ? circuit : undefined;
}

function opened(circuit: Circuit | undefined, trouble: Circuit): Circuit {
  if (!isOpen(circuit)) return trouble;
  const isWorse = trouble.reason === "schedule" && circuit.reason !== "schedule";
  return isWorse ? { ...trouble, since: circuit.since } : { ...circuit, message: trouble.message };
}

/** U3: a person says that the cause is gone; the mapping's next job tells of it. */
export const closedBy = (
  circuit: Circuit | undefined,
  requestedBy: string | undefined,
  now: Instant,
): Circuit | undefined =>
  isOpen(circuit) ? { ...circuit, closed: { at: now, by: "person", requestedBy } } : circuit;
