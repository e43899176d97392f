import type { Instant } from "../instant.ts";
import type { Side } from "../side.ts";

export const appFailureCodes = [
  "unreachable",
  "throttled",
  "serverError",
  "wrongCredentials",
  "notPermitted",
  "unknownCompany",
  "unknownEntity",
  "unknownField",
  "wrongType",
  "cursorExpired",
  "badRequest",
] as const;

/** Trouble that concerns a whole table or app, not one record. */
export type AppFailureCode = (typeof appFailureCodes)[number];

/** `message` says what happened and what to do, for people; `quoted` is the app's own text. */
export interface AppFailure {
  readonly code: AppFailureCode;
  readonly side: Side;
  readonly message: string;
  readonly quoted?: string | undefined;
  /** Not before this moment should the app be asked again (from its `Retry-After`). */
  readonly retryAt?: Instant | undefined;
  /** Records failed in masses (W14). */
  readonly flood?: true | undefined;
}

/** What people read of it: our sentence, and the app's own words. */
export const describe = ({ message, quoted }: AppFailure): string =>
  quoted === undefined || message.includes(quoted)
    ? message
    : `${message} In its own words: "${quoted}"`;

export const refusalCodes = [
  "rejected",
  "notPermitted",
  "locked",
  "relatedMissing",
  "duplicate",
  "readOnly",
  "unavailable",
] as const;

/** Why an app refused to write one record. */
export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  readonly code: RefusalCode;
  /** The app's own words. */
  readonly quoted: string;
}
