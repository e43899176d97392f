import type { MappingContext } from "../domain/context.ts";
import type { ErrorItem } from "../domain/error-item.ts";
import type { AppFailure } from "../domain/failure.ts";
import { type ErrorId, errorIdOf, type RecordId } from "../domain/ids.ts";
import type { JobRequest } from "../domain/job-request.ts";
import type { ValueField } from "../domain/mapping.ts";
import { criteriaOf, type Match, matchGroup } from "../domain/match.ts";
import { type MatchGroup, searchColumnOf } from "../domain/match-groups.ts";
import type { AppRecord } from "../domain/record.ts";
import { ok, type Result } from "../domain/result.ts";
import type { Side } from "../domain/side.ts";
import { wireOf } from "../domain/wire.ts";
import { look } from "./apply.ts";
import { titleOf } from "./draft-coupling.ts";
import { singleRun } from "./gather-changes.ts";
import { type Counterpart, matchRuns, outsideFilter, type Seeker } from "./match-run.ts";
import type { PairRun } from "./pair-run.ts";
import type { StepWork } from "./step-work.ts";
import type { SyncApp } from "./sync-app.ts";

export type MatchRequest = Extract<JobRequest, { kind: "match" }>;

type Parts = Pick<SyncApp, "store" | "apps" | "ids" | "clock">;
type Runs = Promise<Result<readonly PairRun[], AppFailure>>;

/**
 * What becomes of Business Central records that are not coupled: group by group, Dataverse is searched
 * for those that have found nothing yet (rules K1 to K7).
 */
export async function gatherMatch(
  app: Parts,
  work: StepWork,
  request: MatchRequest,
  groups: readonly MatchGroup[],
  records: readonly AppRecord[],
): Runs {
  const seekers = await seekersAmong(app, work, records);
  if (!seekers.ok) return seekers;
  const { context } = seekers.value;
  const inside = seekers.value.seekers.filter(({ inFilter }) => inFilter);
  const outside = seekers.value.seekers.filter(({ inFilter }) => !inFilter);
  const matches = new Map<RecordId, Match>();
  const known = new Map<RecordId, Counterpart>();
  const spoken = new Set<RecordId>();
  for (const group of groups) {
    const open = inside.filter(({ id }) => (matches.get(id)?.kind ?? "none") === "none");
    const found = await counterpartsFor(app, work, group, open, context);
    if (!found.ok) return found;
    const candidates = found.value.map((each) =>
      spoken.has(each.id) ? { ...each, barred: "matches another record by other fields" } : each,
    );
    for (const each of candidates) known.set(each.id, each);
    for (const [id, match] of matchGroup(group, open, candidates)) {
      matches.set(id, withBarredBefore(match, matches.get(id)));
      if (match.kind === "pair" || match.kind === "contested") spoken.add(match.candidate);
    }
  }
  return ok([
    ...(request.ids === undefined ? [] : outside.map(outsideFilter)),
    ...matchRuns({ mapping: work.mapping, request, groups, seekers: inside, matches, known }),
  ]);
}

/** The message names what was found by any of the groups. */
const withBarredBefore = (match: Match, before: Match | undefined): Match =>
  match.kind === "none" && before?.kind === "none"
    ? { kind: "none", barred: [...before.barred, ...match.barred] }
    : match;

interface Seekers {
  readonly seekers: readonly Seeker[];
  readonly context: MappingContext;
}

async function seekersAmong(
  app: Parts,
  work: StepWork,
  records: readonly AppRecord[],
): Promise<Result<Seekers, AppFailure>> {
  const { mapping } = work;
  const ids = records.map(({ id }) => id);
  const coupled = await app.store.couplings.bySide(mapping.name, "businessCentral", ids);
  const free = records.filter(({ id }) => !coupled.has(id));
  return observed(app, work, "businessCentral", free);
}

/** Records that are not coupled in their shared form, each with its open error item. */
async function observed(
  app: Parts,
  { mapping }: StepWork,
  side: Side,
  records: readonly AppRecord[],
): Promise<Result<Seekers, AppFailure>> {
  const errorIds = records.map(({ id }) => errorIdOf(mapping.name, side, id));
  const [seen, errors] = await Promise.all([
    look(
      app,
      mapping,
      records.map((record) => singleRun(side, record)),
    ),
    errorIds.length === 0 ? noErrors : app.store.errors.get(errorIds),
  ]);
  if (!seen.ok) return seen;
  const { context } = seen.value;
  const seekers = seen.value.runs.flatMap(({ states }): readonly Seeker[] => {
    const state = states[side];
    if (state.kind !== "read") return [];
    const { record, values, inFilter } = state.observed;
    const error = errors.get(errorIdOf(mapping.name, side, record.id));
    return [
      { id: record.id, title: titleOf(mapping, side, record), record, values, inFilter, error },
    ];
  });
  return ok({ seekers, context });
}

const noErrors: ReadonlyMap<ErrorId, ErrorItem> = new Map();

/** K5: one search for each column, whatever the number of records. */
async function counterpartsFor(
  app: Parts,
  work: StepWork,
  group: MatchGroup,
  seekers: readonly Seeker[],
  context: MappingContext,
): Promise<Result<readonly Counterpart[], AppFailure>> {
  const records = new Map<RecordId, AppRecord>();
  for (const [column, values] of searchesFor(group, seekers, context)) {
    const found = await app.apps.dataverse.findByValues(work.entities.dataverse, column, [
      ...values,
    ]);
    if (!found.ok) return found;
    for (const record of found.value) records.set(record.id, record);
  }
  const rows = await observed(app, work, "dataverse", [...records.values()]);
  if (!rows.ok) return rows;
  const { mapping } = work;
  const couplings = await app.store.couplings.bySide(mapping.name, "dataverse", [
    ...records.keys(),
  ]);
  return ok(
    rows.value.seekers.map((row) => {
      const coupling = couplings.get(row.id);
      if (coupling !== undefined) {
        return { ...row, barred: `is coupled with "${coupling.title}" (${coupling.id}) already` };
      }
      return row.inFilter ? row : { ...row, barred: "is outside the mapping's filter" };
    }),
  );
}

function searchesFor(
  { fields }: MatchGroup,
  seekers: readonly Seeker[],
  context: MappingContext,
): ReadonlyMap<string, ReadonlySet<string>> {
  const searches = new Map<string, Set<string>>();
  for (const seeker of seekers) {
    for (const field of criteriaOf(fields, seeker)) {
      const column = searchColumnOf(field);
      if (column === undefined) continue;
      const text = textToSearch(field, column, seeker, context);
      // What Dataverse cannot hold, it does not hold.
      if (text === undefined) break;
      const values = searches.get(column) ?? new Set();
      searches.set(column, values.add(text));
      break;
    }
  }
  return searches;
}

function textToSearch(
  field: ValueField,
  column: string,
  { values }: Seeker,
  context: MappingContext,
): string | undefined {
  const wire = wireOf(field, "dataverse", values[field.name] ?? null, context);
  const value = wire.ok ? wire.value[column] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
