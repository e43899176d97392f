import type { ErrorItem } from "../domain/error-item.ts";
import type { RecordId } from "../domain/ids.ts";
import type { JobRequest } from "../domain/job-request.ts";
import type { TableMapping } from "../domain/mapping.ts";
import type { Candidate, Match, MatchRecord } from "../domain/match.ts";
import type { MatchGroup } from "../domain/match-groups.ts";
import type { AppRecord } from "../domain/record.ts";
import { flowsTo } from "../domain/side.ts";
import { draftCoupling } from "./draft-coupling.ts";
import { singleRun } from "./gather-changes.ts";
import { ended, type PairRun, type Problem, pairRun, withoutRecord } from "./pair-run.ts";

/** A record that is not coupled. */
export interface Seeker extends MatchRecord {
  readonly title: string;
  readonly record: AppRecord;
  readonly inFilter: boolean;
  /** Its open error item. */
  readonly error: ErrorItem | undefined;
}

/** A record of Dataverse that holds what was searched for. */
export type Counterpart = Seeker & Candidate;

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
  readonly elsewhere: readonly Seeker[];
}

interface Matched extends Matching, Findings {
  readonly mapping: TableMapping;
}

/** What is to be done about each record: couple, create, list, or say that nothing matches. */
export function matchRuns(
  mapping: TableMapping,
  matching: Matching,
  seekers: readonly Seeker[],
  findings: Findings,
): readonly PairRun[] {
  const matched = { mapping, ...matching, ...findings };
  const titles = new Map([...seekers, ...findings.elsewhere].map(({ id, title }) => [id, title]));
  return seekers.flatMap((seeker) => {
    const match = matched.matches.get(seeker.id);
    switch (match?.kind) {
      case "pair": {
        const counterpart = matched.known.get(match.candidate);
        return counterpart === undefined ? [] : coupleRuns(matched, seeker, counterpart);
      }
      case "several":
        return [listed(seeker, severalProblem(matched, seeker, match.candidates))];
      case "contested":
        return [
          listed(
            seeker,
            contestedProblem(matched, seeker, match.candidate, match.rivals.map(titled(titles))),
          ),
        ];
      case "none":
      case undefined:
        return unmatchedRuns(matched, seeker, match?.barred ?? []);
    }
  });
}

/** K7: coupled as by hand; what was wrong with either of them on its own does not matter any more. */
function coupleRuns(
  { mapping, request }: Matched,
  seeker: Seeker,
  counterpart: Counterpart,
): readonly PairRun[] {
  const { synchronizeAfter } = request;
  const run = pairRun(
    draftCoupling(mapping, seeker.record, counterpart.record),
    {
      businessCentral: { kind: "read", record: seeker.record },
      dataverse: { kind: "read", record: counterpart.record },
    },
    {
      force:
        synchronizeAfter === undefined || synchronizeAfter === "none"
          ? undefined
          : { use: synchronizeAfter },
      coupleOnly: synchronizeAfter === "none",
      done: [{ side: "businessCentral", outcome: "coupled", changes: [] }],
      error: seeker.error,
    },
  );
  return counterpart.error === undefined ? [run] : [run, withoutRecord(counterpart.error)];
}

/** K8: a new record is created only where nothing matches at all, and never against the mapping's direction. */
function unmatchedRuns(
  { mapping, request, groups }: Matched,
  seeker: Seeker,
  barred: readonly Candidate[],
): readonly PairRun[] {
  const { record, error, title } = seeker;
  if (request.createUnmatched && barred.length === 0 && flowsTo(mapping.direction, "dataverse")) {
    return [singleRun("businessCentral", record, { createAsked: true, error })];
  }
  const fields = groups.map(({ fields: group }) => group.map(({ name }) => name).join(" and "));
  const found = barred
    .slice(0, maxNamed)
    .map(({ id, barred: reason }) => ` ${id} matches, but ${reason}.`)
    .join("");
  const message = `${mapping.name} "${title}" matches no record in Dataverse (${fields.join(", or ")}).${found}`;
  return [ended(singleRun("businessCentral", record, { error }), { kind: "refused", message })];
}

const listed = ({ record, error }: Seeker, problem: Problem): PairRun =>
  ended(singleRun("businessCentral", record, { error }), { kind: "listed", problem });

/** So many records are named in a message, and kept with an error item. */
const maxNamed = 5;
const maxCandidates = 50;

function severalProblem(
  { mapping, known }: Matched,
  { title }: Seeker,
  candidates: readonly RecordId[],
): Problem {
  const named = candidates.slice(0, maxNamed).map((id) => `"${known.get(id)?.title}" (${id})`);
  return {
    kind: "ambiguousMatch",
    message: `${mapping.name} "${title}" matches ${candidates.length} records in Dataverse: ${enumerated(named, candidates.length)}. None of them was coupled.`,
    hint: "Couple the record with the right one by hand; delete the others if they are duplicates.",
    candidates: candidates.slice(0, maxCandidates),
  };
}

function contestedProblem(
  { mapping, known }: Matched,
  { title }: Seeker,
  candidate: RecordId,
  rivals: readonly string[],
): Problem {
  return {
    kind: "ambiguousMatch",
    message: `${mapping.name} "${title}" matches "${known.get(candidate)?.title}" (${candidate}) in Dataverse, and so ${rivals.length === 1 ? "does" : "do"} ${enumerated(rivals.slice(0, maxNamed), rivals.length)}. None of them was coupled.`,
    hint: "Couple the right one by hand; delete the others if they are duplicates, or couple them with other records.",
    candidates: [candidate],
  };
}

const titled =
  (titles: ReadonlyMap<RecordId, string>) =>
  (id: RecordId): string =>
    `"${titles.get(id)}" (${id})`;

const enumerated = (named: readonly string[], count: number): string =>
  count > named.length ? `${named.join(", ")} and ${count - named.length} more` : named.join(", ");

export const outsideFilter = ({ record, title }: Seeker): PairRun =>
  ended(singleRun("businessCentral", record), {
    kind: "refused",
    message: `"${title}" is outside the mapping's filter, so it was not matched.`,
  });

export const noSuchRecord = (id: RecordId): PairRun =>
  ended(pairRun(undefined, { businessCentral: { kind: "none" }, dataverse: { kind: "none" } }), {
    kind: "refused",
    message: `Business Central has no record ${id}.`,
  });
