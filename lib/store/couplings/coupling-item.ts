import * as z from "zod/mini";
import type { Coupling, CouplingStatus } from "../../domain/coupling.ts";
import {
  couplingIdOf,
  ErrorId,
  FieldName,
  HistoryRef,
  JobId,
  MappingName,
  RecordId,
} from "../../domain/ids.ts";
import { epochOf, instantOf } from "../../domain/instant.ts";
import { Value } from "../../domain/record.ts";
import type { Side } from "../../domain/side.ts";
import { pack, packed } from "../table/packed.ts";
import { storedShape } from "../table/stored-shape.ts";
import type { Item, Key, Row } from "../table/table.ts";

const Base = z.record(FieldName, Value);
const Unheard = z.object({ businessCentral: z.optional(Base), dataverse: z.optional(Base) });

/** One write unit is 1 KB: short names, nothing twice, nothing that the key already says. */
export const StoredCoupling = storedShape({
  pk: z.string(),
  sk: RecordId,
  /** Dataverse's id. */
  d: RecordId,
  /** Base. */
  b: packed(Base),
  /** ETags, Business Central's and Dataverse's. */
  eb: z.optional(z.string()),
  ed: z.optional(z.string()),
  /** Unread sides. */
  u: z.optional(z.enum(["b", "d", "bd"])),
  /** Sent to a side, and no answer came. */
  w: z.optional(packed(Unheard)),
  /** Key and title. */
  k: z.string(),
  t: z.string(),
  /** Status and error item; an active coupling has none. */
  s: z.optional(z.enum(["retrying", "skipped"])),
  x: z.optional(ErrorId),
  /** When it was last synchronized, and by which job (without the mapping's name). */
  a: z.optional(z.number()),
  j: z.optional(z.string()),
  /** Newest history entry; without the job's id where that is the same. */
  h: z.optional(z.string()),
  r: z.number(),
});

const partitionPrefix = "c#";
export const couplingPartition = (mapping: MappingName): string => `${partitionPrefix}${mapping}`;
export const couplingStatusPartition = (mapping: MappingName, status: CouplingStatus): string =>
  `${couplingPartition(mapping)}#${status}`;

/** Plain text where a lookup names the record: it may hold anything. */
export const couplingKey = (mapping: MappingName, businessCentralId: string): Key => ({
  pk: couplingPartition(mapping),
  sk: businessCentralId,
});

/**
 * The item of a coupling, under the revision after the one it was read with. What is undefined is not
 * stored. A literal without conditional parts, here and below: made of parts it takes ten times as long,
 * for every record.
 */
export const couplingItem = (coupling: Coupling): Item => {
  const { mapping, ids, status } = coupling;
  const { pk, sk } = couplingKey(mapping, ids.businessCentral);
  const isListed = status !== "active";
  return {
    pk,
    sk,
    v: StoredCoupling.version,
    d: coupling.ids.dataverse,
    b: pack(coupling.base),
    eb: coupling.versions.businessCentral,
    ed: coupling.versions.dataverse,
    u: unreadLetters(coupling.unread),
    w: coupling.unacknowledged && pack(coupling.unacknowledged),
    k: coupling.key,
    t: coupling.title,
    x: coupling.errorId,
    a: coupling.lastSynchronizedAt && epochOf(coupling.lastSynchronizedAt),
    j: coupling.lastJobId && shortJobId(mapping, coupling.lastJobId),
    h: coupling.history && shortHistory(coupling.lastJobId, coupling.history),
    r: coupling.revision + 1,
    s: isListed ? status : undefined,
    g1pk: isListed ? couplingStatusPartition(mapping, status) : undefined,
    g1sk: isListed ? ids.businessCentral : undefined,
  };
};

export const couplingOf = (row: Row): Coupling => {
  const stored = StoredCoupling.parse(row);
  const mapping = MappingName.parse(stored.pk.slice(partitionPrefix.length));
  const jobId = stored.j === undefined ? undefined : fullJobId(mapping, stored.j);
  return {
    id: couplingIdOf(mapping, stored.sk),
    mapping,
    ids: { businessCentral: stored.sk, dataverse: stored.d },
    base: stored.b,
    versions: { businessCentral: stored.eb, dataverse: stored.ed },
    unread: stored.u === undefined ? [] : unreadSides[stored.u],
    key: stored.k,
    title: stored.t,
    status: stored.s ?? "active",
    revision: stored.r,
    unacknowledged: stored.w,
    errorId: stored.x,
    lastSynchronizedAt: stored.a === undefined ? undefined : instantOf(stored.a),
    lastJobId: jobId,
    history: stored.h === undefined ? undefined : fullHistory(jobId, stored.h),
  };
};

const unreadSides: Readonly<Record<"b" | "d" | "bd", readonly Side[]>> = {
  b: ["businessCentral"],
  d: ["dataverse"],
  bd: ["businessCentral", "dataverse"],
};

const unreadLetters = (unread: readonly Side[]): keyof typeof unreadSides | undefined => {
  if (unread.includes("businessCentral")) return unread.includes("dataverse") ? "bd" : "b";
  return unread.includes("dataverse") ? "d" : undefined;
};

const shortJobId = (mapping: MappingName, jobId: JobId): string =>
  jobId.startsWith(`${mapping}.`) ? jobId.slice(mapping.length) : jobId;

const fullJobId = (mapping: MappingName, short: string): JobId =>
  JobId.parse(short.startsWith(".") ? `${mapping}${short}` : short);

const shortHistory = (jobId: JobId | undefined, history: HistoryRef): string =>
  jobId !== undefined && history.startsWith(`${jobId}/`) ? history.slice(jobId.length) : history;

const fullHistory = (jobId: JobId | undefined, short: string): HistoryRef =>
  HistoryRef.parse(jobId !== undefined && short.startsWith("/") ? `${jobId}${short}` : short);
