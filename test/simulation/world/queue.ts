import { mappingOfId } from "../../../lib/domain/ids.ts";
import type { JobStep } from "../../../lib/ports/queue.ts";
import { queueFacts } from "../../../lib/queue/queue-facts.ts";
import { secondsUntilRetry } from "../../../lib/queue/return-to-queue.ts";

export interface Message {
  readonly step: JobStep;
  readonly group: string;
  readonly name: string;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
  isTaken: boolean;
}

/** SQS FIFO as far as it matters: one message of a group at a time, in order, at least once. */
export interface SimulatedQueue {
  send(steps: readonly JobStep[]): void;
  /** The next message that may be handed out. */
  receive(): Message | undefined;
  done(message: Message): void;
  /** It comes back after a while, or goes to the dead letters when it came too often. */
  failed(message: Message): "again" | "dead";
  /** Its worker died: it comes back when it has been hidden long enough. */
  abandoned(message: Message): void;
  /** Comes once more, as a message does whose deletion got lost. */
  repeat(message: Message): void;
  nextAt(): number | undefined;
  size(): number;
}

const deduplicationMs = 5 * 60_000;

export function simulatedQueue(
  now: () => number,
  isLost: () => boolean = () => false,
): SimulatedQueue {
  let messages: readonly Message[] = [];
  const names = new Map<string, number>();

  const firstOfGroups = (): readonly Message[] => {
    const groups = new Map<string, Message>();
    for (const message of messages) {
      if (!groups.has(message.group)) groups.set(message.group, message);
    }
    return [...groups.values()].filter(({ isTaken }) => !isTaken);
  };
  const remove = (message: Message): void => {
    messages = messages.filter((one) => one !== message);
  };

  return {
    send: (steps) => {
      for (const step of steps) {
        const name = `${step.jobId}:${step.step}:${step.resend}`;
        const before = names.get(name);
        if (before !== undefined && now() - before < deduplicationMs) continue;
        names.set(name, now());
        if (isLost()) continue;
        const group = mappingOfId(step.jobId);
        const message: Message = {
          step,
          group,
          name,
          sentAt: now(),
          receives: 0,
          visibleAt: now(),
          isTaken: false,
        };
        messages = [...messages, message];
      }
    },
    receive: () => {
      const message = firstOfGroups().find(({ visibleAt }) => visibleAt <= now());
      if (message === undefined) return undefined;
      message.isTaken = true;
      message.receives += 1;
      return message;
    },
    done: remove,
    failed: (message) => {
      message.isTaken = false;
      if (message.receives >= queueFacts.triesBeforeDeadLetter) {
        remove(message);
        return "dead";
      }
      message.visibleAt = now() + secondsUntilRetry(message.receives) * 1000;
      return "again";
    },
    abandoned: (message) => {
      message.isTaken = false;
      message.visibleAt = now() + queueFacts.visibilityTimeoutSeconds * 1000;
    },
    repeat: (message) => {
      messages = [...messages, { ...message, isTaken: false, visibleAt: now() }];
    },
    nextAt: () => {
      const times = firstOfGroups().map(({ visibleAt }) => visibleAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    size: () => messages.length,
  };
}
