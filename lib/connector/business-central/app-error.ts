import type { AppFailure, AppFailureCode, RefusalCode } from "../../domain/error/app-failure.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import { wrongCredentials } from "../http/app-trouble.ts";
import { type QuotedError, quotedErrorIn } from "../http/quoted.ts";
import type { WireAnswer } from "../http/transport.ts";

/** An error answer, to a request or to one part of a batch. */
export interface AppError extends QuotedError {
  readonly status: number;
}

/**
 * What an error of one write means for its record. `app` concerns all records of the table; `doubtful`
 * may be about this record or about another one, which only a read of it by id can tell.
 */
export type PartMeaning = "changedMeanwhile" | "doubtful" | "app" | RefusalCode;

/** The failures that an answer can tell of; the others are found without one. */
type AnsweredCode = Exclude<AppFailureCode, "unreachable" | "cursorExpired" | "wrongType">;

interface Rule<Meaning> {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly text?: RegExp | undefined;
  readonly is: Meaning;
}

const tooManyParts = /contains too many parts/i;
const unknownProperty = /property (?:named )?'([^']+)'/i;
const noSuchProperty =
  /(?:property named '[^']+' on type|property '[^']+' does not exist|not find a property)/i;

/** Business Central's own text for a missing right; its status and code say something else at times. */
const noPermission = /current permissions prevented|do not have permissions? to/i;

/** Wire contracts 1.10, most telling first. The last line answers for everything else. */
const failureRules: readonly Rule<AnsweredCode>[] = [
  { status: 401, is: "wrongCredentials" },
  { status: 403, is: "notPermitted" },
  { text: noPermission, is: "notPermitted" },
  { code: "Internal_CompanyNotFound", is: "unknownCompany" },
  { code: "BadRequest_ResourceNotFound", is: "unknownEntity" },
  { status: 400, text: noSuchProperty, is: "unknownField" },
  { status: 404, is: "unknownEntity" },
  { status: 408, is: "serverError" },
  { status: 429, is: "throttled" },
  { status: 500, text: tooManyParts, is: "badRequest" },
  { status: 501, is: "badRequest" },
  { status: 500, is: "serverError" },
  { status: 502, is: "serverError" },
  { status: 503, is: "throttled" },
  { status: 504, is: "serverError" },
  { is: "badRequest" },
];

const partRules: readonly Rule<PartMeaning>[] = [
  { code: "Request_EntityChanged", is: "changedMeanwhile" },
  { code: "BadRequest_InvalidToken", is: "changedMeanwhile" },
  { status: 401, is: "app" },
  { code: "Internal_CompanyNotFound", is: "app" },
  { code: "BadRequest_ResourceNotFound", is: "app" },
  { status: 400, text: noSuchProperty, is: "app" },
  { status: 403, is: "notPermitted" },
  { text: noPermission, is: "notPermitted" },
  { code: "Internal_InvalidTableRelation", is: "relatedMissing" },
  { code: "Application_DialogException", text: /does not match to an? /i, is: "relatedMissing" },
  { code: "Internal_EntityWithSameKeyExists", is: "duplicate" },
  { text: /already exists\. Identification fields/i, is: "duplicate" },
  // The record itself, or one that a trigger or an extension looked for.
  { status: 404, is: "doubtful" },
  { status: 410, is: "doubtful" },
  { status: 412, is: "doubtful" },
  { text: /locked by another user|deadlock/i, is: "locked" },
  // A conflict that is neither a stale version nor a key: a transient error of the database.
  { status: 409, is: "locked" },
  // The app's trouble: no record's tries are used up by it.
  { status: 429, is: "app" },
  { status: 503, is: "app" },
  { status: 408, is: "unavailable" },
  { status: 500, is: "unavailable" },
  { status: 502, is: "unavailable" },
  { status: 504, is: "unavailable" },
  { is: "rejected" },
];

export const errorOf = ({ status, text }: WireAnswer): AppError => ({
  status,
  ...quotedErrorIn(text),
});

export const meaningOf = (error: AppError): PartMeaning => firstFit(partRules, error) ?? "rejected";

/** Said of a record that was asked for by its id. A gateway's 404 has neither of the codes. */
const noSuchRecord: ReadonlySet<string> = new Set([
  "BadRequest_NotFound",
  "Internal_RecordNotFound",
]);

export const isNoSuchRecord = ({ status, code }: AppError): boolean =>
  status === 404 && noSuchRecord.has(code);

/** A security filter leaves out single records; a missing right concerns the table. */
export const isHiddenRecord = ({ status, message }: AppError): boolean =>
  status === 403 && /security filter/i.test(message);

export const quote = ({ status, code, message }: AppError): string =>
  message === "" ? `status ${status} ${code}`.trim() : message;

/** A coded failure with a sentence for people: which app, which table, what to do. */
/** The table that a sentence is about. */
type About = Pick<Entity, "set" | "api">;

export function failureOf(error: AppError, entity?: About): AppFailure {
  const code = firstFit(failureRules, error) ?? "badRequest";
  if (code === "wrongCredentials") return wrongCredentials("businessCentral", error.message);
  return {
    code,
    side: "businessCentral",
    message: sentences[code](tableName(entity), error),
    ...(error.message === "" ? {} : { quoted: error.message }),
  };
}

/** Not even the same request a second later fits: wire contracts 1.11. */
export const isTooManyParts = ({ status, text }: WireAnswer): boolean =>
  status === 500 && tooManyParts.test(text);

export const unexpectedAnswer = (entity: About, what: string): AppFailure => ({
  code: "serverError",
  side: "businessCentral",
  message: `Business Central's answer for ${tableName(entity)} could not be understood: ${what}. It is tried again; if this lasts, check that the address leads to Business Central itself.`,
});

const firstFit = <Meaning>(rules: readonly Rule<Meaning>[], error: AppError): Meaning | undefined =>
  rules.find(
    ({ status, code, text }) =>
      (status === undefined || status === error.status) &&
      (code === undefined || code === error.code) &&
      (text === undefined || text.test(error.message)),
  )?.is;

const tableName = (entity: About | undefined): string =>
  entity === undefined
    ? "the company"
    : `"${entity.set}"${entity.api === undefined ? "" : ` of the API ${entity.api}`}`;

type Sentence = (table: string, error: AppError) => string;

const refusedRequest: Sentence = (table, { status, code }) =>
  `Business Central refused a request for ${table} (${status}${code === "" ? "" : ` ${code}`}). Check the columns and filters of the mapping.`;

const sentences: Readonly<Record<Exclude<AnsweredCode, "wrongCredentials">, Sentence>> = {
  notPermitted: (table) =>
    `Business Central does not let us use ${table}. Give the Microsoft Entra application card a permission set with read and write rights to it.`,
  unknownCompany: () =>
    "Business Central has no company with this id. Check the company's address in the settings.",
  unknownEntity: (table) =>
    `Business Central has no table ${table}. Check the entity name in the mapping, and that the extension that offers it is installed.`,
  unknownField: (table, { message }) =>
    `Business Central's table ${table} has no field "${unknownProperty.exec(message)?.[1] ?? "?"}". Remove it from the mapping or correct its name.`,
  throttled: (table) =>
    `Business Central is busy and turned away a request for ${table}. Synchronization goes on by itself.`,
  serverError: (table, { status }) =>
    `Business Central failed with status ${status} on a request for ${table}. It is tried again; if this lasts, ask its administrator.`,
  badRequest: refusedRequest,
};
