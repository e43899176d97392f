import * as z from "zod/mini";
import type { HistoryEntry } from "../domain/history.ts";
import { HistoryRef, JobId, mappingOfId, RecordId } from "../domain/ids.ts";
import { epochOf, Instant } from "../domain/instant.ts";
import { jobTriggers, jobTypes, type Outcome, outcomes } from "../domain/job.ts";
import { Value } from "../domain/record.ts";
import { failed, ok } from "../domain/result.ts";
import { sides } from "../domain/side.ts";
import type { Clock, Ids } from "../ports/clock.ts";
import type { History } from "../ports/store.ts";
import { mapInFlight } from "./in-flight.ts";
import type { ListCursors } from "./list-cursor.ts";
import { listPage, type ReadBehind } from "./list-page.ts";
import { type Packed, pack, packed, packedBytes } from "./packed.ts";
import { mostItemBytes, shortenedTo } from "./shorten.ts";
import { storedShape } from "./stored-shape.ts";
import { type Row, type Table, TableKey } from "./table.ts";

const Entry = z.object({
  at: Instant,
  jobId: JobId,
  jobType: z.enum(jobTypes),
  trigger: z.enum(jobTriggers),
  requestedBy: z.optional(z.string()),
  side: z.enum(sides),
  outcome: z.enum(outcomes),
  businessCentralId: z.optional(RecordId),
  dataverseId: z.optional(RecordId),
  title: z.optional(z.string()),
  message: z.optional(z.string()),
  changes: z.optional(z.array(z.object({ field: z.string(), from: Value, to: Value }))),
  previous: z.optional(HistoryRef),
} satisfies Record<keyof HistoryEntry, z.core.$ZodType>);

export const StoredHistory = storedShape({
  ...TableKey.shape,
  z: packed(z.array(Entry)),
});

/** Deflated together, entries of one step share most of their text: about 0.1 write units each. */
const entriesPerChunk = 100;

const historyPartition = (jobId: JobId): string => `h#${jobId}`;

export interface HistoryOptions {
  readonly clock: Clock;
  readonly ids: Pick<Ids, "short">;
}

export const historyOf = (
  table: Table,
  cursors: ListCursors,
  { clock, ids }: HistoryOptions,
): History => ({
  async append(jobId, groups, expiresAt) {
    /* New for every append: a step that is delivered twice never overwrites what it wrote first. */
    const append = `${epochOf(clock.now()).toString(36).padStart(9, "0")}-${ids.short()}`;
    const { entries, newest } = linked(groups, (index) =>
      HistoryRef.parse(`${jobId}/${append}/${index}`),
    );
    await mapInFlight(chunksOf(entries), 8, ({ start, content }) =>
      table.put({
        pk: historyPartition(jobId),
        sk: `${append}-${paddedIndex(start)}`,
        v: StoredHistory.version,
        z: content,
        expiresAt: Math.ceil(epochOf(expiresAt) / 1000),
      }),
    );
    return newest;
  },

  ofJob: (jobId, page, outcome) =>
    listPage({
      cursors,
      list: `history of ${jobId}${outcome === undefined ? "" : ` ${outcome}`}`,
      page,
      read: readJob(table, jobId, outcome),
    }),

  async ofRecord(newest, page) {
    const list = `history of a record of ${mappingOfId(placeOf(newest).jobId)}`;
    const start = page.cursor === undefined ? newest : await cursors.open(list, page.cursor);
    if (start === undefined) return failed("badCursor");
    const entryAt = entriesOf(table);
    const first = await entryAt(newest);
    const items: HistoryEntry[] = [];
    let at: HistoryRef | undefined = HistoryRef.parse(start);
    while (at !== undefined && items.length < page.limit) {
      const entry: HistoryEntry | undefined = await entryAt(at);
      if (entry === undefined) return ok({ items });
      if (items.length === 0 && first !== undefined && !isSameRecord(first, entry)) {
        return failed("badCursor");
      }
      items.push(entry);
      at = entry.previous;
    }
    return ok(at === undefined ? { items } : { items, cursor: await cursors.sign(list, at) });
  },
});

/** Entries of all groups in one row, each but a group's first naming the one before it. */
const linked = (
  groups: readonly (readonly HistoryEntry[])[],
  refOf: (index: number) => HistoryRef,
) => {
  const entries: HistoryEntry[] = [];
  const newest = groups.map((group) => {
    let previous: HistoryRef | undefined;
    for (const entry of group) {
      entries.push(previous === undefined ? entry : { ...entry, previous });
      previous = refOf(entries.length - 1);
    }
    return previous;
  });
  return { entries, newest };
};

