import * as z from "zod/mini";
import type { IndexName } from "./table-facts.ts";

export const TableKey = z.object({ pk: z.string(), sk: z.string() });
export type Key = Readonly<z.infer<typeof TableKey>>;

export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export interface Item extends Key {
  readonly [attribute: string]: unknown;
}

/** An item as read, to be parsed by the entity it belongs to. */
export type Row = Readonly<Record<string, unknown>>;

export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** `refused`: the condition did not hold, nothing was written. */
export type Written = "done" | "refused";

export interface Query {
  readonly index?: IndexName | undefined;
  readonly partition: string;
  /** Bound of the sort key, itself not included; or a prefix. */
  readonly sort?:
    | { readonly is: "above" | "below" | "startsWith"; readonly value: string }
    | undefined;
  readonly newestFirst?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Never with an index. */
  readonly consistent?: boolean | undefined;
}

export interface QueryAnswer {
  readonly rows: readonly Row[];
  /** Sort key to go on from; absent when the partition ended. */
  readonly next: string | undefined;
}

/** The few operations that the entities are built on. Expired items are not there (TTL is late). */
export interface Table {
  get(key: Key): Promise<Row | undefined>;
  /** In no particular order; absent items are left out. */
  getMany(keys: readonly Key[], read: "consistent" | "eventual"): Promise<readonly Row[]>;
  put(item: Item, condition?: Condition): Promise<Written>;
  remove(key: Key, condition?: Condition): Promise<Written>;
  /** Whatever stands there. */
  putMany(items: readonly Item[]): Promise<void>;
  removeMany(keys: readonly Key[]): Promise<void>;
  query(query: Query): Promise<QueryAnswer>;
  queryAll(query: Query): Promise<readonly Row[]>;
  count(query: Query): Promise<number>;
}

export const absent: Condition = { expression: "attribute_not_exists(pk)" };

/** `r` is the revision of every item that changes under one; 0 = not stored yet. */
export const atRevision = (revision: number): Condition =>
  revision === 0 ? absent : { expression: "r = :r", values: { ":r": revision } };
