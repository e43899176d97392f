export interface SandboxClock {
  /** Epoch milliseconds. */
  now(): number;
}

export const systemClock: SandboxClock = { now: () => Date.now() };

export interface ManualClock extends SandboxClock {
  advance(milliseconds: number): void;
}

/** Stands still until told to move: for tests and the simulator. */
export function createManualClock(start: number): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
