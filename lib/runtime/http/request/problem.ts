import * as z from "zod/mini";
import type { ManageFailureCode } from "../../../manage/failure-code.ts";
import type { ManageFailure } from "../../../manage/manage-failure.ts";
import { LeftOutShape, showLeftOut } from "../shapes/bulk.ts";
import { ErrorItemShape, type ShownError } from "../shapes/error-item.ts";
import { JobShape, showJob } from "../shapes/job.ts";

/** RFC 9457. `requestId` finds the request in the logs. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  instance: z.optional(z.string()),
  requestId: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  /** The error item as it is now, where it is not what the request took it to be. */
  present: z.optional(ErrorItemShape),
  /** The same of one or several. */
  items: z.optional(z.array(ErrorItemShape)),
  /** The jobs that found it so. */
  jobs: z.optional(z.array(JobShape)),
  /** Of several that were named, each with the reason why it was not taken. */
  leftOut: z.optional(LeftOutShape),
});
export type Problem = z.infer<typeof Problem>;

/** Mistakes that are seen before a use case is asked. */
type RequestFailureCode =
  | "unauthorized"
  | "unknownRoute"
  | "methodNotAllowed"
  | "tooLarge"
  | "wrongContentType"
  | "keyUsed"
  | "broken";

export type FailureCode = ManageFailureCode | RequestFailureCode;

export interface RequestFailure extends Omit<ManageFailure, "code"> {
  readonly code: FailureCode;
  /** The error items, as people see them. */
  readonly shown?: readonly ShownError[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const kinds: Readonly<Record<FailureCode, readonly [status: number, title: string]>> = {
  invalid: [400, "The request is not valid"],
  unauthorized: [401, "Not signed in"],
  forbidden: [403, "Not permitted"],
  notFound: [404, "Not found"],
  unknownRoute: [404, "No such address"],
  methodNotAllowed: [405, "Method not allowed"],
  conflict: [409, "The situation does not allow this"],
  stale: [412, "Changed since it was read"],
  tooLarge: [413, "The request is too large"],
  wrongContentType: [415, "Unsupported content type"],
  notAllowed: [422, "Not allowed for this kind"],
  keyUsed: [422, "The Idempotency-Key was used for another request"],
  preconditionMissing: [428, "If-Match is required"],
  broken: [500, "Something went wrong here"],
  unavailable: [503, "An app does not answer"],
};

export interface RequestInfo {
  readonly path: string;
  readonly requestId: string;
}

export function problemOf(
  { code, message, faults, shown, jobs, leftOut }: RequestFailure,
  asked: RequestInfo,
): Problem {
  const [status, title] = kinds[code];
  const items = shown?.map((item) => ErrorItemShape.parse(item));
  return {
    type: `urn:tandem:problem:${inKebabCase(code)}`,
    title,
    status,
    detail: message,
    instance: asked.path,
    requestId: asked.requestId,
    ...(faults !== undefined && { errors: [...faults] }),
    ...(items?.length === 1 && { present: items[0] }),
    ...(items !== undefined && { items }),
    ...(leftOut !== undefined && { leftOut: showLeftOut(leftOut) }),
    ...(jobs !== undefined && { jobs: jobs.map((job) => JobShape.parse(showJob(job))) }),
  };
}

const inKebabCase = (code: FailureCode): string =>
  code.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
