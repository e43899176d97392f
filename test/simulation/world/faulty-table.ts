import { createRandom } from "../../../lib/sandbox/web/random.ts";
import type { Condition, Item, Key, Table, Written } from "../../../lib/store/table/table.ts";
import type { Coverage } from "../coverage.ts";

export type TableFault = "stale" | "lostAnswer" | "repeated" | "refused";

/** A fault of the table for a while. */
export interface TableWindow {
  readonly fault: TableFault;
  readonly until: number;
  readonly rate: number;
  readonly seed: number;
}

export interface TableFaults {
  strike(window: TableWindow): void;
  calm(): void;
  strikes(fault: TableFault): boolean;
}

type Drawn = TableWindow & { readonly draw: () => number };

export function tableFaults(now: () => number, coverage: Coverage): TableFaults {
  let windows: readonly Drawn[] = [];
  return {
    strike: (window) => {
      windows = [...windows, { ...window, draw: createRandom(window.seed) }];
    },
    calm: () => {
      windows = [];
    },
    strikes: (fault) => {
      windows = windows.filter(({ until }) => until > now());
      const isStruck = windows.some((one) => one.fault === fault && one.draw() < one.rate);
      if (isStruck) coverage.fault(`table ${fault}`);
      return isStruck;
    },
  };
}

/**
 * `refused`: the table is too busy and did nothing. `lostAnswer`: it did, and nobody heard of it.
 * `repeated`: the answer got lost and the SDK asked again by itself, so that a condition that held
 * does not hold any more.
 */
export function faultyTable(table: Table, { strikes }: TableFaults): Table {
  const trouble = async <T>(act: () => Promise<T>): Promise<T> => {
    if (strikes("refused")) throw new Error("ThrottlingException");
    const answer = await act();
    if (strikes("lostAnswer")) throw new Error("TimeoutError");
    return answer;
  };
  const twice = async (act: () => Promise<Written>): Promise<Written> => {
    const first = await trouble(act);
    return strikes("repeated") ? act() : first;
  };
  return {
    ...table,
    get: (key: Key) => trouble(() => table.get(key)),
    getMany: (keys, read) => trouble(() => table.getMany(keys, read)),
    put: (item: Item, condition?: Condition) => twice(() => table.put(item, condition)),
    remove: (key: Key, condition?: Condition) => twice(() => table.remove(key, condition)),
    putMany: (items) => trouble(() => table.putMany(items)),
    removeMany: (keys) => trouble(() => table.removeMany(keys)),
    query: (query) => trouble(() => table.query(query)),
    queryAll: (query) => trouble(() => table.queryAll(query)),
  };
}
