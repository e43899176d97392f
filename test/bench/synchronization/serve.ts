import * as z from "zod/mini";

const Order = z.object({ order: z.string(), details: z.optional(z.unknown()) });

export type Orders = Readonly<Record<string, (details: unknown) => unknown>>;

/** Does what the parent process asks for; anything that goes wrong ends this process. */
export function serve(orders: Orders): void {
  process.on("message", (message) => {
    const { order, details } = Order.parse(message);
    const act = orders[order];
    if (act === undefined) throw new Error(`There is no order ${order}`);
    void Promise.resolve(act(details)).then((answer) => process.send?.(answer ?? null));
  });
}

export interface Spent {
  readonly cpuMs: number;
}

/** What an act takes of this process's processor time, on all threads; garbage is collected when it is due. */
export async function cpuOf(act: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000 };
}
