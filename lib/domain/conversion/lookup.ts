import { type LinkedPair, type LookupRef, lookupRefKey } from "../coupling.ts";
import type { LookupField } from "../mapping/mapping.ts";
import type { Value, WireFields, WireValue } from "../record.ts";
import { ok, type Result } from "../result.ts";
import { appName, otherSide, type Side, sides } from "../side.ts";
import type { MappingContext } from "./context.ts";
import { drifted, refused, type Trouble } from "./conversion-error.ts";
import { guidFrom, guidTo } from "./guid.ts";

/** The record that a lookup names, as `side` names it; null when the lookup is blank. */
export function lookupRefFrom(
  field: LookupField,
  side: Side,
  raw: WireValue,
): Result<LookupRef | null, Trouble> {
  const by = side === "businessCentral" ? field.businessCentral.by : "id";
  const column = field[side].column;
  const ref = by === "id" ? guidFrom(side, column, raw) : keyFrom(side, column, raw);
  if (!ref.ok) return ref;
  return ok(ref.value === null ? null : { mapping: field.mapping, side, by, ref: ref.value });
}

/** C11: whether the reference is the one that base already translated, so that no coupling is asked. */
export function isAnsweredBy(base: Value | undefined, { side, ref }: LookupRef): boolean {
  if (typeof base !== "string") return false;
  const bar = base.lastIndexOf("|");
  return side === "businessCentral"
    ? bar === ref.length && base.startsWith(ref)
    : base.length === bar + 1 + ref.length && base.endsWith(ref);
}

/** C10: `<ref in Business Central>|<id in Dataverse>`; undefined while the record is not coupled. */
export function linkedValue(
  field: LookupField,
  ref: LookupRef,
  links: MappingContext["links"],
): Value | undefined {
  const pair = links.get(lookupRefKey(ref));
  return pair === undefined
    ? undefined
    : `${businessCentralRef(field, pair)}|${pair.ids.dataverse}`;
}

/** The value of a reference that has no counterpart: equal to itself, never to a coupled one. */
export const unlinkedValue = ({ side, ref }: LookupRef): Value =>
  side === "businessCentral" ? `${ref}|` : `|${ref}`;

/** C10: the record that a value leads to, by what Business Central calls it where that is known. */
export function lookupRefIn(field: LookupField, value: string): LookupRef {
  const { mapping } = field;
  const ref = halfOf(value, "businessCentral");
  return ref === ""
    ? { mapping, side: "dataverse", by: "id", ref: halfOf(value, "dataverse") }
    : { mapping, side: "businessCentral", by: field.businessCentral.by, ref };
}

/** C12: where the mapping says so, Business Central's blank and the base currency are the same. */
export const isBaseCurrency = (
  field: LookupField,
  { side, ref }: LookupRef,
  { baseCurrencyId }: MappingContext,
): boolean => side === "dataverse" && field.blankIs === "baseCurrency" && ref === baseCurrencyId;

export function lookupTo(
  field: LookupField,
  side: Side,
  value: Value,
  context: MappingContext,
): Result<WireFields, Trouble> {
  if (value === null) return blankTo(field, side, context);
  const ref = halfOf(String(value), side);
  if (ref === "") {
    return refused(
      `the record it refers to in ${appName[otherSide[side]]} is not coupled.`,
      `Couple the record in mapping ${field.mapping}, then synchronize again.`,
    );
  }
  return ok(
    side === "dataverse"
      ? { [`${field.dataverse.navigation}@odata.bind`]: `/${field.dataverse.set}(${ref})` }
      : { [field.businessCentral.column]: ref },
  );
}

function blankTo(
  field: LookupField,
  side: Side,
  { baseCurrencyId }: MappingContext,
): Result<WireFields, Trouble> {
  if (side === "businessCentral") {
    const blank = field.businessCentral.by === "id" ? guidTo(side, null) : "";
    return ok({ [field.businessCentral.column]: blank });
  }
  const { navigation, set } = field.dataverse;
  if (field.blankIs === "nothing") return ok({ [`${navigation}@odata.bind`]: null });
  if (baseCurrencyId === undefined) {
    return refused(
      "the base currency of the Dataverse organisation is not known.",
      "Check that the application user may read the table organization in Dataverse.",
    );
  }
  return ok({ [`${navigation}@odata.bind`]: `/${set}(${baseCurrencyId})` });
}

function keyFrom(side: Side, column: string, raw: WireValue): Result<string | null, Trouble> {
  if (raw === null) return ok(null);
  if (typeof raw !== "string") return drifted(side, column, raw, "a number or code");
  const key = raw.trim().toUpperCase();
  return ok(key === "" ? null : key);
}

const businessCentralRef = (field: LookupField, pair: LinkedPair): string =>
  field.businessCentral.by === "id" ? pair.ids.businessCentral : pair.key.trim().toUpperCase();

/** Whether the value leads to one of the records, by what either app calls it. */
export const leadsToOneOf = (refs: ReadonlySet<string>, value: Value | undefined): boolean =>
  typeof value === "string" && sides.some((side) => refs.has(halfOf(value, side)));

/** A key may contain a bar, a GUID never does: the last one divides. */
function halfOf(value: string, side: Side): string {
  const bar = value.lastIndexOf("|");
  return side === "businessCentral" ? value.slice(0, bar) : value.slice(bar + 1);
}
