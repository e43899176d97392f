import type { Coupling } from "../../domain/coupling.ts";
import { fieldsWithoutBase } from "../../domain/decision/field-pairs.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { type ErrorItem, hasMovedOn } from "../../domain/error/error-item.ts";
import { type CouplingId, type ErrorId, errorIdOf, type RecordId } from "../../domain/ids.ts";
import type { Reading } from "../../domain/job/checkpoint.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { flowsTo, otherSide, type PerSide, type Side, sides } from "../../domain/side.ts";
import type { ChangePage, ReadFrom } from "../../ports/business-app.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { readRecords } from "../observe/read-records.ts";
import { tooManyDeleted, tooManyFoundDeleted } from "../pair/deletion-guard.ts";
import {
  ended,
  type KnownSide,
  type PairWork,
  pairWork,
  singleRun,
  versionsOf,
  withoutRecord,
} from "../pair/pair.ts";

export interface Gathered {
  readonly runs: readonly PairWork[];
  /** Where each side goes on. */
  readonly next: PerSide<Reading>;
  /** Coupled records that this job was told are deleted, the pages before included. */
  readonly deleted: number;
}

type Deps = Pick<SyncApp, "store" | "apps">;

/**
 * Reads the next page of both sides and joins it with the couplings. The counterpart of a record that
 * only one side reports is not read: it is taken to be as the base says, and the version in the
 * coupling guards the write (rule W1).
 */
export async function gatherChanges(
  app: Deps,
  work: StepWork,
  reading: PerSide<Reading>,
  deletedBefore: number,
): Promise<Result<Gathered, AppFailure>> {
  const [businessCentral, dataverse] = await Promise.all([
    readNext(app, work, "businessCentral", reading.businessCentral),
    readNext(app, work, "dataverse", reading.dataverse),
  ]);
  if (!businessCentral.ok) return businessCentral;
  if (!dataverse.ok) return dataverse;
  const pages = { businessCentral: businessCentral.value, dataverse: dataverse.value };
  const couplings = await couplingsOf(app, work, pages);
  const deleted = deletedBefore + couplingsDeleted(pages.dataverse, couplings);
  const guard = tooManyDeleted(work, "dataverse", deleted);
  if (guard !== undefined) return failed(guard);
  const coupled = coupledRuns(couplings, pages);
  const single = singleRuns(couplings, pages);
  const listed = await withErrors(app, work.mapping, [...coupled, ...single]);
  const open = listed.filter((run) => !hasFailedBefore(work, run));
  const runs = await withUnread(app, work, open);
  if (!runs.ok) return runs;
  const found = tooManyFoundDeleted(work, runs.value);
  if (found !== undefined) return failed(found);
  const next = {
    businessCentral: nextReading(pages.businessCentral),
    dataverse: nextReading(pages.dataverse),
  };
  const gone = await goneRuns(app, work.mapping, pages.dataverse, couplings);
  return ok({ runs: [...runs.value, ...gone], next, deleted });
}

const noPage: ChangePage = { records: [], deleted: [] };

/** An expired cursor is no failure: the side is read from the beginning, and equal records cost nothing. */
async function readNext(
  { apps }: Deps,
  { entities }: StepWork,
  side: Side,
  reading: Reading,
): Promise<Result<ChangePage, AppFailure>> {
  if (reading.kind === "done") return ok({ ...noPage, position: reading.position });
  const from: ReadFrom = reading;
  const page = await apps[side].readChanges(entities[side], from);
  if (page.ok || page.failure.code !== "cursorExpired" || from.kind === "beginning") return page;
  return apps[side].readChanges(entities[side], { kind: "beginning" });
}

const nextReading = ({ next, position }: ChangePage): Reading =>
  next === undefined ? { kind: "done", position } : { kind: "page", page: next };

interface Couplings {
  readonly bySide: PerSide<ReadonlyMap<RecordId, Coupling>>;
}

async function couplingsOf(
  { store }: Deps,
  { mapping }: StepWork,
  pages: PerSide<ChangePage>,
): Promise<Couplings> {
  const ids = (side: Side): readonly RecordId[] => [
    ...pages[side].records.map(({ id }) => id),
    ...pages[side].deleted,
  ];
  const businessCentral = await store.couplings.bySide(
    mapping.name,
    "businessCentral",
    ids("businessCentral"),
  );
  const known = new Map(
    [...businessCentral.values()].map((coupling) => [coupling.ids.dataverse, coupling]),
  );
  const others = ids("dataverse").filter((id) => !known.has(id));
  const dataverse = await store.couplings.bySide(mapping.name, "dataverse", others);
  return { bySide: { businessCentral, dataverse: new Map([...known, ...dataverse]) } };
}

const couplingsDeleted = ({ deleted }: ChangePage, { bySide }: Couplings): number =>
  deleted.filter((id) => bySide.dataverse.has(id)).length;

