import type { MappingName } from "../../../../lib/domain/ids.ts";
import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Side } from "../../../../lib/domain/side.ts";
import { StartedJob, StartedJobs } from "../../../../lib/runtime/http/shapes/job.ts";
import { type Api, type ApiFailure, callApi } from "./call-api.ts";
import type { Job, Started } from "./shapes.ts";

/** What whole mappings can be asked to do. */
export type MappingAction =
  | { readonly action: "synchronize" | "full-synchronize" | "verify" | "find-deleted" | "uncouple" }
  | {
      readonly action: "couple";
      readonly createUnmatched: boolean;
      readonly synchronizeAfter: Side | "none";
    };

interface MappingActionRequest {
  readonly names: readonly MappingName[];
  readonly preview?: boolean | undefined;
  readonly key: string;
}

/** One job per mapping; of several, those that could not be started are named with the reason. */
export function runMappings(
  api: Api,
  wanted: MappingAction,
  { names, preview, key }: MappingActionRequest,
): Promise<Result<Started, ApiFailure>> {
  const previewing = preview === true ? { preview } : {};
  switch (wanted.action) {
    case "full-synchronize":
    case "uncouple":
      return together(api, {
        path: `/v1/mappings/actions/${wanted.action}`,
        body: { names, ...previewing },
        idempotencyKey: key,
      });
    case "find-deleted":
      return eachAlone(names, (mapping) =>
        together(api, {
          path: "/v1/errors/actions/find-deleted",
          body: { mapping },
          idempotencyKey: `${key}-${mapping}`,
          isFollowed: true,
        }),
      );
    case "synchronize":
    case "verify":
    case "couple": {
      const { action, ...options } = wanted;
      return eachAlone(names, async (name) => {
        const started = await callApi(
          api,
          {
            method: "POST",
            path: `/v1/mappings/${encodeURIComponent(name)}/actions/${action}`,
            body: { ...options, ...previewing },
            idempotencyKey: `${key}-${name}`,
          },
          StartedJob,
        );
        return started.ok ? ok(startedWith([started.value.job])) : started;
      });
    }
  }
}

export const startedWith = (
  jobs: readonly Job[],
  more: Partial<Pick<Started, "notStarted">> = {},
): Started => ({ jobs: [...jobs], leftOut: [], leftOutCount: 0, notStarted: [], ...more });

interface Post {
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly isFollowed?: true | undefined;
}

async function together(api: Api, post: Post): Promise<Result<Started, ApiFailure>> {
  const started = await callApi(api, { method: "POST", ...post }, StartedJobs);
  if (!started.ok) return started;
  return ok(startedWith(started.value.jobs));
}

/** Where no answer came it stops: sent again with the same key, nothing is started twice. */
async function eachAlone(
  names: readonly MappingName[],
  start: (name: MappingName) => Promise<Result<Started, ApiFailure>>,
): Promise<Result<Started, ApiFailure>> {
  const jobs: Job[] = [];
  const notStarted: Started["notStarted"] = [];
  for (const mapping of names) {
    const started = await start(mapping);
    if (started.ok) {
      jobs.push(...started.value.jobs);
      continue;
    }
    const { failure } = started;
    if (failure.kind !== "problem" || names.length === 1) return started;
    const { title, detail } = failure.problem;
    notStarted.push({ mapping, reason: detail ?? title });
  }
  return ok(startedWith(jobs, { notStarted }));
}
