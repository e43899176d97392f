import type { Candidate, Match, MatchRecord } from "../../domain/decision/match.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { createByHand } from "../../domain/error/error-messages.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { JobRequest } from "../../domain/job/job-request.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { MatchGroup } from "../../domain/mapping-checks/match-groups.ts";
import type { AppRecord } from "../../domain/record.ts";
import { flowsTo } from "../../domain/side.ts";
import { draftCoupling } from "../pair/new-coupling.ts";
import {
  ended,
  type PairWork,
  type Problem,
  pairWork,
  singleRun,
  withoutRecord,
} from "../pair/pair.ts";
import { enumerated, heldBack, maxCandidates, maxNamed } from "./hold-candidates.ts";

/** A record that is not coupled. */
export interface UncoupledRecord extends MatchRecord {
  readonly title: string;
  readonly record: AppRecord;
  readonly inFilter: boolean;
  /** Its open error item. */
  readonly error: ErrorItem | undefined;
}

/** A record of Dataverse that holds what was searched for. */
export type Counterpart = UncoupledRecord & Candidate;

export type MatchRequest = Extract<JobRequest, { kind: "match" }>;

export interface Matching {
  readonly request: MatchRequest;
  readonly groups: readonly MatchGroup[];
  /** Other steps of the job match other records. */
  readonly isPart: boolean;
}

export interface Findings {
  readonly matches: ReadonlyMap<RecordId, Match>;
  /** All that was found in Dataverse. */
  readonly known: ReadonlyMap<RecordId, Counterpart>;
  /** Records of other steps that want the same counterparts. */
  readonly elsewhere: readonly UncoupledRecord[];
}

interface Matched extends Matching, Findings {
  readonly mapping: TableMapping;
}

/** What is to be done about each record: couple, create, list, or say that nothing matches. */
export function matchRuns(
  mapping: TableMapping,
  matching: Matching,
  uncoupled: readonly UncoupledRecord[],
  findings: Findings,
): readonly PairWork[] {
  const matched = { mapping, ...matching, ...findings };
  const titles = new Map([...uncoupled, ...findings.elsewhere].map(({ id, title }) => [id, title]));
  const runs = uncoupled.flatMap((uncoupledRecord) => {
    const match = matched.matches.get(uncoupledRecord.id);
    switch (match?.kind) {
      case "pair": {
        const counterpart = matched.known.get(match.candidate);
        return counterpart === undefined ? [] : coupleRuns(matched, uncoupledRecord, counterpart);
      }
      case "several":
        return [
          listed(uncoupledRecord, severalProblem(matched, uncoupledRecord, match.candidates)),
        ];
      case "contested":
        return [
          listed(
            uncoupledRecord,
            contestedProblem(
              matched,
              uncoupledRecord,
              match.candidate,
              match.competitors.map(titled(titles)),
            ),
          ),
        ];
      case "none":
      case undefined:
        return unmatchedRuns(matched, uncoupledRecord, match?.unavailable ?? []);
    }
  });
  return [...runs, ...candidateRuns(matched, titles)];
}

/** K10: what several records may be the counterpart of, or one of several, is not to be created either. */
function candidateRuns(
  { mapping, matches, known }: Matched,
  titles: ReadonlyMap<RecordId, string>,
): readonly PairWork[] {
  const wanted = new Map<RecordId, Map<RecordId, string>>();
  const want = (candidate: RecordId, by: RecordId): void => {
    const all = wanted.get(candidate) ?? new Map<RecordId, string>();
    wanted.set(candidate, all.set(by, titled(titles)(by)));
  };
  const taken = new Set<RecordId>();
  for (const [uncoupledRecord, match] of matches) {
    if (match.kind === "pair") taken.add(match.candidate);
    if (match.kind === "several") for (const id of match.candidates) want(id, uncoupledRecord);
    if (match.kind === "contested") {
      for (const by of [uncoupledRecord, ...match.competitors]) want(match.candidate, by);
    }
  }
  return heldBack(
    mapping,
    "dataverse",
    [...wanted].flatMap(([id, by]) => {
      const candidate = known.get(id);
      if (candidate === undefined || taken.has(id)) return [];
      const { record, error } = candidate;
      const because = (names: string) => `matches ${names} in Business Central, but not clearly.`;
      return [{ record, error, by, because }];
    }),
  );
}