function coupledRuns({ bySide }: Couplings, pages: PerSide<ChangePage>): readonly PairWork[] {
  const read = {
    businessCentral: recordsById(pages.businessCentral),
    dataverse: recordsById(pages.dataverse),
  };
  const deleted = new Set(pages.dataverse.deleted);
  const couplings = new Map<CouplingId, Coupling>();
  for (const side of sides) {
    for (const id of [...read[side].keys(), ...(side === "dataverse" ? deleted : [])]) {
      const coupling = bySide[side].get(id);
      if (coupling !== undefined) couplings.set(coupling.id, coupling);
    }
  }
  return [...couplings.values()].map((coupling) => {
    const gone = deleted.has(coupling.ids.dataverse) && !read.dataverse.has(coupling.ids.dataverse);
    return pairWork(coupling, {
      businessCentral: stateOf(read.businessCentral.get(coupling.ids.businessCentral)),
      dataverse: gone ? { kind: "deleted" } : stateOf(read.dataverse.get(coupling.ids.dataverse)),
    });
  });
}

const recordsById = ({ records }: ChangePage): ReadonlyMap<RecordId, AppRecord> =>
  new Map(records.map((record) => [record.id, record]));

const stateOf = (record: AppRecord | undefined): KnownSide =>
  record === undefined ? { kind: "unchangedSinceBase" } : { kind: "read", record };

function singleRuns({ bySide }: Couplings, pages: PerSide<ChangePage>): readonly PairWork[] {
  return sides.flatMap((side) =>
    pages[side].records
      .filter(({ id }) => !bySide[side].has(id))
      .map((record) => singleRun(side, record)),
  );
}

/** What was listed without ever being coupled, and is deleted: nothing is left to be done about it. */
async function goneRuns(
  { store }: Deps,
  { name }: TableMapping,
  { deleted }: ChangePage,
  { bySide }: Couplings,
): Promise<readonly PairWork[]> {
  const alone = deleted.filter((id) => !bySide.dataverse.has(id));
  if (alone.length === 0) return [];
  const items = await store.errors.get(alone.map((id) => errorIdOf(name, "dataverse", id)));
  return [...items.values()].map(withoutRecord);
}

/** Adds the open error items; what is skipped ends here. */
async function withErrors(
  { store }: Deps,
  mapping: TableMapping,
  runs: readonly PairWork[],
): Promise<readonly PairWork[]> {
  const ids = runs.map((run) => openErrorId(mapping, run));
  const wanted = ids.filter((id): id is ErrorId => id !== undefined);
  const errors: ReadonlyMap<ErrorId, ErrorItem> =
    wanted.length === 0 ? new Map() : await store.errors.get(wanted);
  return runs.map((run, index) => {
    const id = ids[index];
    const error = id === undefined ? undefined : errors.get(id);
    const isSkipped = (run.coupling?.status ?? error?.status) === "skipped";
    const isSetAside = isSkipped && error !== undefined && !hasMovedOn(error, versionsOf(run));
    return isSetAside ? ended({ ...run, error }, { kind: "skipped" }) : { ...run, error };
  });
}

/**
 * A record that failed in an earlier step of this job (among those that were due, or on the other
 * side's page) is not tried, nor counted, twice: its coupling says that both sides are to be read.
 */
const hasFailedBefore = ({ job }: StepWork, { error, end }: PairWork): boolean =>
  job.checkpoint !== undefined &&
  error?.jobId === job.id &&
  (error.status === "retrying" || end?.kind === "skipped");

/** Only a record that could be created on the other side may have failed before it was coupled. */
function openErrorId(mapping: TableMapping, run: PairWork): ErrorId | undefined {
  if (run.coupling !== undefined) return run.coupling.errorId;
  const side = sides.find((one) => run.states[one].kind === "read");
  if (side === undefined || mapping.onlyCoupled || !flowsTo(mapping.direction, otherSide[side])) {
    return undefined;
  }
  const state = run.states[side];
  return state.kind === "read" ? errorIdOf(mapping.name, side, state.record.id) : undefined;
}

/** W5: reads the sides whose news was passed over earlier, or that the base does not wholly describe. */
async function withUnread(
  app: Deps,
  work: StepWork,
  runs: readonly PairWork[],
): Promise<Result<readonly PairWork[], AppFailure>> {
  const toRead = runs.flatMap((run) => {
    const unread = run.end === undefined ? sidesToRead(work.mapping, run) : [];
    return unread.length === 0 ? [] : [{ run, sides: unread }];
  });
  if (toRead.length === 0) return ok(runs);
  const read = await readRecords(app, work, toRead);
  if (!read.ok) return read;
  const others = new Set(toRead.map(({ run }) => run));
  return ok([...runs.filter((run) => !others.has(run)), ...read.value]);
}

function sidesToRead(mapping: TableMapping, { coupling, states }: PairWork): readonly Side[] {
  if (coupling === undefined) return [];
  const { base, unread, versions } = coupling;
  const isNewToFields = fieldsWithoutBase(mapping, base).length > 0;
  return sides.filter(
    (side) =>
      states[side].kind === "unchangedSinceBase" &&
      (isNewToFields || unread.includes(side) || versions[side] === undefined),
  );
}
