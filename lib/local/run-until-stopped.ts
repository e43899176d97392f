type Stop = () => Promise<void>;

const lookAtParentEveryMs = 200;

/** Runs the process: until a signal, or until `npm start` is gone that started it; 1 when it cannot start. */
export function runUntilStopped(start: () => Promise<Stop>): void {
  // Before everything is up there is nothing to wait for: a kill loses nothing.
  let stop: Stop = async () => undefined;
  const end = (): void => {
    clearInterval(watch);
    stop().then(() => process.exit(0), fail);
  };
  const watch = onParentsEnd(end);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, end);
  start().then((started) => {
    stop = started;
  }, fail);
}

/** A killed npm takes nobody along, and the next start would find the ports in use. */
function onParentsEnd(end: () => void): NodeJS.Timeout | undefined {
  if (process.env["npm_lifecycle_event"] !== "start") return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) end();
  }, lookAtParentEveryMs);
}

function fail(trouble: unknown): void {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : String(trouble)}\n`);
  process.exit(1);
}