/** K7: coupled as by hand; what was wrong with either of them on its own does not matter any more. */
function coupleRuns(
  { mapping, request }: Matched,
  uncoupledRecord: UncoupledRecord,
  counterpart: Counterpart,
): readonly PairWork[] {
  const { synchronizeAfter } = request;
  const run = pairWork(
    draftCoupling(mapping, uncoupledRecord.record, counterpart.record),
    {
      businessCentral: { kind: "read", record: uncoupledRecord.record },
      dataverse: { kind: "read", record: counterpart.record },
    },
    {
      force:
        synchronizeAfter === undefined || synchronizeAfter === "none"
          ? undefined
          : { use: synchronizeAfter },
      coupleOnly: synchronizeAfter === "none",
      done: [{ side: "businessCentral", outcome: "coupled", changes: [] }],
      error: uncoupledRecord.error,
    },
  );
  return counterpart.error === undefined ? [run] : [run, withoutRecord(counterpart.error)];
}

/** K8: a new record is created only where nothing matches at all, and never against the mapping's direction. */
function unmatchedRuns(
  { mapping, request, groups }: Matched,
  uncoupledRecord: UncoupledRecord,
  unavailable: readonly Candidate[],
): readonly PairWork[] {
  const { record, error, title } = uncoupledRecord;
  if (
    request.createUnmatched &&
    unavailable.length === 0 &&
    flowsTo(mapping.direction, "dataverse")
  ) {
    return [singleRun("businessCentral", record, { createAsked: true, error })];
  }
  const fields = groups.map(({ fields: group }) => group.map(({ name }) => name).join(" and "));
  const found = unavailable
    .slice(0, maxNamed)
    .map(({ id, unavailable: reason }) => ` ${id} matches, but ${reason}.`)
    .join("");
  const message = `${mapping.name} "${title}" matches no record in Dataverse (${fields.join(", or ")}).${found}`;
  return [ended(singleRun("businessCentral", record, { error }), { kind: "refused", message })];
}

const listed = ({ record, error }: UncoupledRecord, problem: Problem): PairWork =>
  ended(singleRun("businessCentral", record, { error }), { kind: "listed", problem });

function severalProblem(
  { mapping, known }: Matched,
  { title }: UncoupledRecord,
  candidates: readonly RecordId[],
): Problem {
  const named = candidates.map((id) => `"${known.get(id)?.title}" (${id})`);
  return {
    kind: "ambiguousMatch",
    message: `${mapping.name} "${title}" matches ${candidates.length} records in Dataverse: ${enumerated(named)}. None of them was coupled.`,
    hint: `Choose Set Up Coupling and couple it with the right one, or with a new one (${createByHand("dataverse")}); delete the others if they are duplicates. Until then none of them is created in the other app.`,
    candidates: candidates.slice(0, maxCandidates),
  };
}

function contestedProblem(
  { mapping, known }: Matched,
  { title }: UncoupledRecord,
  candidate: RecordId,
  competitors: readonly string[],
): Problem {
  return {
    kind: "ambiguousMatch",
    message: `${mapping.name} "${title}" matches "${known.get(candidate)?.title}" (${candidate}) in Dataverse, and so ${competitors.length === 1 ? "does" : "do"} ${enumerated(competitors)}. None of them was coupled.`,
    hint: `Choose Set Up Coupling for the right one; delete the others if they are duplicates, or couple them with other records or new ones (${createByHand("dataverse")}). Until then none of them is created in the other app.`,
    candidates: [candidate],
  };
}

const titled =
  (titles: ReadonlyMap<RecordId, string>) =>
  (id: RecordId): string =>
    `"${titles.get(id)}" (${id})`;

export const outsideFilter = ({ record, title }: UncoupledRecord): PairWork =>
  ended(singleRun("businessCentral", record), {
    kind: "refused",
    message: `"${title}" is outside the mapping's filter, so it was not matched.`,
  });

export const noSuchRecord = (id: RecordId): PairWork =>
  ended(pairWork(undefined, { businessCentral: { kind: "none" }, dataverse: { kind: "none" } }), {
    kind: "refused",
    message: `Business Central has no record ${id}.`,
  });
