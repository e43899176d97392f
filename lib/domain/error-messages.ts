import type { LookupRef } from "./coupling.ts";
import type { ErrorKind, FieldComparison } from "./error-item.ts";
import { appName, otherSide, type Side } from "./side.ts";

/** What a pair's records are called, as far as known. */
export type Titles = Readonly<Partial<Record<Side, string | undefined>>>;

/** What happened to which record, and what to do next. */
export interface ProblemText<Kind extends ErrorKind> {
  readonly kind: Kind;
  readonly message: string;
  readonly hint: string;
}

export const conflictProblem = (
  titles: Titles,
  comparison: readonly FieldComparison[],
): ProblemText<"updateConflict"> & { readonly comparison: readonly FieldComparison[] } => {
  const disputed = comparison.filter(({ conflict }) => conflict).map(({ field }) => field);
  const what = disputed.length === 1 ? "the field" : "the fields";
  return {
    kind: "updateConflict",
    message: `${pairName(titles)} was changed in both Business Central and Dataverse, differently in ${what} ${enumerated(disputed)}. Nothing was written.`,
    hint: "Choose Synchronize and decide whose data to use, for the whole record or field by field; or give both sides the same value and choose Retry.",
    comparison,
  };
};

export const deletedProblem = (
  titles: Titles,
  missing: Side,
): ProblemText<"deletedInBusinessCentral" | "deletedInDataverse"> => {
  const gone = appName[missing];
  const left = appName[otherSide[missing]];
  const name = pairName({ [otherSide[missing]]: titles[otherSide[missing]] ?? titles[missing] });
  return {
    kind: missing === "businessCentral" ? "deletedInBusinessCentral" : "deletedInDataverse",
    message: `${name} in ${left} is coupled to a record that was deleted in ${gone}.`,
    hint: `Choose Restore to create it again in ${gone}, Delete to delete it in ${left} too, or Remove Coupling to keep it there on its own.`,
  };
};

export const dependencyProblem = (
  waitsFor: readonly LookupRef[],
): ProblemText<"dependencyMissing"> => {
  const one = waitsFor.length === 1;
  return {
    kind: "dependencyMissing",
    message: `The record refers to ${enumerated(waitsFor.map(refName))}, which ${one ? "is" : "are"} not coupled.`,
    hint: `Couple or synchronize ${one ? "that record" : "those records"} first; this one then follows by itself.`,
  };
};

const pairName = ({ businessCentral, dataverse }: Titles): string => {
  const title = businessCentral ?? dataverse;
  return title === undefined ? "A record" : `The record "${title}"`;
};

const refName = ({ mapping, side, ref }: LookupRef): string =>
  `${mapping} "${ref}" in ${appName[side]}`;

const enumerated = (words: readonly string[]): string => {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
};
