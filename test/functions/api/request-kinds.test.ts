import { expect, test } from "vitest";
import { requestKinds } from "../../../lib/domain/job/request-kinds.ts";
import { routes } from "../../../lib/runtime/http/routes.ts";

/** What they change is done when they answer. */
const withoutJob = new Set([
  "POST /v1/jobs/{id}/actions/cancel",
  "POST /v1/schedules/{mapping}/actions/hold",
  "POST /v1/schedules/{mapping}/actions/resume",
]);

test("every action of the API that starts a job, and no other route, stands beside its kind of request", () => {
  const named = new Set<string>(Object.values(requestKinds).flatMap((kind) => kind.routes));
  const starting = Object.keys(routes).filter(
    (name) => /^POST .*[/]actions[/]/u.test(name) && !withoutJob.has(name),
  );

  expect([...named].toSorted()).toEqual([...starting, "POST /v1/couplings"].toSorted());
});
