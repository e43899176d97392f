import * as z from "zod/mini";
import {
  type ErrorEdit,
  type ErrorItem,
  type ErrorKind,
  type ErrorSide,
  type ErrorStatus,
  errorKinds,
  errorStatuses,
} from "../../domain/error/error-item.ts";
import {
  CouplingId,
  ErrorId,
  HistoryRef,
  JobId,
  MappingName,
  mappingOfId,
  RecordId,
} from "../../domain/ids.ts";
import { Instant } from "../../domain/instant.ts";
import { Value } from "../../domain/record.ts";
import { sides } from "../../domain/side.ts";
import type { ErrorFilter } from "../../ports/store.ts";
import { pack, packed } from "../table/packed.ts";
import { shortenedTo } from "../table/shorten.ts";
import { storedShape } from "../table/stored-shape.ts";
import type { Item, Key, Query, Row } from "../table/table.ts";

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

export const errorKey = (id: ErrorId): Key => ({ pk: `e#${mappingOfId(id)}`, sk: id });
const kindPartition = (kind: ErrorKind, status: ErrorStatus): string => `e#${kind}#${status}`;
const mappingPartition = (mapping: MappingName, kind: ErrorKind, status: ErrorStatus): string =>
  `e#${mapping}#${kind}#${status}`;
export const duePartition = (mapping: MappingName): string => `due#${mapping}`;

/** Unique over all error items, and newest last. */
export const placeOf = ({ firstFailedAt, id }: ErrorItem): string => `${firstFailedAt}#${id}`;
export const isDue = ({ status, retryRequested }: ErrorItem): boolean =>
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

export const errorItemOf = (row: Row): ErrorItem => {
  const stored = StoredErrorItem.parse(row);
  return { ...stored.z, revision: stored.r };
};

export type ErrorPartition = Pick<Query, "index" | "partition">;

/** At most 18 (kind × status), so a page costs the same at any number of error items. */
export const partitionsOf = ({ mapping, kind, status }: ErrorFilter): readonly ErrorPartition[] =>
  (kind === undefined ? errorKinds : [kind]).flatMap((one) =>
    (status === undefined ? errorStatuses : [status]).map((other) =>
      partitionOf(mapping, one, other),
    ),
  );

const partitionOf = (
  mapping: MappingName | undefined,
  kind: ErrorKind,
  status: ErrorStatus,
): ErrorPartition =>
  mapping === undefined
    ? { index: "by-status", partition: kindPartition(kind, status) }
    : { index: "by-mapping", partition: mappingPartition(mapping, kind, status) };
