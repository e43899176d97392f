export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `max` pieces of work run at a time; the others wait in the order in which they came. */
export function createLimit(max: number): Limit {
  const queue: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running >= max) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      // The place is handed over, so that nobody who comes meanwhile can take it.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
