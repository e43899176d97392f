import * as z from "zod/mini";
import type { FormerCoupling } from "../../domain/coupling.ts";
import {
  type CouplingId,
  couplingIdOf,
  HistoryRef,
  JobId,
  MappingName,
  mappingOfId,
  RecordId,
  recordOfCoupling,
} from "../../domain/ids.ts";
import { epochOf, Instant, instantOf } from "../../domain/instant.ts";
import { storedShape } from "../table/stored-shape.ts";
import type { Item, Key, Row, Table } from "../table/table.ts";
import { tableFacts } from "../table/table-facts.ts";

const partitionPrefix = "gone#";

export const StoredFormerCoupling = storedShape({
  pk: z.string(),
  sk: RecordId,
  /** Dataverse's id. */
  d: RecordId,
  t: z.string(),
  /** When it was removed, and by which job. */
  a: Instant,
  j: JobId,
  h: z.optional(HistoryRef),
  [tableFacts.timeToLive]: z.number(),
});

const formerKey = (mapping: MappingName, businessCentralId: string): Key => ({
  pk: `${partitionPrefix}${mapping}`,
  sk: businessCentralId,
});

/** A later removal of the same record's coupling takes its place: its log goes on into the older one. */
export const formerItem = (former: FormerCoupling): Item => ({
  ...formerKey(former.mapping, former.ids.businessCentral),
  v: StoredFormerCoupling.version,
  d: former.ids.dataverse,
  t: former.title,
  a: former.removedAt,
  j: former.jobId,
  h: former.history,
  [tableFacts.timeToLive]: Math.ceil(epochOf(former.expiresAt) / 1000),
});

const formerOf = (row: Row): FormerCoupling => {
  const stored = StoredFormerCoupling.parse(row);
  const mapping = MappingName.parse(stored.pk.slice(partitionPrefix.length));
  return {
    id: couplingIdOf(mapping, stored.sk),
    mapping,
    ids: { businessCentral: stored.sk, dataverse: stored.d },
    title: stored.t,
    removedAt: stored.a,
    jobId: stored.j,
    expiresAt: instantOf(stored[tableFacts.timeToLive] * 1000),
    ...(stored.h !== undefined && { history: stored.h }),
  };
};

export const formerCouplings = async (
  table: Table,
  ids: readonly CouplingId[],
): Promise<ReadonlyMap<CouplingId, FormerCoupling>> => {
  const keys = ids.map((id) => formerKey(mappingOfId(id), recordOfCoupling(id)));
  const found = (await table.getMany(keys, "consistent")).map(formerOf);
  return new Map(found.map((former) => [former.id, former]));
};
