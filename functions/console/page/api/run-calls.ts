import type { MappingName } from "../../../../lib/domain/ids.ts";
import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Side } from "../../../../lib/domain/side.ts";
import { StartedJob, StartedJobs } from "../../../../lib/runtime/http/shapes/job.ts";
import { type Api, type ApiFailure, ask } from "./ask.ts";
import type { Begun, Job } from "./shapes.ts";

/** What whole mappings can be asked to do. */
export type MappingRun =
  | { readonly run: "synchronize" | "full-synchronize" | "verify" | "find-deleted" | "uncouple" }
  | {
      readonly run: "couple";
      readonly createUnmatched: boolean;
      readonly synchronizeAfter: Side | "none";
    };

interface Asked {
  readonly names: readonly MappingName[];
  readonly preview?: boolean | undefined;
  readonly key: string;
}

/** One job per mapping; of several, those that could not be started are named with the reason. */
export function runMappings(
  api: Api,
  asked: MappingRun,
  { names, preview, key }: Asked,
): Promise<Result<Begun, ApiFailure>> {
  const previewing = preview === true ? { preview } : {};
  switch (asked.run) {
    case "full-synchronize":
    case "uncouple":
      return together(api, {
        path: `/v1/mappings/actions/${asked.run}`,
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
      const { run, ...options } = asked;
      return eachAlone(names, async (name) => {
        const started = await ask(
          api,
          {
            method: "POST",
            path: `/v1/mappings/${encodeURIComponent(name)}/actions/${run}`,
            body: { ...options, ...previewing },
            idempotencyKey: `${key}-${name}`,
          },
          StartedJob,
        );
        return started.ok ? ok(begunWith([started.value.job])) : started;
      });
    }
  }
}

export const begunWith = (
  jobs: readonly Job[],
  more: Partial<Pick<Begun, "warnings" | "notStarted">> = {},
): Begun => ({ jobs: [...jobs], leftOut: [], leftOutCount: 0, notStarted: [], ...more });

interface Post {
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly isFollowed?: true | undefined;
}

async function together(api: Api, post: Post): Promise<Result<Begun, ApiFailure>> {
  const started = await ask(api, { method: "POST", ...post }, StartedJobs);
  if (!started.ok) return started;
  const { jobs, warnings } = started.value;
  return ok(begunWith(jobs, { warnings }));
}

/** Where no answer came it stops: asked again with the same key, nothing is started twice. */
async function eachAlone(
  names: readonly MappingName[],
  begin: (name: MappingName) => Promise<Result<Begun, ApiFailure>>,
): Promise<Result<Begun, ApiFailure>> {
  const jobs: Job[] = [];
  const notStarted: Begun["notStarted"] = [];
  for (const mapping of names) {
    const begun = await begin(mapping);
    if (begun.ok) {
      jobs.push(...begun.value.jobs);
      continue;
    }
    const { failure } = begun;
    if (failure.kind !== "problem" || names.length === 1) return begun;
    const { title, detail } = failure.problem;
    notStarted.push({ mapping, reason: detail ?? title });
  }
  return ok(begunWith(jobs, { notStarted }));
}
