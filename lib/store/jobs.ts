import * as z from "zod/mini";
import {
  ClosedCircuit,
  circuitReasons,
  type ErrorNews,
  ToldItem,
} from "../domain/error/error-events.ts";
import { RefusedItem } from "../domain/error/refused-item.ts";
import { ErrorId, JobId, MappingName, mappingOfId } from "../domain/ids.ts";
import { epochOf, Instant } from "../domain/instant.ts";
import { Checkpoint } from "../domain/job/checkpoint.ts";
import { countersOf, type Job, jobStates, jobTriggers, jobTypes } from "../domain/job/job.ts";
import { JobRequest } from "../domain/job/job-request.ts";
import type { Jobs } from "../ports/store.ts";
import { withTodaysNames } from "./former-job.ts";
import type { ListCursors } from "./list/list-cursor.ts";
import { listPage, type ReadBehind } from "./list/list-page.ts";
import { mergeNewest, type ReadNewest } from "./list/merge-newest.ts";
import { pack, packed } from "./table/packed.ts";
import { storedShape } from "./table/stored-shape.ts";
import {
  absent,
  atRevision,
  type Item,
  type Key,
  type Row,
  type Table,
  TableKey,
} from "./table/table.ts";

const Counters = countersOf(z.number());

const News = z.object({
  opened: z.array(ErrorId),
  resolved: z.array(ToldItem),
} satisfies Record<keyof ErrorNews, z.core.$ZodType>);

export const StoredJob = storedShape(
  {
    r: z.number(),
    z: packed(
      z.object({
        id: JobId,
        mapping: MappingName,
        type: z.enum(jobTypes),
        trigger: z.enum(jobTriggers),
        state: z.enum(jobStates),
        requestedBy: z.optional(z.string()),
        createdAt: Instant,
        startedAt: z.optional(Instant),
        finishedAt: z.optional(Instant),
        message: z.optional(z.string()),
        progress: z.object({ done: z.number(), total: z.optional(z.number()) }),
        counters: z.object({ businessCentral: Counters, dataverse: Counters }),
        coupled: z.number(),
        request: JobRequest,
        checkpoint: z.optional(Checkpoint),
        step: z.number(),
        after: z.array(JobId),
        resumeAt: z.optional(Instant),
        sentAt: z.optional(Instant),
        preview: z.optional(z.literal(true)),
        cancelRequested: z.boolean(),
        refused: z.optional(z.array(RefusedItem)),
        trouble: z.optional(z.string()),
        unpublished: z.optional(z.array(News)),
        circuit: z.optional(z.enum(circuitReasons)),
        circuitClosed: z.optional(ClosedCircuit),
        expiresAt: z.optional(Instant),
      } satisfies Record<Exclude<keyof Job, "revision">, z.core.$ZodType>),
    ),
  },
  [withTodaysNames],
);

const openPartition = "open";
const jobPartition = (mapping: MappingName): string => `job#${mapping}`;
const jobKey = (id: JobId): Key => ({ pk: jobPartition(mappingOfId(id)), sk: id });
const isOpen = ({ state }: Job): boolean => state === "queued" || state === "running";

const itemOf = (job: Job): Item => {
  const { revision, ...content } = job;
  return {
    ...jobKey(job.id),
    v: StoredJob.version,
    r: revision + 1,
    z: pack(content),
    ...(isOpen(job)
      ? { g3pk: openPartition, g3sk: job.id }
      : { expiresAt: job.expiresAt && Math.ceil(epochOf(job.expiresAt) / 1000) }),
  };
};

const jobOf = (row: Row): Job => {
  const stored = StoredJob.parse(row);
  return { ...stored.z, revision: stored.r };
};

export const jobsOf = (table: Table, cursors: ListCursors): Jobs => ({
  async get(id) {
    const row = await table.get(jobKey(id));
    return row && jobOf(row);
  },

  async create(job) {
    const written = await table.put(itemOf({ ...job, revision: 0 }), absent);
    return written === "done" ? "created" : "exists";
  },

  async update(before, after) {
    const item = itemOf({ ...after, revision: before.revision });
    const written = await table.put(item, atRevision(before.revision));
    return written === "done" ? "saved" : "stale";
  },

  list: (filter, mappings, page) =>
    listPage({
      cursors,
      list: `jobs ${filter.mapping ?? "*"} ${filter.type ?? "*"} ${filter.state ?? "*"}`,
      page,
      read: readNewest(table, filter, filter.mapping === undefined ? mappings : [filter.mapping]),
    }),

  async open() {
    const rows = await table.queryAll({ index: "to-do", partition: openPartition });
    const keys = rows.map((row) => TableKey.parse(row));
    const jobs = (await table.getMany(keys, "consistent")).map(jobOf).filter(isOpen);
    return jobs.toSorted((one, other) => compare(ageOf(one), ageOf(other)));
  },
});

const ageOf = (job: Job): string => `${job.createdAt} ${placeOf(job)}`;

const compare = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

/** The time-ordered part first, so that jobs of all mappings are in one order. */
const placeOf = ({ id, mapping }: Job): string => `${id.slice(mapping.length + 1)} ${mapping}`;

const readNewest = (
  table: Table,
  filter: Parameters<Jobs["list"]>[0],
  mappings: readonly MappingName[],
): ReadBehind<Job> => {
  const partitions = mappings.map((mapping) => newestOfMapping(table, mapping));
  const belongs = (job: Job): boolean =>
    (filter.type === undefined || job.type === filter.type) &&
    (filter.state === undefined || job.state === filter.state);
  return async (position, limit) => {
    const { lines, next } = await mergeNewest(partitions, position, limit);
    const rows = lines.map(({ at, value }) => ({ at, item: belongs(value) ? value : undefined }));
    return { rows, next };
  };
};

const newestOfMapping =
  (table: Table, mapping: MappingName): ReadNewest<Job> =>
  async (before, limit) => {
    const { rows, next } = await table.query({
      partition: jobPartition(mapping),
      sort: before === undefined ? undefined : { is: "below", value: boundOf(mapping, before) },
      newestFirst: true,
      limit,
    });
    const jobs = rows.map(jobOf);
    return {
      lines: jobs.map((job) => ({ at: placeOf(job), value: job })),
      next: next === undefined ? undefined : `${next.slice(mapping.length + 1)} ${mapping}`,
    };
  };

/**
 * Job ids below it come after `place`. Of two jobs with the same time-ordered part the one of the
 * smaller mapping name comes later; `!` sorts below every character of an id.
 */
const boundOf = (mapping: MappingName, place: string): string => {
  const [time = "", placed = ""] = place.split(" ");
  return mapping < placed ? `${mapping}.${time}!` : `${mapping}.${time}`;
};
