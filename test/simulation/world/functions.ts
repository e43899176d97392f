import { queueFacts } from "../../../lib/queue/queue-facts.ts";
import type { SyncApp } from "../../../lib/sync/context/sync-app.ts";
import { endDeadLetter } from "../../../lib/sync/jobs/end-dead-lettered-job.ts";
import { runJobStep } from "../../../lib/sync/run-job-step.ts";
import { tick } from "../../../lib/sync/schedule/tick.ts";
import { createProcess, type Ended, type Fate, type Process } from "./process.ts";
import type { Message } from "./queue.ts";
import { minute, type Stage, storyStart } from "./stage.ts";

/** The deployed functions and what invokes them: the queue, and a clock that ticks each minute. */
export interface Functions {
  workUntil(moment: number): Promise<void>;
  /** What the next invocation runs into. */
  readonly fates: Readonly<Record<"worker" | "ticker", Fate[]>>;
  /** The message of the next step that is done comes once more. */
  repeatNextMessage(): void;
}

/** A function instance lives through many invocations, until one of them fails. */
interface Instance {
  readonly app: SyncApp;
  process: Process | undefined;
}

export function startFunctions(stage: Stage): Functions {
  const { timeline, queue, coverage, say, random } = stage;
  const { now } = timeline;
  const fates: Functions["fates"] = { worker: [], ticker: [] };
  let repeatsNext = false;

  const newInstance = (): Instance => {
    const instance: Instance = {
      process: undefined,
      app: stage.newInstance((name, act) =>
        instance.process === undefined ? act() : instance.process.boundary(name, act),
      ),
    };
    return instance;
  };
  const newProcess = (fate: Fate | undefined): Process =>
    createProcess({
      timeline,
      fate,
      latencyMs: () => 5 + Math.floor(random() * 120),
      lifeMs: queueFacts.workerTimeoutSeconds * 1000,
    });
  let worker = newInstance();
  let ticker = newInstance();

  const settle = async (message: Message, ended: Ended<unknown>): Promise<void> => {
    switch (ended.kind) {
      case "done":
        if (repeatsNext) {
          repeatsNext = false;
          coverage.fault("messageRepeated");
          queue.repeat(message);
        }
        return queue.done(message);
      case "threw":
        say(`  threw ${String(ended.trouble)}`);
        coverage.count("stepsThatThrew", 1);
        if (queue.failed(message) === "again") return;
        coverage.count("deadLetters", 1);
        await endDeadLetter(stage.person, message.step);
        return;
      case "died":
        say(`  died at ${ended.at}`);
        coverage.crashPoint(ended.at);
        return queue.abandoned(message);
    }
  };
  const work = async (message: Message): Promise<void> => {
    const instance = worker;
    const process = newProcess(fates.worker.shift());
    instance.process = process;
    say(`step ${message.name}`);
    const ended = await process.run(() => runJobStep(instance.app, message.step));
    if (ended.kind === "done") say(`  ${ended.value}`);
    else worker = newInstance();
    await settle(message, ended);
  };
  const beat = async (): Promise<void> => {
    const { app } = ticker;
    const process = newProcess(fates.ticker.shift());
    ticker.process = process;
    const ended = await process.run(() => tick(app));
    if (ended.kind === "died") coverage.crashPoint(`tick: ${ended.at}`);
    if (ended.kind !== "done") ticker = newInstance();
  };

  let nextTick = storyStart + minute;
  return {
    fates,
    repeatNextMessage: () => {
      repeatsNext = true;
    },
    workUntil: async (moment) => {
      while (now() < moment) {
        const message = queue.receive();
        if (message !== undefined) {
          await work(message);
          continue;
        }
        const moments = [nextTick, timeline.next(), queue.nextAt(), moment];
        const next = Math.min(...moments.filter((one) => one !== undefined));
        await timeline.pass(Math.max(0, next - now()));
        if (now() < nextTick) continue;
        nextTick = now() + minute;
        await stage.apps.businessCentral.deliverNotifications();
        await beat();
      }
    },
  };
}
