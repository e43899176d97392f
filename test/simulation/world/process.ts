import type { Timeline } from "./timeline.ts";

/** Which call to the outside a process dies at, or stands still. */
export interface Fate {
  readonly call: number;
  readonly moment: "before" | "after";
  /** Does not die, but is slow here; this happens meanwhile. */
  readonly meanwhile?: (() => Promise<void>) | undefined;
}

/** One invocation of a function. After its death none of its branches does anything any more. */
export interface Process {
  /** Every call to the outside goes through here: a place to die, to be late, and for others to act. */
  boundary<T>(name: string, act: () => Promise<T>): Promise<T>;
  /** Settles with what the work came to, or with its death. */
  run<T>(work: () => Promise<T>): Promise<Ended<T>>;
}

export type Ended<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "threw"; readonly trouble: unknown }
  | { readonly kind: "died"; readonly at: string };

interface ProcessOptions {
  readonly timeline: Timeline;
  readonly latencyMs: () => number;
  readonly fate?: Fate | undefined;
  /** A function is stopped after so long. */
  readonly lifeMs: number;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export function createProcess({ timeline, latencyMs, fate, lifeMs }: ProcessOptions): Process {
  const endsAt = timeline.now() + lifeMs;
  let calls = 0;
  let dead = false;
  let onDeath: (at: string) => void = () => undefined;

  const die = <T>(at: string): Promise<T> => {
    dead = true;
    onDeath(at);
    return never();
  };
  const meetsFate = async (call: number, moment: "before" | "after"): Promise<boolean> => {
    if (fate?.call !== call || fate.moment !== moment) return false;
    if (fate.meanwhile === undefined) return true;
    await fate.meanwhile();
    return false;
  };

  return {
    boundary: async (name, act) => {
      if (dead) return never();
      calls += 1;
      const call = calls;
      if (await meetsFate(call, "before")) return die(name);
      await timeline.pass(latencyMs());
      if (dead) return never();
      if (timeline.now() > endsAt) return die(`${name} (stopped)`);
      const answer = await act();
      if (await meetsFate(call, "after")) return die(name);
      return dead ? never() : answer;
    },
    run: async <T>(work: () => Promise<T>) => {
      const death = new Promise<Ended<T>>((resolve) => {
        onDeath = (at) => resolve({ kind: "died", at });
      });
      return Promise.race([
        death,
        work().then(
          (value): Ended<T> => ({ kind: "done", value }),
          (trouble: unknown): Ended<T> => ({ kind: "threw", trouble }),
        ),
      ]);
    },
  };
}
