import type { ErrorId, MappingName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job/job.ts";
import type { ErrorSelection as JobErrors } from "../../domain/job/job-request.ts";
import { type ErrorRequest, requestKinds } from "../../domain/job/request-kinds.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { ok, type Result } from "../../domain/result.ts";
import { startJob } from "../../sync/jobs/start-job.ts";
import type { BulkResult, LeftOut } from "../bulk-result.ts";
import { idsByMapping } from "../by-mapping.ts";
import type { ManageApp } from "../manage-app.ts";
import { invalid, type ManageFailure } from "../manage-failure.ts";
import { storedMapping } from "../mappings/find-mapping.ts";
import { enabledMapping } from "../mappings/start-synchronization.ts";
import { begunBefore } from "./find-repeated-request.ts";
import { countByMapping, type ErrorSelection } from "./select-by-filter.ts";
import { chosenById, type Seen } from "./select-by-id.ts";

type Without<T, Key extends string> = T extends unknown ? Omit<T, Key> : never;

/** What is to be done about error items, whichever they are. */
export type Act = Without<ErrorRequest, "errors">;

export interface ActAsked {
  readonly act: Act;
  /** Names the jobs, so that a repeat of the request finds them whichever items are left. */
  readonly distinct?: string | undefined;
  readonly selection: ErrorSelection;
  readonly seen?: Seen | undefined;
  readonly preview: true | undefined;
  readonly requestedBy: string | undefined;
}

/** One job per mapping concerned does it, with what it was given: ids stay ids, and filters stay filters. */
export async function actOnErrors(
  app: ManageApp,
  asked: ActAsked,
): Promise<Result<BulkResult, ManageFailure>> {
  const { selection } = asked;
  return "ids" in selection
    ? actOnIds(app, asked, selection.ids)
    : actOnFilter(app, asked, selection);
}

/** What concerns one mapping. */
interface Part {
  readonly mapping: MappingName;
  readonly errors: JobErrors;
  readonly count: number;
}

async function actOnIds(
  app: ManageApp,
  asked: ActAsked,
  ids: readonly ErrorId[],
): Promise<Result<BulkResult, ManageFailure>> {
  const distinct = app.ids.short();
  const begun = await begunBefore(app, ids, distinct);
  if (begun.open.length === 0) return ok(begun);
  const use = asked.act.kind === "synchronizeErrors" ? asked.act.use : undefined;
  const choosing = { action: requestKinds[asked.act.kind].errorAction, use };
  const chosen = await chosenById(app, choosing, begun.open, asked.seen);
  if (!chosen.ok) return chosen;
  const { items, leftOut } = chosen.value;
  const parts = [...idsByMapping(items.map(({ id }) => id))].map(
    ([mapping, some]): Part => ({ mapping, errors: { ids: [...some] }, count: some.length }),
  );
  const end = await start(app, { ...asked, distinct }, parts, { leftOut });
  return end.ok ? ok(together(begun, end.value)) : end;
}

const together = (one: BulkResult, other: BulkResult): BulkResult => ({
  taken: one.taken + other.taken,
  leftOut: [...one.leftOut, ...other.leftOut],
  jobs: [...one.jobs, ...other.jobs],
  notStarted: [...one.notStarted, ...other.notStarted],
});

async function actOnFilter(
  app: ManageApp,
  asked: ActAsked,
  selection: Exclude<ErrorSelection, { ids: unknown }>,
): Promise<Result<BulkResult, ManageFailure>> {
  const counted = await countByMapping(app, requestKinds[asked.act.kind].errorAction, selection);
  if (!counted.ok) return counted;
  const { kind, status } = "filter" in selection ? selection.filter : {};
  const parts = counted.value.mappings.map(({ mapping, count }): Part => {
    const errors = { ...(kind && { kind }), ...(status && { status }) };
    return { mapping, errors, count };
  });
  return start(app, asked, parts, counted.value);
}

async function start(
  app: ManageApp,
  asked: ActAsked,
  parts: readonly Part[],
  left: Pick<BulkResult, "leftOut" | "leftOutCount">,
): Promise<Result<BulkResult, ManageFailure>> {
  const notStarted: BulkResult["notStarted"][number][] = [];
  const notTaken: LeftOut[] = [];
  const ready: Part[] = [];
  for (const part of parts) {
    const mapping = await usableMapping(app, asked.act, part.mapping);
    if (mapping.ok) {
      const unknown = unknownFields(asked.act, mapping.value);
      if (!unknown.ok) return unknown;
      ready.push(part);
    } else {
      const { message: reason, code } = mapping.failure;
      if ("ids" in part.errors) {
        notTaken.push(...part.errors.ids.map((id) => ({ id, reason, code })));
      } else notStarted.push({ mapping: part.mapping, reason });
    }
  }
  const jobs = await Promise.all(ready.map((part) => startPart(app, asked, part)));
  return ok({
    taken: ready.reduce((sum, { count }) => sum + count, 0),
    leftOut: [...left.leftOut, ...notTaken],
    leftOutCount: (left.leftOutCount ?? left.leftOut.length) + notTaken.length,
    jobs,
    notStarted,
  });
}

/** Couplings may go where nothing is synchronized any more. */
const usableMapping = (
  app: ManageApp,
  { kind }: Act,
  name: MappingName,
): Promise<Result<TableMapping, ManageFailure>> =>
  kind === "removeCoupling" ? knownMapping(app, name) : enabledMapping(app, name);

async function knownMapping(
  app: ManageApp,
  name: MappingName,
): Promise<Result<TableMapping, ManageFailure>> {
  const stored = await storedMapping(app, name);
  return stored.ok ? ok(stored.value.mapping) : stored;
}

function unknownFields(act: Act, mapping: TableMapping): Result<void, ManageFailure> {
  const known = new Set<string>(mapping.fields.map(({ name }) => name));
  const faults = Object.keys(act.kind === "synchronizeErrors" ? (act.fields ?? {}) : {})
    .filter((name) => !known.has(name))
    .map((name) => ({
      path: `fields/${name}`,
      message: `Mapping ${mapping.name} has no field ${name}.`,
    }));
  return faults.length === 0 ? ok(undefined) : invalid(faults);
}

const startPart = (
  app: ManageApp,
  { act, preview, requestedBy, distinct }: ActAsked,
  { mapping, errors }: Part,
): Promise<Job> =>
  startJob(app, {
    mapping,
    trigger: "manual",
    request: { ...act, errors },
    requestedBy,
    preview,
    distinct,
  });
