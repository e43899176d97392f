export const manageFailureCodes = [
  "invalid",
  "notFound",
  "conflict",
  "stale",
  "notAllowed",
  "forbidden",
  "preconditionMissing",
  "unavailable",
] as const;

/**
 * Why a request of a person was not done. `conflict`: the situation is not what the request takes it
 * to be; `stale`: changed since it was read; `notAllowed`: makes no sense for this kind of thing;
 * `forbidden`: not with this person's role; `unavailable`: an app that had to be asked does not answer.
 */
export type ManageFailureCode = (typeof manageFailureCodes)[number];
