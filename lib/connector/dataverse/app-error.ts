import type { AppFailure, AppFailureCode } from "../../domain/error/app-failure.ts";
import { epochOf, type Instant, instantOf } from "../../domain/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { retryAfterMs } from "../http/back-off.ts";
import { quotedErrorIn } from "../http/quoted.ts";
import type { WireAnswer } from "../http/transport.ts";
import { type CodeMeaning, meaningOfCode } from "./error-codes.ts";

/** What Dataverse answered instead of what it was asked for. */
export interface AppError {
  readonly status: number;
  /** `0x8006088A`, digits upper case; empty when the answer carries none. */
  readonly code: string;
  readonly message: string;
  /** When to ask again, should this be throttling. */
  readonly retryAt: Instant;
}

/** Without `Retry-After`, a fifth of the 300 seconds that Dataverse counts requests over. */
const usualWaitMs = 60_000;

export function appErrorOf(answer: WireAnswer, clock: Clock): AppError {
  const now = epochOf(clock.now());
  const { code, message } = quotedErrorIn(answer.text);
  return {
    status: answer.status,
    code: /^0x[0-9a-f]+$/i.test(code) ? `0x${code.slice(2).toUpperCase()}` : code,
    message,
    retryAt: instantOf(now + (retryAfterMs(answer, now) ?? usualWaitMs)),
  };
}

/** The app's own words, with the code its documentation is searched by. */
export function quote({ status, code, message }: AppError): string {
  const reference = code === "" || code === "0x0" ? `HTTP ${status}` : code;
  return message === "" ? reference : `${message} (${reference})`;
}

/** What an answer of Dataverse can stand for; the others are found out before or without one. */
export type AnsweredCode = Exclude<AppFailureCode, "unreachable" | "unknownCompany" | "wrongType">;

/** Codes that mean the same whatever was asked. */
const failureByMeaning: Readonly<Partial<Record<CodeMeaning, AnsweredCode>>> = {
  cursorExpired: "cursorExpired",
  unknownEntity: "unknownEntity",
  wrongCredentials: "wrongCredentials",
  noRight: "notPermitted",
  notPermitted: "notPermitted",
  throttled: "throttled",
  failing: "serverError",
  busyRow: "serverError",
  outOfService: "serverError",
};

const failureByStatus: Readonly<Record<number, AnsweredCode>> = {
  401: "wrongCredentials",
  403: "notPermitted",
  408: "serverError",
  410: "cursorExpired",
  429: "throttled",
};

export function failureCodeOf(error: AppError): AnsweredCode {
  const meaning = meaningOfCode(error.code);
  const known =
    (meaning === undefined ? undefined : failureByMeaning[meaning]) ??
    failureByStatus[error.status];
  if (known !== undefined) return known;
  if (unknownPropertyOf(error) !== undefined) return "unknownField";
  if (error.status === 404 && /segment/i.test(error.message)) return "unknownEntity";
  const isServers = error.status >= 500 || error.status < 300;
  return isServers ? "serverError" : "badRequest";
}

/** `0x80060888` and `0x80048d19` also stand for wrong values: only a named property is a wrong column. */
function unknownPropertyOf({ message }: AppError): string | undefined {
  return /(?:property named|undeclared property|Invalid property|The property(?= '[^']+' does not exist)) '([^']+)'/i.exec(
    message,
  )?.[1];
}

/**
 * One row is not shown, where others of its table are: the text names a row's access, not a privilege
 * (`prvReadAccount`) that the table as a whole needs.
 */
export const isHiddenRow = ({ status, code, message }: AppError): boolean =>
  status === 403 &&
  meaningOfCode(code) === "notPermitted" &&
  message !== "" &&
  !/\bprv[A-Z]/.test(message);

/** What a request was about, for the sentence that people read. */
export interface About {
  readonly set?: string | undefined;
  readonly column?: string | undefined;
}

const tableOf = ({ set }: About): string => (set === undefined ? "its data" : `table ${set}`);

const sentences: Readonly<Record<AnsweredCode, (about: About) => string>> = {
  throttled: () => "Dataverse limits requests at the moment. Work goes on as soon as it allows it.",
  serverError: (about) =>
    `Dataverse could not answer a request about ${tableOf(about)}. It is asked again by itself.`,
  wrongCredentials: () =>
    "Dataverse did not accept the sign-in. Check client id and secret, and that the app is an enabled application user of this environment.",
  notPermitted: (about) =>
    `Dataverse does not let the application user work with ${tableOf(about)}. Give its security role the privileges for it, reading at organization level.`,
  unknownEntity: (about) =>
    `Dataverse has no ${tableOf(about)}. Correct the entity set in the table mapping, or install the app that brings the table.`,
  unknownField: (about) =>
    `Dataverse has no column ${about.column ?? "of that name"} in ${tableOf(about)}. Correct the field mapping, or add the column in Dataverse.`,
  cursorExpired: (about) =>
    `Dataverse no longer keeps the changes since ${tableOf(about)} was last read. The whole table is read again and compared.`,
  badRequest: (about) =>
    `Dataverse did not accept a request about ${tableOf(about)}. Compare the table mapping with the table in Dataverse; its answer is quoted.`,
};

/** `code` and `message` where the caller knows better than the answer tells. */
export interface Known {
  readonly code?: AnsweredCode | undefined;
  readonly message?: string | undefined;
}

export function failureOf(error: AppError, about: About & Known): AppFailure {
  const code = about.code ?? failureCodeOf(error);
  const column = about.column ?? unknownPropertyOf(error);
  return {
    code,
    side: "dataverse",
    message: about.message ?? sentences[code]({ set: about.set, column }),
    quoted: quote(error),
    ...(code === "throttled" ? { retryAt: error.retryAt } : {}),
  };
}

/** The answer came, but is not what the Web API promises. */
export const strangeAnswer = (about: About, detail: string): AppFailure => ({
  code: "serverError",
  side: "dataverse",
  message: `Dataverse answered a request about ${tableOf(about)} in an unexpected form: ${detail}. It is asked again by itself.`,
});
