import type { Base, LookupRef } from "../coupling.ts";
import { FieldName } from "../ids.ts";
import { mappedFields } from "../mapping/mapped-fields.ts";
import type { LookupField, TableMapping } from "../mapping/mapping.ts";
import type { AppRecord, Value } from "../record.ts";
import { otherSide, type Side } from "../side.ts";
import { canonicalOf, type PlainField } from "./canonical.ts";
import type { MappingContext } from "./context.ts";
import { absent, problemOf, type Trouble, textOfWire } from "./conversion-error.ts";
import { filterTrouble, matches } from "./filter.ts";
import {
  isAnsweredBy,
  isBaseCurrency,
  linkedValue,
  lookupRefFrom,
  unlinkedValue,
} from "./lookup.ts";
import type { FieldProblem, Observed } from "./observation.ts";

/** What one field of one record turned out to be. */
type Seen =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "unresolved"; readonly ref: LookupRef }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

/** One side's record, looked at for one field. */
interface Glance {
  readonly side: Side;
  readonly record: AppRecord;
  /** Whether the field is ever sent from this side. */
  readonly isOrigin: boolean;
}

/** What a record is read by: its mapping, and what that refers to. */
export interface ObservedBy {
  readonly mapping: TableMapping;
  readonly context: MappingContext;
}

/** One side's record in canonical form: every mapped field has a value, waits for a coupling, or is a problem. */
export function observe(
  { mapping, context }: ObservedBy,
  side: Side,
  record: AppRecord,
  base: Base,
): Observed {
  const values: Record<FieldName, Value> = {};
  const unresolved: Record<FieldName, LookupRef> = {};
  const problems: FieldProblem[] = [];

  for (const { field, flowsTo } of mappedFields(mapping).all) {
    const isOrigin = flowsTo[otherSide[side]];
    const seen =
      field.kind === "lookup"
        ? lookupSeen(field, { side, record, isOrigin, context, base: base[field.name] })
        : plainSeen(field, { side, record, isOrigin });
    if (seen.kind === "value") values[field.name] = seen.value;
    if (seen.kind === "unresolved") unresolved[field.name] = seen.ref;
    if (seen.kind === "trouble") problems.push(problemOf(field, seen.trouble));
  }

  const { filter } = mapping[side];
  const undecided = filterTrouble(filter, side, record.fields);
  if (undecided !== undefined) problems.push(filterProblem(undecided));
  // F5: nothing is written on a filter that cannot be decided; the problem says so, once per mapping.
  return { record, values, unresolved, problems, inFilter: matches(filter, record.fields) };
}

/** The references of a record that its base does not answer: to be looked up before it is observed. */
export function lookupRefsOf(
  mapping: TableMapping,
  side: Side,
  record: AppRecord,
  base: Base,
): readonly LookupRef[] {
  const refs: LookupRef[] = [];
  for (const { field } of mappedFields(mapping).all) {
    if (field.kind !== "lookup") continue;
    const raw = record.fields[field[side].column];
    const ref = raw === undefined ? undefined : lookupRefFrom(field, side, raw);
    if (ref === undefined || !ref.ok || ref.value === null) continue;
    if (!isAnsweredBy(base[field.name], ref.value)) refs.push(ref.value);
  }
  return refs;
}

/** C16: what a one-way field's receiver holds is never a problem; what has no canonical form just differs. */
function plainSeen(field: PlainField, { side, record, isOrigin }: Glance): Seen {
  const value = canonicalOf(field, side, record.fields);
  if (value.ok) return { kind: "value", value: value.value };
  if (isOrigin || value.failure.drift === true || !("column" in field[side])) {
    return { kind: "trouble", trouble: value.failure };
  }
  return { kind: "value", value: textOfWire(record.fields[field[side].column] ?? null) };
}

function lookupSeen(
  field: LookupField,
  {
    side,
    record,
    isOrigin,
    context,
    base,
  }: Glance & { readonly context: MappingContext; readonly base: Value | undefined },
): Seen {
  const { column } = field[side];
  const raw = record.fields[column];
  const ref = raw === undefined ? absent(side, column) : lookupRefFrom(field, side, raw);
  if (!ref.ok) return { kind: "trouble", trouble: ref.failure };
  if (ref.value === null || isBaseCurrency(field, ref.value, context))
    return { kind: "value", value: null };
  if (base !== undefined && isAnsweredBy(base, ref.value)) return { kind: "value", value: base };
  const value = linkedValue(field, ref.value, context.links);
  if (value !== undefined) return { kind: "value", value };
  return isOrigin
    ? { kind: "unresolved", ref: ref.value }
    : { kind: "value", value: unlinkedValue(ref.value) };
}

const filterProblem = ({ message, hint }: Trouble): FieldProblem => ({
  field: FieldName.parse("filter"),
  kind: "rejected",
  message,
  hint,
  drift: true,
});
