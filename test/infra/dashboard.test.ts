import type { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { noCounts } from "../../lib/domain/job/job.ts";
import { createMeasures } from "../../lib/runtime/measures/measures.ts";
import { aJob, at } from "../store/samples.ts";
import { exampleTemplate, exampleTenant } from "./synthesized.ts";

let template: Template;

beforeAll(() => {
  template = exampleTemplate({ ...exampleTenant(), dashboard: true });
}, 60_000);

const only = (type: string): string => {
  const [found, ...others] = Object.values(template.findResources(type));
  expect(others).toEqual([]);
  return JSON.stringify(found);
};

describe("the dashboard", () => {
  test("is one, and shows work, trouble, machinery and what costs money", () => {
    const text = only("AWS::CloudWatch::Dashboard");

    for (const title of [
      "Alarms",
      "Runs",
      "Changed records",
      "Cursor age of runs with news (minutes)",
      "Open errors by kind",
      "New errors by kind",
      "Throttled requests",
      "DynamoDB units",
      "Queue requests",
      "Lambda GB-seconds",
    ]) {
      expect(text).toContain(title);
    }
  });

  test("asks for nothing that no function tells, and for all that they do", () => {
    const text = only("AWS::CloudWatch::Dashboard");

    for (const { name, dimension } of told()) {
      expect(text).toMatch(new RegExp(`Tandem/example[^{}]*,${dimension}\\}[^{}]*${name}`));
    }
    const asked = [...text.matchAll(/MetricName=[\\"]*(\w+)/g)].map(([, name]) => name);
    expect(asked.toSorted()).toEqual(
      told()
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  test("shows a kind of errors at zero as soon as none is open, which nobody tells", () => {
    expect(only("AWS::CloudWatch::Dashboard")).toMatch(
      /FILL\(SEARCH\([^()]*ErrorsOpen\b[^()]*'Maximum', 3600\), 0\)/,
    );
  });
});

const Line = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.tuple([
      z.object({
        Dimensions: z.tuple([z.tuple([z.string()])]),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ]),
  }),
});

/** All that a job and its steps tell, with what they tell it by. */
function told() {
  const lines: string[] = [];
  const counting = { METRICS_NAMESPACE: "Tandem/example", METRICS_BY: "mapping" } as const;
  const measures = createMeasures(counting, { now: () => at(0) }, (line) => lines.push(line));
  const some = { ...noCounts, modified: 1, failed: 1, skipped: 1 };
  const counters = { businessCentral: some, dataverse: some };
  const job = aJob(1, { startedAt: at(0), finishedAt: at(1), counters });
  measures.jobEnded(job, { cursorAgeMinutes: 1 });
  measures.errorsOpened(job, ["locked"]);
  measures.errorsOpen([{ kind: "locked", count: 1 }]);
  const use = { requests: 1, milliseconds: 1, throttled: 1 };
  measures.stepEnded({
    jobId: job.id,
    mapping: job.mapping,
    step: 0,
    resend: 0,
    requestId: "r",
    end: "ended",
    milliseconds: 1,
    apps: { businessCentral: use, dataverse: use },
  });
  return lines.flatMap((line) => {
    const [{ Dimensions, Metrics }] = Line.parse(JSON.parse(line))._aws.CloudWatchMetrics;
    return Metrics.map(({ Name: name }) => ({ name, dimension: Dimensions[0][0] }));
  });
}

test("saved queries lead from a request to its jobs, and from a job to its steps, over all logs", () => {
  const Query = z.object({
    Properties: z.object({
      Name: z.string(),
      QueryString: z.string(),
      LogGroupNames: z.array(z.unknown()),
    }),
  });
  const queries = Object.values(template.findResources("AWS::Logs::QueryDefinition")).map(
    (query) => Query.parse(query).Properties,
  );

  expect(queries.map(({ Name }) => Name).toSorted()).toEqual([
    "Tandem/example/1 From a request to its jobs",
    "Tandem/example/2 One job, step by step",
    "Tandem/example/3 What failed",
    "Tandem/example/4 Runs by mapping",
    "Tandem/example/5 Slow steps",
    "Tandem/example/6 Troubles",
  ]);
  for (const { LogGroupNames } of queries) expect(LogGroupNames).toHaveLength(6);
});
