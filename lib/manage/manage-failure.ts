import type { ErrorItem } from "../domain/error-item.ts";
import type { Job } from "../domain/job.ts";
import type { MappingFault } from "../domain/mapping-fault.ts";
import { failed } from "../domain/result.ts";

export const manageFailureCodes = [
  "invalid",
  "notFound",
  "conflict",
  "stale",
  "notAllowed",
  "forbidden",
  "preconditionMissing",
] as const;

/**
 * Why a request of a person was not done. `conflict`: the situation is not what the request takes it
 * to be; `stale`: changed since it was read; `notAllowed`: makes no sense for this kind of thing;
 * `forbidden`: not with this person's role.
 */
export type ManageFailureCode = (typeof manageFailureCodes)[number];

export interface ManageFailure {
  readonly code: ManageFailureCode;
  /** What happened and what to do, for people. */
  readonly message: string;
  /** Where in the request (`invalid`). */
  readonly faults?: readonly MappingFault[] | undefined;
  /** The error items as they are now, where the person was shown others. */
  readonly items?: readonly ErrorItem[] | undefined;
  /** The jobs that found out. */
  readonly jobs?: readonly Job[] | undefined;
}

export const declined = (code: ManageFailureCode, message: string) =>
  failed<ManageFailure>({ code, message });

export const invalid = (faults: readonly MappingFault[]) =>
  failed<ManageFailure>({
    code: "invalid",
    message: faults.map(({ path, message }) => `${path}: ${message}`).join(" "),
    faults,
  });