interface Chunk {
  /** Index of its first entry within the append. */
  readonly start: number;
  readonly content: Packed;
}

const chunksOf = (entries: readonly HistoryEntry[]): readonly Chunk[] => {
  const starts = Array.from(
    { length: Math.ceil(entries.length / entriesPerChunk) },
    (_, index) => index * entriesPerChunk,
  );
  return starts.flatMap((start) =>
    splitToFit(start, entries.slice(start, start + entriesPerChunk)),
  );
};

const splitToFit = (start: number, entries: readonly HistoryEntry[]): readonly Chunk[] => {
  const content = pack(entries);
  if (packedBytes(content) <= mostItemBytes) return [{ start, content }];
  if (entries.length === 1) return [{ start, content: pack(shortenedTo(entries)) }];
  const half = Math.ceil(entries.length / 2);
  return [
    ...splitToFit(start, entries.slice(0, half)),
    ...splitToFit(start + half, entries.slice(half)),
  ];
};

const paddedIndex = (index: number): string => String(index).padStart(6, "0");

/** Sorts behind every index. */
const chunkEnd = "~";

/** Positions are `<chunk>/<index>`: a page may end inside a chunk. */
const readJob =
  (table: Table, jobId: JobId, outcome: Outcome | undefined): ReadBehind<HistoryEntry> =>
  async (position, limit) => {
    const [chunk, index] = position?.split("/") ?? [];
    const partition = historyPartition(jobId);
    const began =
      chunk === undefined || index === chunkEnd
        ? []
        : await table.getMany([{ pk: partition, sk: chunk }], "eventual");
    const { rows, next } = await table.query({
      partition,
      sort: chunk === undefined ? undefined : { is: "above", value: chunk },
      limit: Math.ceil(limit / entriesPerChunk),
    });
    const placed = [...began, ...rows].flatMap(linesOf);
    const rest = placed
      .filter(({ at }) => at > (position ?? ""))
      .map(({ at, item }) =>
        outcome === undefined || item.outcome === outcome ? { at, item } : { at, item: undefined },
      );
    return { rows: rest, next: next === undefined ? undefined : `${next}/${chunkEnd}` };
  };

const linesOf = (row: Row) => {
  const { sk, z: entries } = StoredHistory.parse(row);
  return entries.map((item, index) => ({ at: `${sk}/${String(index).padStart(4, "0")}`, item }));
};

interface Place {
  readonly jobId: JobId;
  readonly append: string;
  /** Within the append: where chunks begin and end is not part of a reference. */
  readonly index: number;
}

const placeOf = (ref: HistoryRef): Place => {
  const [job, append = "", index] = ref.split("/");
  return { jobId: JobId.parse(job), append, index: Number(index) };
};

interface ReadChunk {
  readonly start: number;
  readonly entries: readonly HistoryEntry[];
}

/** Reads single entries; a chunk that holds several of them is read once. */
const entriesOf = (table: Table) => {
  const chunks = new Map<string, ReadChunk[]>();
  return async (ref: HistoryRef): Promise<HistoryEntry | undefined> => {
    const place = placeOf(ref);
    const name = `${place.jobId}/${place.append}`;
    const known = chunks.get(name) ?? [];
    chunks.set(name, known);
    const at = ({ start, entries }: ReadChunk) => entries[place.index - start];
    const before = known.find((chunk) => at(chunk) !== undefined);
    if (before !== undefined) return at(before);
    const read = await readChunk(table, place);
    if (read === undefined) return undefined;
    known.push(read);
    return at(read);
  };
};

const readChunk = async (
  table: Table,
  { jobId, append, index }: Place,
): Promise<ReadChunk | undefined> => {
  const { rows } = await table.query({
    partition: historyPartition(jobId),
    sort: { is: "below", value: `${append}-${paddedIndex(index + 1)}` },
    newestFirst: true,
    limit: 1,
    consistent: true,
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { sk, z: entries } = StoredHistory.parse(row);
  const [, start] = sk.split(`${append}-`);
  return start === undefined ? undefined : { start: Number(start), entries };
};

/** A record that was restored has a new id on one side and keeps the other. */
const isSameRecord = (one: HistoryEntry, other: HistoryEntry): boolean =>
  (one.businessCentralId !== undefined && one.businessCentralId === other.businessCentralId) ||
  (one.dataverseId !== undefined && one.dataverseId === other.dataverseId);
