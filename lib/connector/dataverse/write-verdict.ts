import type { RefusalCode } from "../../domain/error/app-failure.ts";
import type { Write } from "../../ports/business-app.ts";
import { type AnsweredCode, type AppError, failureCodeOf } from "./app-error.ts";

/** What an error says about one write. */
export type Verdict =
  | { readonly kind: "changedMeanwhile" }
  | { readonly kind: "missing" }
  /** The planned id is taken. */
  | { readonly kind: "exists" }
  | { readonly kind: "refused"; readonly code: RefusalCode }
  /** Concerns the table or the app: not this record's trouble. */
  | {
      readonly kind: "failure";
      readonly code: AnsweredCode;
      readonly message?: string | undefined;
    };

const refused = (code: RefusalCode): Verdict => ({ kind: "refused", code });

const rowVersionsOff =
  "Dataverse cannot guard writes to this table by row version. Turn on optimistic concurrency for the table in Dataverse.";

const byCode: Readonly<Record<string, Verdict>> = {
  "0x80060882": { kind: "changedMeanwhile" },
  "0x80040237": { kind: "exists" },
  "0x80060893": { kind: "failure", code: "badRequest", message: rowVersionsOff },
  // A value that the column or a plug-in does not take.
  "0x80040203": refused("rejected"),
  "0x80040265": refused("rejected"),
  "0x80044330": refused("rejected"),
  "0x80044331": refused("rejected"),
  "0x8004431A": refused("rejected"),
  "0x80048408": refused("rejected"),
  // Rows that others depend on, or that the table does not let go.
  "0x80040227": refused("rejected"),
  "0x8004023B": refused("rejected"),
  "0x80040315": refused("rejected"),
  "0x80040333": refused("duplicate"),
  "0x80060892": refused("duplicate"),
  // A lookup named by an alternate key.
  "0x80060891": refused("relatedMissing"),
  "0x80040220": refused("notPermitted"),
  "0x80048306": refused("notPermitted"),
  "0x80042F09": refused("notPermitted"),
  "0x80040256": refused("notPermitted"),
  "0x80044151": refused("locked"),
  "0x8005F103": refused("unavailable"),
};

const byStatus: Readonly<Record<number, Verdict>> = {
  400: refused("rejected"),
  403: refused("notPermitted"),
  405: refused("rejected"),
  408: refused("unavailable"),
  410: { kind: "missing" },
  413: refused("rejected"),
};

/** App-wide whatever was written: none of them has to do with the record. */
const appWide: ReadonlySet<AnsweredCode> = new Set<AnsweredCode>([
  "throttled",
  "wrongCredentials",
  "unknownEntity",
  "unknownField",
]);

/** The code decides; the status only where no code is known, since documentation prints empty ones. */
export function verdictOn(write: Write, error: AppError): Verdict {
  const failure = failureCodeOf(error);
  if (appWide.has(failure)) return { kind: "failure", code: failure };
  if (error.code === "0x80040217" || error.status === 404) return noSuchRow(write, error);
  const known = byCode[error.code];
  if (known !== undefined) return known;
  if (error.status === 412) {
    return { kind: write.kind === "create" ? "exists" : "changedMeanwhile" };
  }
  return byStatus[error.status] ?? refused(error.status >= 500 ? "unavailable" : "rejected");
}

/**
 * The row itself, or one that a lookup of it is bound to. In doubt the related one: taking a row for
 * deleted is the graver mistake.
 */
function noSuchRow(write: Write, error: AppError): Verdict {
  if (write.kind === "create" || error.code === "0x80060891") return refused("relatedMissing");
  const isNamed = error.message.toLowerCase().includes(write.id);
  const binds =
    write.kind === "update" &&
    Object.keys(write.fields).some((name) => name.includes("@odata.bind"));
  return isNamed || !binds ? { kind: "missing" } : refused("relatedMissing");
}
