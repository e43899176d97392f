import type { Refusal, RefusalCode } from "../../domain/error/app-failure.ts";
import type { ErrorKind } from "../../domain/error/error-item.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { appName, type Side } from "../../domain/side.ts";
import type { WritePlan } from "../decide/plan.ts";
import type { Problem } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";

/** What is listed when an app refused a write. */
export function refusedProblem(
  mapping: TableMapping,
  { run, decision }: WritePlan,
  side: Side,
  { code, quoted }: Refusal,
): Problem {
  const titles = titlesOf(mapping, run);
  const title = titles.businessCentral ?? titles.dataverse ?? "";
  const act =
    decision.kind === "create"
      ? "create"
      : decision.kind === "counterpartDeleted"
        ? "delete"
        : "change";
  return {
    kind: errorKindOf[code],
    message: `${appName[side]} refused to ${act} ${mapping.name} "${title}": ${quoted}`,
    hint: hintOf[code],
    on: side,
  };
}

const errorKindOf: Readonly<Record<RefusalCode, ErrorKind>> = {
  rejected: "rejected",
  duplicate: "rejected",
  readOnly: "rejected",
  notPermitted: "notPermitted",
  locked: "locked",
  relatedMissing: "dependencyMissing",
  unavailable: "unavailable",
};

const hintOf: Readonly<Record<RefusalCode, string>> = {
  rejected: "Correct the data in the app it comes from, or the field mapping, and choose Retry.",
  duplicate:
    "A record with these values is there already: couple the two by hand, or change one of them and choose Retry.",
  readOnly:
    "The record is closed, inactive or locked in that app: open it again there, and choose Retry.",
  notPermitted: "Give the application user the permission for this record, and choose Retry.",
  locked: "Someone is working on the record. It is tried again with the next synchronization.",
  relatedMissing:
    "A record it refers to is not there yet. It is tried again with the next synchronization.",
  unavailable: "The app could not do it now. It is tried again with the next synchronization.",
};
