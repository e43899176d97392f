import { criteriaOf, type Match } from "../../domain/decision/match.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import { type MatchGroup, searchColumnOf } from "../../domain/mapping-checks/match-groups.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { uncoupledAmong } from "./find-counterparts.ts";
import type { Counterpart, UncoupledRecord } from "./match-outcome.ts";

type Deps = Pick<SyncApp, "store" | "apps" | "ids" | "clock">;

/** Records that found exactly one counterpart among those of their own step. */
export interface Pairs {
  readonly group: MatchGroup;
  readonly uncoupled: readonly UncoupledRecord[];
  readonly candidates: readonly Counterpart[];
  readonly matches: ReadonlyMap<RecordId, Match>;
}

/**
 * K4: records of other steps that may want the same counterparts. Business Central is asked for those
 * that are spelled as either record of a pair. `isOurs` knows the step's own records, and those that
 * nobody asked to match.
 */
export async function competitorsOf(
  app: Deps,
  work: StepWork,
  pairs: Pairs,
  isOurs: (id: RecordId) => boolean,
): Promise<Result<readonly UncoupledRecord[], AppFailure>> {
  const others = new Map<RecordId, AppRecord>();
  for (const [column, texts] of spellingsOf(pairs)) {
    const entity = work.entities.businessCentral;
    const found = await app.apps.businessCentral.findByValues(entity, column, [...texts]);
    if (!found.ok) return found;
    for (const record of found.value) {
      if (!isOurs(record.id)) others.set(record.id, record);
    }
  }
  const competitors = await uncoupledAmong(app, work, [...others.values()]);
  return competitors.ok ? ok(competitors.value.filter(({ inFilter }) => inFilter)) : competitors;
}

function spellingsOf({
  group,
  uncoupled,
  candidates,
  matches,
}: Pairs): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(candidates.map((each) => [each.id, each]));
  const spellings = new Map<string, Set<string>>();
  for (const uncoupledRecord of uncoupled) {
    const match = matches.get(uncoupledRecord.id);
    const counterpart = match?.kind === "pair" ? byId.get(match.candidate) : undefined;
    const field = criteriaOf(group.fields, uncoupledRecord).find(
      (one) => searchColumnOf(one) !== undefined,
    );
    if (counterpart === undefined || field === undefined) continue;
    if (field.kind !== "text" && field.kind !== "code") continue;
    if (!("column" in field.businessCentral)) continue;
    const { column } = field.businessCentral;
    const texts = spellings.get(column) ?? new Set();
    spellings.set(column, texts);
    for (const text of [uncoupledRecord.record.fields[column], counterpart.values[field.name]]) {
      if (typeof text === "string") texts.add(text);
    }
  }
  return spellings;
}
