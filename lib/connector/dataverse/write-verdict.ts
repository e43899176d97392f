import type { RefusalCode } from "../../domain/error/app-failure.ts";
import type { Write } from "../../ports/business-app.ts";
import { type AnsweredCode, type AppError, failureCodeOf } from "./app-error.ts";
import { type CodeMeaning, meaningOfCode } from "./error-codes.ts";

/** What an error says about one write. */
export type Verdict =
  | { readonly kind: "changedMeanwhile" }
  | { readonly kind: "refused"; readonly code: RefusalCode }
  /** Refused, and it may be about this row or about another one: only a read of the row by id tells. */
  | { readonly kind: "doubtful"; readonly code: RefusalCode }
  /** Concerns the table or the app: not this record's trouble. */
  | {
      readonly kind: "failure";
      readonly code: AnsweredCode;
      readonly message?: string | undefined;
    };

const refused = (code: RefusalCode): Verdict => ({ kind: "refused", code });
const doubtful = (code: RefusalCode): Verdict => ({ kind: "doubtful", code });
const failure = (code: AnsweredCode, message?: string): Verdict => ({
  kind: "failure",
  code,
  message,
});

/** The code decides; the status only where no code is known, since documentation prints empty ones. */
export function verdictOn(write: Write, error: AppError): Verdict {
  // A success that quotes an error: only the row tells what became of the write.
  if (error.status < 300) return doubtful("rejected");
  const code = failureCodeOf(error);
  if (appWide.has(code)) return failure(code);
  const meaning = meaningOfCode(error.code);
  if (meaning !== undefined) return verdictFor[meaning](write, error);
  if (error.status === 404) return noSuchRow(write, error);
  if (error.status === 412 && write.kind === "create") return keyTaken(write);
  return byStatus[error.status] ?? refused(error.status >= 500 ? "unavailable" : "rejected");
}

/** App-wide whatever was written: none of them has to do with the record. */
const appWide: ReadonlySet<AnsweredCode> = new Set<AnsweredCode>([
  "throttled",
  "wrongCredentials",
  "unknownEntity",
  "unknownField",
]);

const rowVersionsOff =
  "Dataverse cannot guard writes to this table by row version. Turn on optimistic concurrency for the table in Dataverse.";

const storageFull =
  "The storage of this Dataverse environment is full, so nothing can be written. Free space or add capacity in the Power Platform admin center.";

const verdictFor: Readonly<Record<CodeMeaning, (write: Write, error: AppError) => Verdict>> = {
  noSuchRow,
  rowExists: keyTaken,
  keyTaken: () => refused("duplicate"),
  relatedMissing: () => refused("relatedMissing"),
  staleVersion: () => ({ kind: "changedMeanwhile" }),
  rowVersionsOff: () => failure("badRequest", rowVersionsOff),
  noRight: () => failure("notPermitted"),
  notPermitted: () => refused("notPermitted"),
  readOnlyRow: () => refused("readOnly"),
  rejected: () => refused("rejected"),
  busyRow: () => refused("locked"),
  failing: () => refused("unavailable"),
  throttled: () => failure("throttled"),
  wrongCredentials: () => failure("wrongCredentials"),
  outOfService: () => failure("serverError"),
  storageFull: () => failure("badRequest", storageFull),
  notTracked: () => refused("rejected"),
  cursorExpired: () => refused("rejected"),
  unknownEntity: () => failure("unknownEntity"),
};

const byStatus: Readonly<Record<number, Verdict>> = {
  400: refused("rejected"),
  403: refused("notPermitted"),
  405: refused("rejected"),
  408: refused("unavailable"),
  410: doubtful("rejected"),
  412: doubtful("rejected"),
  413: refused("rejected"),
};

/** The planned id of a create, or another unique value. An update cannot take its own id. */
function keyTaken({ kind }: Write): Verdict {
  return kind === "create" ? doubtful("duplicate") : refused("duplicate");
}

/** The row itself, one that a lookup of it is bound to, or one that a plug-in looked for. */
function noSuchRow(write: Write, { message }: AppError): Verdict {
  if (write.kind === "create") return refused("relatedMissing");
  if (write.kind === "delete") return doubtful("rejected");
  const bound = Object.entries(write.fields).flatMap(([name, value]) =>
    name.includes("@odata.bind") && typeof value === "string" ? [value.toLowerCase()] : [],
  );
  const named = message.toLowerCase().match(guid) ?? [];
  const isBound = bound.some((target) => named.some((id) => target.includes(id)));
  const isOpen = named.length === 0 && bound.length > 0;
  return doubtful(isBound || isOpen ? "relatedMissing" : "rejected");
}

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
