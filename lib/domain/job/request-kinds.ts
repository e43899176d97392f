import type { ErrorAction } from "../error/error-item.ts";
import type { Phase } from "./checkpoint.ts";
import type { JobType } from "./job.ts";
import type { JobRequest } from "./job-request.ts";

interface RequestKind {
  readonly jobType: JobType;
  /** What error items have to allow so that the request may name them. */
  readonly errorAction?: ErrorAction;
  /** Where the first step begins. */
  readonly firstPhase: Phase;
  /** Routes of the API that start such a job. */
  readonly routes: readonly string[];
}

/** How each kind of request is done, and what the API calls it. */
export const requestKinds = {
  synchronizeChanges: {
    jobType: "synchronize",
    firstPhase: "dueErrors",
    routes: [
      "POST /v1/mappings/{name}/actions/synchronize",
      "POST /v1/schedules/{mapping}/actions/run",
    ],
  },
  synchronizeAll: {
    jobType: "fullSynchronize",
    firstPhase: "dueErrors",
    routes: [
      "POST /v1/mappings/{name}/actions/full-synchronize",
      "POST /v1/mappings/actions/full-synchronize",
    ],
  },
  synchronizeCouplings: {
    jobType: "synchronize",
    firstPhase: "selectedCouplings",
    routes: ["POST /v1/couplings/actions/synchronize"],
  },
  synchronizeAllCouplings: {
    jobType: "synchronize",
    firstPhase: "allCouplings",
    routes: ["POST /v1/couplings/actions/synchronize"],
  },
  couple: {
    jobType: "couple",
    firstPhase: "selectedCouplings",
    routes: ["POST /v1/couplings"],
  },
  match: {
    jobType: "couple",
    firstPhase: "match",
    routes: ["POST /v1/mappings/{name}/actions/couple"],
  },
  synchronizeErrors: {
    jobType: "resolve",
    errorAction: "synchronize",
    firstPhase: "selectedErrors",
    routes: ["POST /v1/errors/actions/synchronize"],
  },
  retry: {
    jobType: "synchronize",
    errorAction: "retry",
    firstPhase: "selectedErrors",
    routes: ["POST /v1/errors/actions/retry"],
  },
  restore: {
    jobType: "restore",
    errorAction: "restore",
    firstPhase: "selectedErrors",
    routes: ["POST /v1/errors/actions/restore"],
  },
  delete: {
    jobType: "delete",
    errorAction: "delete",
    firstPhase: "selectedErrors",
    routes: ["POST /v1/errors/actions/delete"],
  },
  removeCoupling: {
    jobType: "uncouple",
    errorAction: "remove-coupling",
    firstPhase: "selectedErrors",
    routes: ["POST /v1/errors/actions/remove-coupling"],
  },
  uncouple: {
    jobType: "uncouple",
    firstPhase: "selectedCouplings",
    routes: ["POST /v1/couplings/actions/delete"],
  },
  uncoupleAll: {
    jobType: "uncouple",
    firstPhase: "allCouplings",
    routes: ["POST /v1/couplings/actions/delete", "POST /v1/mappings/actions/uncouple"],
  },
  findDeleted: {
    jobType: "findDeleted",
    firstPhase: "allCouplings",
    routes: ["POST /v1/errors/actions/find-deleted"],
  },
  verify: {
    jobType: "verify",
    firstPhase: "allCouplings",
    routes: ["POST /v1/mappings/{name}/actions/verify"],
  },
  relink: { jobType: "restore", firstPhase: "allCouplings", routes: [] },
} as const satisfies Readonly<Record<JobRequest["kind"], RequestKind>>;

/** Requests whose work begins with a phase. */
export type RequestOf<P extends Phase> = {
  [Kind in JobRequest["kind"]]: (typeof requestKinds)[Kind]["firstPhase"] extends P
    ? Extract<JobRequest, { kind: Kind }>
    : never;
}[JobRequest["kind"]];

/** What is to be done about error items. */
export type ErrorRequest = RequestOf<"selectedErrors">;
