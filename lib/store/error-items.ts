import * as z from "zod/mini";
import {
  type ErrorEdit,
  type ErrorItem,
  type ErrorKind,
  type ErrorSide,
  type ErrorStatus,
  errorKinds,
  errorStatuses,
} from "../domain/error-item.ts";
import {
  CouplingId,
  ErrorId,
  HistoryRef,
  JobId,
  MappingName,
  mappingOfId,
  RecordId,
} from "../domain/ids.ts";
import { Instant } from "../domain/instant.ts";
import { Value } from "../domain/record.ts";
import { isFoundIn } from "../domain/search.ts";
import { sides } from "../domain/side.ts";
import type { ErrorFilter, ErrorItems, Search } from "../ports/store.ts";
import { mapInFlight } from "./in-flight.ts";
import type { ListCursors } from "./list-cursor.ts";
import { fillPage, listPage, type ReadBehind } from "./list-page.ts";
import { mergeNewest, type ReadNewest } from "./merge-newest.ts";
import { pack, packed } from "./packed.ts";
import { shortenedTo } from "./shorten.ts";
import { storedShape } from "./stored-shape.ts";
import {
  atRevision,
  type Item,
  type Key,
  type Query,
  type Row,
  type Table,
  TableKey,
} from "./table.ts";

const Side = z.object({
  id: z.optional(RecordId),
  exists: z.optional(z.boolean()),
  title: z.optional(z.string()),
  modifiedOn: z.optional(Instant),
  version: z.optional(z.string()),
} satisfies Record<keyof ErrorSide, z.core.$ZodType>);
const Comparison = z.object({
  field: z.string(),
  base: z.optional(Value),
  businessCentral: Value,
  dataverse: Value,
  conflict: z.boolean(),
});
const Lookup = z.object({
  mapping: MappingName,
  side: z.enum(sides),
  by: z.enum(["id", "key"]),
  ref: z.string(),
});

const Edit = z.object({
  at: Instant,
  by: z.optional(z.string()),
  assignee: z.optional(z.nullable(z.string())),
  note: z.optional(z.nullable(z.string())),
} satisfies Record<keyof ErrorEdit, z.core.$ZodType>);

export const StoredErrorItem = storedShape({
  r: z.number(),
  z: packed(
    z.object({
      id: ErrorId,
      mapping: MappingName,
      kind: z.enum(errorKinds),
      status: z.enum(errorStatuses),
      message: z.string(),
      hint: z.string(),
      occurrences: z.number(),
      firstFailedAt: Instant,
      lastFailedAt: Instant,
      jobId: JobId,
      couplingId: z.optional(CouplingId),
      sides: z.object({ businessCentral: Side, dataverse: Side }),
      fields: z.optional(z.array(Comparison)),
      waitsFor: z.optional(z.array(Lookup)),
      candidates: z.optional(z.array(RecordId)),
      history: z.optional(HistoryRef),
      retryRequested: z.boolean(),
      assignee: z.optional(z.string()),
      note: z.optional(z.string()),
      edits: z.optional(z.array(Edit)),
    } satisfies Record<Exclude<keyof ErrorItem, "revision">, z.core.$ZodType>),
  ),
});

const errorKey = (id: ErrorId): Key => ({ pk: `e#${mappingOfId(id)}`, sk: id });
const kindPartition = (kind: ErrorKind, status: ErrorStatus): string => `e#${kind}#${status}`;
const mappingPartition = (mapping: MappingName, kind: ErrorKind, status: ErrorStatus): string =>
  `e#${mapping}#${kind}#${status}`;
const duePartition = (mapping: MappingName): string => `due#${mapping}`;

/** Unique over all error items, and newest last. */
const placeOf = ({ firstFailedAt, id }: ErrorItem): string => `${firstFailedAt}#${id}`;
const isDue = ({ status, retryRequested }: ErrorItem): boolean =>
  status === "retrying" || retryRequested;

export const errorItemRow = (error: ErrorItem): Item => {
  const { revision, ...content } = error;
  const { id, mapping, kind, status } = error;
  return {
    ...errorKey(id),
    v: StoredErrorItem.version,
    r: revision + 1,
    z: pack(shortenedTo(content)),
    g1pk: kindPartition(kind, status),
    g1sk: placeOf(error),
    g2pk: mappingPartition(mapping, kind, status),
    g2sk: placeOf(error),
    ...(isDue(error) && { g3pk: duePartition(mapping), g3sk: id }),
  };
};

const errorItemOf = (row: Row): ErrorItem => {
  const stored = StoredErrorItem.parse(row);
  return { ...stored.z, revision: stored.r };
};

