import { epochOf } from "../../../lib/domain/instant.ts";
import type { Clock } from "../../../lib/ports/clock.ts";
import type {
  Condition,
  Item,
  Key,
  Query,
  Row,
  Table,
  Written,
} from "../../../lib/store/table/table.ts";
import { keyText } from "../../../lib/store/table/table.ts";
import { tableFacts } from "../../../lib/store/table/table-facts.ts";

/** What the simulator does to a table. */
export interface MemoryTableOptions {
  readonly clock: Clock;
  /** Asked before each eventual read of an item: whether it shows what stood there before the last write. */
  readonly isStale?: ((writtenAt: number) => boolean) | undefined;
}

interface Held {
  readonly item: Row | undefined;
  readonly before: Row | undefined;
  readonly writtenAt: number;
}

/** DynamoDB's part that the store uses, in memory: conditions, ordered partitions, sparse indexes. */
export function memoryTable({ clock, isStale = () => false }: MemoryTableOptions): Table {
  const items = new Map<string, Held>();
  /** What stands in each partition, of the table and of its indexes. */
  const partitions = new Map<string, Map<string, Row>>();

  const now = (): number => epochOf(clock.now());
  const live = (row: Row | undefined): Row | undefined => {
    const expiresAt = row?.[tableFacts.timeToLive];
    return typeof expiresAt === "number" && expiresAt * 1000 <= now() ? undefined : row;
  };
  const current = (key: Key): Row | undefined => items.get(keyText(key))?.item;
  const seen = (key: Key, read: "consistent" | "eventual"): Row | undefined => {
    const held = items.get(keyText(key));
    if (held === undefined) return undefined;
    return live(read === "eventual" && isStale(held.writtenAt) ? held.before : held.item);
  };
  const set = (key: Key, item: Row | undefined): void => {
    const before = current(key);
    const name = keyText(key);
    items.set(name, { item, before, writtenAt: now() });
    const after = partitionsOf(item);
    for (const partition of partitionsOf(before)) {
      if (!after.includes(partition)) partitions.get(partition)?.delete(name);
    }
    if (item === undefined) return;
    for (const partition of after) {
      const rows = partitions.get(partition) ?? new Map<string, Row>();
      partitions.set(partition, rows.set(name, item));
    }
  };
  const change = (key: Key, item: Row | undefined, condition: Condition | undefined): Written => {
    if (condition !== undefined && !holds(condition, current(key))) return "refused";
    set(key, item);
    return "done";
  };

  const rowsOf = (query: Query): readonly Row[] => {
    const names = namesOf(query);
    const found: { readonly at: string; readonly row: Row }[] = [];
    for (const item of partitions.get(`${names.partition} ${query.partition}`)?.values() ?? []) {
      const at = String(item[names.sort]);
      if (!isWithin(query, at)) continue;
      const row =
        query.index === undefined
          ? item
          : {
              pk: item["pk"],
              sk: item["sk"],
              [names.partition]: query.partition,
              [names.sort]: at,
            };
      found.push({ at, row });
    }
    const [before, after] = query.newestFirst === true ? [1, -1] : [-1, 1];
    return found
      .toSorted((one, other) => (one.at < other.at ? before : after))
      .map(({ row }) => row);
  };

  return {
    get: async (key) => seen(key, "consistent"),
    getMany: async (keys, read) => {
      const unique = new Map(keys.map((key) => [keyText(key), key]));
      return [...unique.values()].map((key) => seen(key, read)).filter(isThere);
    },
    put: async (item, condition) => change(item, stored(item), condition),
    remove: async (key, condition) => change(key, undefined, condition),
    putMany: async (some) => {
      for (const item of some) set(item, stored(item));
    },
    removeMany: async (keys) => {
      for (const key of keys) set(key, undefined);
    },
    query: async (query) => {
      const rows = rowsOf(query);
      const kept = rows.slice(0, query.limit ?? rows.length);
      const isCut = query.limit !== undefined && kept.length === query.limit;
      const last = kept.at(-1)?.[namesOf(query).sort];
      return {
        rows: kept.map(live).filter(isThere),
        next: isCut && typeof last === "string" ? last : undefined,
      };
    },
    queryAll: async (query) => rowsOf(query).map(live).filter(isThere),
    count: async (query) => rowsOf(query).length,
  };
}

const isThere = (row: Row | undefined): row is Row => row !== undefined;

const stored = (item: Item): Row =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

const partitionKeys = [tableFacts, ...tableFacts.indexes].map(({ partitionKey }) => partitionKey);

const partitionsOf = (row: Row | undefined): readonly string[] =>
  partitionKeys.flatMap((name) => {
    const partition = row?.[name];
    return typeof partition === "string" ? [`${name} ${partition}`] : [];
  });

const namesOf = ({ index }: Query): { readonly partition: string; readonly sort: string } => {
  const keys = tableFacts.indexes.find(({ name }) => name === index) ?? tableFacts;
  return { partition: keys.partitionKey, sort: keys.sortKey };
};

function isWithin({ sort }: Query, at: string): boolean {
  switch (sort?.is) {
    case "above":
      return at > sort.value;
    case "below":
      return at < sort.value;
    case "startsWith":
      return at.startsWith(sort.value);
    case undefined:
      return true;
  }
}

/** The few forms of condition that the store writes; another one is a bug here. */
const holds = ({ expression, values }: Condition, row: Row | undefined): boolean =>
  expression.split(" OR ").some((term) => {
    if (term === "attribute_not_exists(pk)") return row === undefined;
    const [, name = "", operator, value = ""] = /^(\w+) (=|<=) (:\w+)$/.exec(term) ?? [];
    if (operator === undefined) throw new Error(`Cannot judge ${expression}`);
    const [held, wanted] = [row?.[name], values?.[value]];
    if (operator === "=") return held !== undefined && held === wanted;
    return typeof held === "number" && typeof wanted === "number" && held <= wanted;
  });
