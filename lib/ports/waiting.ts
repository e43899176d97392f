/** How a use case waits for work that others do. */
export interface Waiting {
  pause(milliseconds: number): Promise<void>;
  /** Starts a stopwatch, which tells the milliseconds since. */
  stopwatch(): () => number;
}
