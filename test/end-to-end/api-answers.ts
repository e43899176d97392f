import * as z from "zod/mini";
import type { LocalSystem } from "./local-system.ts";
import { until } from "./until.ts";

const Counts = z.object({ inserted: z.int(), modified: z.int(), deleted: z.int() });

export const Job = z.object({
  id: z.string(),
  mapping: z.string(),
  type: z.string(),
  state: z.string(),
  message: z.optional(z.string()),
  progress: z.object({ done: z.int() }),
  counters: z.object({ businessCentral: Counts, dataverse: Counts }),
});
export type Job = z.infer<typeof Job>;

export const Coupling = z.object({
  id: z.string(),
  mapping: z.string(),
  businessCentralId: z.string(),
  dataverseId: z.string(),
  status: z.string(),
});
export type Coupling = z.infer<typeof Coupling>;

export const ErrorItem = z.object({
  mapping: z.string(),
  kind: z.string(),
  status: z.string(),
  message: z.string(),
  fields: z.optional(
    z.array(
      z.object({
        field: z.string(),
        businessCentral: z.unknown(),
        dataverse: z.unknown(),
        conflict: z.boolean(),
      }),
    ),
  ),
});

export const LogEntry = z.object({
  jobId: z.string(),
  side: z.string(),
  outcome: z.string(),
  changes: z.optional(z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }))),
});

export const Status = z.object({
  mappings: z.array(z.object({ name: z.string(), couplings: z.int(), skipped: z.int() })),
  apps: z.object({
    businessCentral: z.object({ url: z.string(), reachable: z.nullable(z.boolean()) }),
    dataverse: z.object({ url: z.string(), reachable: z.nullable(z.boolean()) }),
  }),
});

const JobAnswer = z.object({ job: Job });

export type ErrorItem = z.infer<typeof ErrorItem>;

/** Every page of a list. */
export async function listOf<Item extends z.ZodMiniType>(
  system: LocalSystem,
  path: string,
  item: Item,
): Promise<readonly z.infer<Item>[]> {
  const Page = z.object({ items: z.array(item), cursor: z.optional(z.string()) });
  const all: z.infer<Item>[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query: string = `limit=500${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const url: string = `${path}${path.includes("?") ? "&" : "?"}${query}`;
    const page: z.infer<typeof Page> = Page.parse((await system.ask("GET", url)).body);
    all.push(...page.items);
    cursor = page.cursor;
  }
  return all;
}

/** Synchronize modified records, and wait for the end of that job. */
export async function synchronize(
  system: LocalSystem,
  mapping: string,
  withinMs?: number,
): Promise<Job> {
  const asked = await system.ask("POST", `/v1/mappings/${mapping}/actions/synchronize`);
  const { job } = JobAnswer.parse(asked.body);
  const isEnded = async () => {
    const now = Job.parse((await system.ask("GET", `/v1/jobs/${job.id}`)).body);
    return now.state === "queued" || now.state === "running" ? undefined : now;
  };
  return until(`the end of ${job.id}`, isEnded, withinMs);
}
