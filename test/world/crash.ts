import type { SyncApp } from "../../lib/sync/context/sync-app.ts";

/** The process died here. */
export class Crash extends Error {}

export type Moment = "before" | "after";

const leavesTrace = /^(?:append|create|keep|publish|put|remove|save|send|subscribe|update|write)$/;

/** To die at any other call is to die after the one of these before it: the outside has seen the same. */
export const writesOnly = (name: string): boolean => leavesTrace.test(name);

/**
 * The same system, but the process dies at its n-th call to the outside (store, queue, events or an app):
 * either before the call goes out, or after it was carried out and before anybody heard of it.
 */
export function crashingAt(
  app: SyncApp,
  call: number,
  moment: Moment,
  counted: (name: string) => boolean = () => true,
): SyncApp {
  let calls = 0;
  const through = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, receiver): unknown {
        const found: unknown = Reflect.get(target, name, receiver);
        if (typeof found === "object" && found !== null) return through(found);
        const isCall = typeof found === "function" && name !== "serverTime";
        if (!isCall || !counted(String(name))) return found;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          calls += 1;
          const dies = calls === call;
          if (dies && moment === "before") throw new Crash(String(name));
          const answer: unknown = await Reflect.apply(found, target, args);
          if (dies) throw new Crash(String(name));
          return answer;
        };
      },
    });
  return {
    ...app,
    store: through(app.store),
    apps: {
      businessCentral: through(app.apps.businessCentral),
      dataverse: through(app.apps.dataverse),
    },
    queue: through(app.queue),
    events: through(app.events),
  };
}