export const errorItemsOf = (table: Table, cursors: ListCursors): ErrorItems => ({
  async get(ids) {
    const rows = await table.getMany(ids.map(errorKey), "consistent");
    return new Map(rows.map(errorItemOf).map((error) => [error.id, error]));
  },

  save: (items) =>
    mapInFlight(items, 32, async (error) => {
      const written = await table.put(errorItemRow(error), atRevision(error.revision));
      return written === "done" ? "saved" : "stale";
    }),

  remove: (items) => table.removeMany(items.map(({ id }) => errorKey(id))),

  list: (filter, page) =>
    listPage({
      cursors,
      list: listName(filter),
      page,
      sparse: filter.search !== undefined,
      read: readNewest(table, filter),
    }),

  async due(mapping, page) {
    const { items, next } = await fillPage(readDue(table, mapping), page.cursor, page.limit);
    return next === undefined ? { items } : { items, cursor: next };
  },

  async count(filter) {
    const counts = kindsOf(filter).flatMap((kind) =>
      statusesOf(filter).map((status) => table.count(partitionOf(filter.mapping, kind, status))),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  },
});

const listName = ({ mapping, kind, status, search }: ErrorFilter & Search): string =>
  `errors ${mapping ?? "*"} ${kind ?? "*"} ${status ?? "*"}${search === undefined ? "" : ` ${search}`}`;

/** At most 18 partitions (kind × status), so a page costs the same at any number of error items. */
const readNewest = (table: Table, filter: ErrorFilter & Search): ReadBehind<ErrorItem> => {
  const partitions = kindsOf(filter).flatMap((kind) =>
    statusesOf(filter).map((status) => newestKeys(table, filter.mapping, kind, status)),
  );
  return async (position, limit) => {
    const { lines, next } = await mergeNewest(partitions, position, limit);
    const errors = await readLines(
      table,
      lines.map(({ value }) => value),
    );
    const rows = lines.map(({ at, value }) => {
      const error = errors.get(value.sk);
      const stillHere = error !== undefined && placeOf(error) === at && matches(error, filter);
      return { at, item: stillHere ? error : undefined };
    });
    return { rows, next };
  };
};

const kindsOf = ({ kind }: ErrorFilter) => (kind === undefined ? errorKinds : [kind]);
const statusesOf = ({ status }: ErrorFilter) => (status === undefined ? errorStatuses : [status]);

/** The index may be behind the item. */
const matches = (error: ErrorItem, { kind, status, search }: ErrorFilter & Search): boolean =>
  (kind === undefined || error.kind === kind) &&
  (status === undefined || error.status === status) &&
  isFoundIn(search, [
    error.sides.businessCentral.title,
    error.sides.dataverse.title,
    error.message,
  ]);

const newestKeys =
  (
    table: Table,
    mapping: MappingName | undefined,
    kind: ErrorKind,
    status: ErrorStatus,
  ): ReadNewest<Key> =>
  async (before, limit) => {
    const { rows, next } = await table.query({
      ...partitionOf(mapping, kind, status),
      sort: before === undefined ? undefined : { is: "below", value: before },
      newestFirst: true,
      limit,
    });
    const places = rows.map((row) => Place.parse(row));
    const lines = places.map(({ pk, sk, g1sk, g2sk }) => ({
      at: g1sk ?? g2sk ?? sk,
      value: { pk, sk },
    }));
    return { lines, next };
  };

const partitionOf = (
  mapping: MappingName | undefined,
  kind: ErrorKind,
  status: ErrorStatus,
): Pick<Query, "index" | "partition"> =>
  mapping === undefined
    ? { index: "by-status", partition: kindPartition(kind, status) }
    : { index: "by-mapping", partition: mappingPartition(mapping, kind, status) };

const Place = z.extend(TableKey, { g1sk: z.optional(z.string()), g2sk: z.optional(z.string()) });

const readLines = async (
  table: Table,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, ErrorItem>> => {
  const rows = await table.getMany(keys, "eventual");
  return new Map(rows.map(errorItemOf).map((error) => [error.id, error]));
};

const readDue =
  (table: Table, mapping: MappingName): ReadBehind<ErrorItem> =>
  async (position, limit) => {
    const { rows, next } = await table.query({
      index: "to-do",
      partition: duePartition(mapping),
      sort: position === undefined ? undefined : { is: "above", value: position },
      limit,
    });
    const keys = rows.map((row) => TableKey.parse(row));
    const errors = await readLines(table, keys);
    const placed = keys.map(({ sk }) => {
      const error = errors.get(sk);
      return { at: sk, item: error !== undefined && isDue(error) ? error : undefined };
    });
    return { rows: placed, next };
  };
