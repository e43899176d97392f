import { fork } from "node:child_process";

/** A process of its own that does one thing at a time, and answers when it is done. */
export interface Child {
  ask(order: string, details?: unknown): Promise<unknown>;
  stop(): void;
}

/** `file`: a module that calls `serve`. */
export function startChild(file: string): Child {
  // Without what this process runs TypeScript with.
  const child = fork(file, { execArgv: [] });
  return {
    ask: (order, details) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null): void => reject(new Error(`${file} ended: ${code}`));
        child.once("exit", ended);
        child.once("message", (answer) => {
          child.off("exit", ended);
          resolve(answer);
        });
        child.send({ order, details });
      }),
    stop: () => {
      child.removeAllListeners("exit");
      child.kill();
    },
  };
}
