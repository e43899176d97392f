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

/** A record that may be the counterpart; `barred` says why it is not to be had. */
export interface Candidate extends MatchRecord {
  readonly barred?: string | undefined;
}

export type Match =
  | { readonly kind: "pair"; readonly candidate: RecordId }
  | { readonly kind: "several"; readonly candidates: readonly RecordId[] }
  /** Other records match the same candidate just as well. */
  | {
      readonly kind: "contested";
      readonly candidate: RecordId;
      readonly rivals: readonly RecordId[];
    }
  /** Nothing that is to be had: `barred` match, but are not. */
  | { readonly kind: "none"; readonly barred: readonly Candidate[] };

/** K2 to K4: what one group of fields says about each seeker, whatever the order of either list. */
export function matchGroup(
  { fields }: MatchGroup,
  seekers: readonly MatchRecord[],
  candidates: readonly Candidate[],
): ReadonlyMap<RecordId, Match> {
  const find = finderOf(candidates);
  const matches = new Map(
    seekers.map((seeker) => [seeker.id, matchOf(find(criteriaOf(fields, seeker), seeker))]),
  );
  const wanted = new Map<RecordId, readonly RecordId[]>();
  for (const [seeker, match] of matches) {
    if (match.kind !== "pair") continue;
    wanted.set(match.candidate, [...(wanted.get(match.candidate) ?? []), seeker]);
  }
  return new Map(
    [...matches].map(([seeker, match]) => [seeker, unlessContested(seeker, match, wanted)]),
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

type Find = (criteria: readonly ValueField[], seeker: MatchRecord) => readonly Candidate[];

/** Candidates by their values, one index for each set of fields that is asked for. */
function finderOf(candidates: readonly Candidate[]): Find {
  const indexes = new Map<string, ReadonlyMap<string, readonly Candidate[]>>();
  return (criteria, seeker) => {
    if (criteria.length === 0) return [];
    const name = criteria.map((field) => field.name).join(" ");
    const index = indexes.get(name) ?? indexOf(criteria, candidates);
    indexes.set(name, index);
    return index.get(keyOf(criteria, seeker)) ?? [];
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
  const free = found.filter(({ barred }) => barred === undefined);
  const [only, ...others] = free;
  if (only === undefined) return { kind: "none", barred: found };
  return others.length === 0
    ? { kind: "pair", candidate: only.id }
    : { kind: "several", candidates: free.map(({ id }) => id).toSorted() };
}

function unlessContested(
  seeker: RecordId,
  match: Match,
  wanted: ReadonlyMap<RecordId, readonly RecordId[]>,
): Match {
  if (match.kind !== "pair") return match;
  const { candidate } = match;
  const rivals = (wanted.get(candidate) ?? []).filter((id) => id !== seeker).toSorted();
  return rivals.length === 0 ? match : { kind: "contested", candidate, rivals };
}
