import type { ErrorItem } from "../domain/error/error-item.ts";
import type { Job } from "../domain/job/job.ts";
import type { MappingFault } from "../domain/mapping/mapping-fault.ts";
import { failed } from "../domain/result.ts";
import type { LeftOut } from "./bulk-result.ts";
import type { ManageFailureCode } from "./failure-code.ts";

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
  /** What was chosen by name, and why none of it was taken. */
  readonly leftOut?: readonly LeftOut[] | undefined;
}

export const declined = (code: ManageFailureCode, message: string) =>
  failed<ManageFailure>({ code, message });

export const invalid = (faults: readonly MappingFault[]) =>
  failed<ManageFailure>({
    code: "invalid",
    message: faults.map(({ path, message }) => `${path}: ${message}`).join(" "),
    faults,
  });
