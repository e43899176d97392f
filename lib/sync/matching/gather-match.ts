import { type Match, matchGroup } from "../../domain/decision/match.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import type { PairWork } from "../pair/pair.ts";
import { competitorsOf } from "./find-competing-records.ts";
import { counterpartsFor, uncoupledAmong } from "./find-counterparts.ts";
import {
  type Counterpart,
  type Findings,
  type Matching,
  matchRuns,
  outsideFilter,
  type UncoupledRecord,
} from "./match-outcome.ts";

type Deps = Pick<SyncApp, "store" | "apps" | "ids" | "clock">;
type Runs = Promise<Result<readonly PairWork[], AppFailure>>;

/**
 * What becomes of Business Central records that are not coupled: group by group, Dataverse is searched
 * for those that have found nothing yet (rules K1 to K8).
 */
export async function gatherMatch(
  app: Deps,
  work: StepWork,
  matching: Matching,
  records: readonly AppRecord[],
): Runs {
  const { request } = matching;
  const uncoupled = await uncoupledAmong(app, work, records);
  if (!uncoupled.ok) return uncoupled;
  const inside = uncoupled.value.filter(({ inFilter }) => inFilter);
  const outside = uncoupled.value.filter(({ inFilter }) => !inFilter);
  const found = await findMatches(app, work, matching, { records, uncoupled: inside });
  if (!found.ok) return found;
  return ok([
    ...(request.ids === undefined ? [] : outside.map(outsideFilter)),
    ...matchRuns(work.mapping, matching, inside, found.value),
  ]);
}

interface Page {
  /** All records of the step, coupled ones included. */
  readonly records: readonly AppRecord[];
  readonly uncoupled: readonly UncoupledRecord[];
}

async function findMatches(
  app: Deps,
  work: StepWork,
  { request, groups, isPart }: Matching,
  { records, uncoupled }: Page,
): Promise<Result<Findings, AppFailure>> {
  const matches = new Map<RecordId, Match>();
  const known = new Map<RecordId, Counterpart>();
  const elsewhere: UncoupledRecord[] = [];
  const spokenFor = new Set<RecordId>();
  const here = new Set(records.map(({ id }) => id));
  const asked = request.ids === undefined ? undefined : new Set(request.ids);
  const isOurs = (id: RecordId): boolean => here.has(id) || asked?.has(id) === false;
  for (const group of groups) {
    const open = uncoupled.filter(({ id }) => (matches.get(id)?.kind ?? "none") === "none");
    const found = await counterpartsFor(app, work, group, open);
    if (!found.ok) return found;
    const candidates = found.value.map((each) =>
      spokenFor.has(each.id)
        ? { ...each, unavailable: "matches another record by other fields" }
        : each,
    );
    for (const each of candidates) known.set(each.id, each);
    const pairs = {
      group,
      uncoupled: open,
      candidates,
      matches: matchGroup(group, open, candidates),
    };
    const competitors = isPart ? await competitorsOf(app, work, pairs, isOurs) : ok([]);
    if (!competitors.ok) return competitors;
    elsewhere.push(...competitors.value);
    for (const [id, match] of matchGroup(group, [...open, ...competitors.value], candidates)) {
      if (!here.has(id)) continue;
      matches.set(id, withUnavailableBefore(match, matches.get(id)));
      if (match.kind === "pair" || match.kind === "contested") spokenFor.add(match.candidate);
    }
  }
  return ok({ matches, known, elsewhere });
}

/** The message names what was found by any of the groups. */
const withUnavailableBefore = (match: Match, before: Match | undefined): Match =>
  match.kind === "none" && before?.kind === "none"
    ? { kind: "none", unavailable: [...before.unavailable, ...match.unavailable] }
    : match;
