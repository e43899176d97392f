import type { FieldName, RecordId } from "../ids.ts";
import type { ValueField } from "../mapping/mapping.ts";
import type { MatchGroup } from "../mapping-checks/match-groups.ts";
import type { Value } from "../record.ts";

/** A record as matching sees it, in the form that both apps share. */
export interface MatchRecord {
  readonly id: RecordId;
  /** What has no shared form, or a link to a record that is not coupled, has no entry. */
  readonly values: Readonly<Record<FieldName, Value>>;
}

/** A record that may be the counterpart; `unavailable` says why it is not to be had. */
export interface Candidate extends MatchRecord {
  readonly unavailable?: string | undefined;
}

export type Match =
  | { readonly kind: "pair"; readonly candidate: RecordId }
  | { readonly kind: "several"; readonly candidates: readonly RecordId[] }
  /** Other records match the same candidate just as well. */
  | {
      readonly kind: "contested";
      readonly candidate: RecordId;
      readonly competitors: readonly RecordId[];
    }
  /** Nothing that is to be had: `unavailable` match, but are not. */
  | { readonly kind: "none"; readonly unavailable: readonly Candidate[] };

/** K2 to K4: what one group of fields says about each record, whatever the order of either list. */
export function matchGroup(
  { fields }: MatchGroup,
  records: readonly MatchRecord[],
  candidates: readonly Candidate[],
): ReadonlyMap<RecordId, Match> {
  const find = finderOf(candidates);
  const matches = new Map(
    records.map((record) => [record.id, matchOf(find(criteriaOf(fields, record), record))]),
  );
  const wanted = new Map<RecordId, readonly RecordId[]>();
  for (const [record, match] of matches) {
    if (match.kind !== "pair") continue;
    wanted.set(match.candidate, [...(wanted.get(match.candidate) ?? []), record]);
  }
  return new Map(
    [...matches].map(([record, match]) => [record, unlessContested(record, match, wanted)]),
  );
}

/** K3: the fields that this record is matched by; none when the group says nothing about it. */
export function criteriaOf(
  fields: readonly ValueField[],
  { values }: MatchRecord,
): readonly ValueField[] {
  const held = new Map(Object.entries(values));
  if (fields.some(({ name }) => !held.has(name))) return [];
  return fields.filter(({ name }) => held.get(name) !== null);
}

type Find = (criteria: readonly ValueField[], record: MatchRecord) => readonly Candidate[];

/** Candidates by their values, one index for each set of fields that is asked for. */
function finderOf(candidates: readonly Candidate[]): Find {
  const indexes = new Map<string, ReadonlyMap<string, readonly Candidate[]>>();
  return (criteria, record) => {
    if (criteria.length === 0) return [];
    const name = criteria.map((field) => field.name).join(" ");
    const index = indexes.get(name) ?? indexOf(criteria, candidates);
    indexes.set(name, index);
    return index.get(keyOf(criteria, record)) ?? [];
  };
}

function indexOf(
  criteria: readonly ValueField[],
  candidates: readonly Candidate[],
): ReadonlyMap<string, readonly Candidate[]> {
  const index = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = keyOf(criteria, candidate);
    const same = index.get(key);
    if (same === undefined) index.set(key, [candidate]);
    else same.push(candidate);
  }
  return index;
}

const keyOf = (criteria: readonly ValueField[], { values }: MatchRecord): string =>
  JSON.stringify(criteria.map((field) => comparedAs(field, values[field.name] ?? null)));

/** K2: without regard to case, unless the field says otherwise. */
const comparedAs = ({ kind, match }: ValueField, value: Value): Value =>
  kind === "text" && typeof value === "string" && match?.caseSensitive !== true
    ? value.toLowerCase()
    : value;

/** K4: one that is free is the counterpart, whatever is not to be had besides. */
function matchOf(found: readonly Candidate[]): Match {
  const free = found.filter(({ unavailable }) => unavailable === undefined);
  const [only, ...others] = free;
  if (only === undefined) return { kind: "none", unavailable: found };
  return others.length === 0
    ? { kind: "pair", candidate: only.id }
    : { kind: "several", candidates: free.map(({ id }) => id).toSorted() };
}

function unlessContested(
  record: RecordId,
  match: Match,
  wanted: ReadonlyMap<RecordId, readonly RecordId[]>,
): Match {
  if (match.kind !== "pair") return match;
  const { candidate } = match;
  const competitors = (wanted.get(candidate) ?? []).filter((id) => id !== record).toSorted();
  return competitors.length === 0 ? match : { kind: "contested", candidate, competitors };
}
