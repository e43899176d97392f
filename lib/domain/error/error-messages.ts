import type { LookupRef } from "../coupling.ts";
import type { MappingName, RecordId } from "../ids.ts";
import { appName, otherSide, type Side } from "../side.ts";
import type { FieldComparison } from "./error-item.ts";

/** What a pair's records are called, as far as known. */
export type Titles = Readonly<Partial<Record<Side, string | undefined>>>;

/** What happened to which record, and what to do next. */
export interface Message {
  readonly message: string;
  readonly hint: string;
}

export const conflictMessage = (
  mapping: MappingName,
  titles: Titles,
  comparison: readonly FieldComparison[],
): Message => {
  const disputed = comparison.filter(({ conflict }) => conflict).map(({ field }) => field);
  const what = disputed.length === 1 ? "the field" : "the fields";
  return {
    message: `${recordName(mapping, titles)} was changed in both Business Central and Dataverse, differently in ${what} ${enumerated(disputed)}. Nothing was written.`,
    hint: "Choose Synchronize and decide whose data to use, for the whole record or field by field; or give both sides the same value and choose Retry.",
  };
};

export const deletedMessage = (mapping: MappingName, missing: Side, titles: Titles): Message => {
  const survivor = otherSide[missing];
  const [gone, left] = [appName[missing], appName[survivor]];
  const name = recordName(mapping, { [survivor]: titles[survivor] ?? titles[missing] });
  return {
    message: `${name} in ${left} is coupled to a record that was deleted in ${gone}.`,
    hint: `Choose Restore to create it again in ${gone}, Delete to delete it in ${left} too, or Remove Coupling to keep it there on its own.`,
  };
};

export const mergedMessage = (
  mapping: MappingName,
  titles: Titles,
  survivor: RecordId,
): Message => ({
  message: `${recordName(mapping, titles)} was merged in Dataverse into another record (${survivor}).`,
  hint: "Choose Set Up Coupling to couple the Business Central record with the surviving one (POST /v1/couplings). If that one is coupled already, choose Remove Coupling in the list of couplings (POST /v1/couplings/actions/delete).",
});

export const unheardMessage = (mapping: MappingName, titles: Titles): Message => ({
  message: `${recordName(mapping, titles)} was coupled. Whether both records were brought into step is not known: an answer got lost.`,
  hint: "It is looked at again with the next synchronization.",
});

/** E4: of a record that could heal, and did not. */
export const parkedHint = (failures: number): string =>
  `After ${failures} ${failures === 1 ? "failure" : "failures in a row"} it is not tried again by itself. Choose Retry when the cause is gone.`;

/** Where a person says that a record has no counterpart yet. */
export const createByHand = (on: Side): string => `POST /v1/couplings with "create": "${on}"`;

export const dependencyMessage = (
  mapping: MappingName,
  waitsFor: readonly LookupRef[],
  titles: Titles = {},
): Message => {
  const one = waitsFor.length === 1;
  return {
    message: `${recordName(mapping, titles)} refers to ${enumerated(waitsFor.map(refName))}, which ${one ? "is" : "are"} not coupled.`,
    hint: `Couple or synchronize ${one ? "that record" : "those records"} first; this one then follows by itself. Or, where the record is coupled, choose Synchronize with the data of the side that does not refer to ${one ? "it" : "them"}.`,
  };
};

/** Why a side's data cannot be used: it has no record. */
export const nothingToUse = (side: Side): string =>
  `There is no record in ${appName[side]} whose data could be used. Use that of ${appName[otherSide[side]]}: the record is created from it.`;

/** E9: a problem with values, as a message about its record. */
export const rejectedMessage = (mapping: MappingName, titles: Titles, problem: string): string =>
  `${recordName(mapping, titles)} cannot be synchronized. ${problem}`;

const recordName = (mapping: MappingName, { businessCentral, dataverse }: Titles): string => {
  const title = businessCentral ?? dataverse;
  return title === undefined ? `A ${mapping} record` : `${mapping} "${title}"`;
};

/** A GUID says nothing to people, so the field that leads there is told with it. */
const refName = ({ mapping, side, by, ref, title, field }: LookupRef): string => {
  const where = `in ${appName[side]}`;
  if (by === "key" || title !== undefined) return `${mapping} "${title ?? ref}" ${where}`;
  return field === undefined
    ? `${mapping} "${ref}" ${where}`
    : `the ${mapping} record of field "${field}" (${ref}) ${where}`;
};

const enumerated = (words: readonly string[]): string => {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
};
