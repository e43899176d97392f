import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { noCounts } from "../../../lib/domain/job/job.ts";
import { createAppMeter } from "../../../lib/runtime/measures/app-meter.ts";
import { measureStep } from "../../../lib/runtime/measures/measure-step.ts";
import { createMeasures, type MeasuresOptions } from "../../../lib/runtime/measures/measures.ts";
import { aJob, at, jobId } from "../../store/samples.ts";

const byMapping = { METRICS_NAMESPACE: "Tandem/acme", METRICS_BY: "mapping" } as const;
const clock = { now: () => at(3) };

const Line = z.looseObject({
  message: z.string(),
  _aws: z.optional(
    z.object({
      Timestamp: z.number(),
      CloudWatchMetrics: z.array(
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
        }),
      ),
    }),
  ),
});

function recording(options: MeasuresOptions = byMapping) {
  const lines: z.infer<typeof Line>[] = [];
  const measures = createMeasures(options, clock, (line) =>
    lines.push(Line.parse(JSON.parse(line))),
  );
  return { measures, lines };
}

const namesIn = (line: z.infer<typeof Line> | undefined): readonly string[] =>
  (line?._aws?.CloudWatchMetrics[0]?.Metrics ?? []).map(({ Name }) => Name);

const aBusyRun = aJob(1, {
  state: "completedWithErrors",
  startedAt: at(0),
  finishedAt: at(2),
  counters: {
    businessCentral: { ...noCounts, inserted: 1, modified: 2 },
    dataverse: { ...noCounts, deleted: 3, failed: 4, skipped: 5, unchanged: 6 },
  },
});

describe("a job that ended", () => {
  test("is counted under its mapping: what changed, failed, was passed over, how long it took", () => {
    const { measures, lines } = recording();

    measures.jobEnded(aBusyRun, { cursorAgeMinutes: 31 });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: "INFO",
      message: "Job ended",
      jobId: jobId(1),
      mapping: "CUSTOMER",
      Runs: 1,
      Changed: 6,
      Failed: 4,
      Skipped: 5,
      RunSeconds: 120,
      CursorAgeMinutes: 31,
    });
    expect(lines[0]?._aws?.CloudWatchMetrics[0]).toMatchObject({
      Namespace: "Tandem/acme",
      Dimensions: [["mapping"]],
    });
    expect(lines[0]?._aws?.Timestamp).toBe(Date.parse(at(3)));
  });

  test("and found nothing is one metric, because each is paid for", () => {
    const { measures, lines } = recording();

    measures.jobEnded(aJob(1, { state: "completed" }), { cursorAgeMinutes: 720 });

    expect(namesIn(lines[0])).toEqual(["Runs"]);
  });

  test("and failed tells how far behind its mapping is", () => {
    const { measures, lines } = recording();

    measures.jobEnded(aJob(1, { state: "failed", startedAt: at(0), finishedAt: at(1) }), {
      cursorAgeMinutes: 45,
    });

    expect(namesIn(lines[0])).toEqual(["Runs", "RunSeconds", "CursorAgeMinutes"]);
  });

  test("is counted for all mappings together where the tenant wants it cheaper", () => {
    const { measures, lines } = recording({ ...byMapping, METRICS_BY: "tenant" });

    measures.jobEnded(aBusyRun, {});

    expect(lines[0]?._aws?.CloudWatchMetrics[0]?.Dimensions).toEqual([[]]);
    expect(lines[0]).toMatchObject({ mapping: "CUSTOMER" });
  });

  test("is not told of when it was a preview, nor where nobody counts", () => {
    const { measures, lines } = recording();
    measures.jobEnded({ ...aBusyRun, preview: true }, {});
    const silent = recording({});
    silent.measures.jobEnded(aBusyRun, {});

    expect([...lines, ...silent.lines]).toEqual([]);
  });
});

test("newly listed errors are counted by kind", () => {
  const { measures, lines } = recording();

  measures.errorsOpened(aJob(1), ["locked", "updateConflict", "locked"]);

  expect(lines.map(({ kind, ErrorsOpened }) => ({ kind, ErrorsOpened }))).toEqual(
    expect.arrayContaining([
      { kind: "locked", ErrorsOpened: 2 },
      { kind: "updateConflict", ErrorsOpened: 1 },
    ]),
  );
  expect(lines).toHaveLength(2);
});

test("open errors are told by kind, and a kind that has none costs nothing", () => {
  const { measures, lines } = recording();

  measures.errorsOpen([
    { kind: "locked", count: 3 },
    { kind: "rejected", count: 1 },
  ]);
  measures.errorsOpen([]);

  expect(lines.map(({ kind, ErrorsOpen }) => ({ kind, ErrorsOpen }))).toEqual([
    { kind: "locked", ErrorsOpen: 3 },
    { kind: "rejected", ErrorsOpen: 1 },
  ]);
  expect(lines[0]?._aws?.CloudWatchMetrics[0]?.Dimensions).toEqual([["kind"]]);
});

describe("a tick", () => {
  const well = { overdueMinutes: 0, lateMinutes: 0, failingRuns: 0, stopped: [] };

  test("with nothing to do and nothing wrong says nothing", () => {
    const { measures, lines } = recording();

    measures.ticked({ started: [], sentAgain: [], schedules: well }, []);

    expect(lines).toEqual([]);
  });

  test("tells which jobs it started, without a metric", () => {
    const { measures, lines } = recording();

    measures.ticked({ started: [jobId(1)], sentAgain: [], schedules: well }, []);

    expect(lines[0]).toMatchObject({ message: "Tick", started: [jobId(1)] });
    expect(namesIn(lines[0])).toEqual([]);
  });

  test("tells how many troubles there are, for the alarm, and which they are", () => {
    const { measures, lines } = recording();

    measures.ticked({ started: [], sentAgain: [], schedules: well }, ["AppSecretEnds"]);

    expect(lines[0]).toMatchObject({ Troubles: 1, troubles: ["AppSecretEnds"] });
    expect(lines[0]?._aws?.CloudWatchMetrics[0]?.Dimensions).toEqual([[]]);
  });
});

test("a step tells its ids, its time, and what it asked of both apps since the step before", async () => {
  const { measures, lines } = recording();
  const meter = createAppMeter(clock);
  const answer = { status: 429, headers: new Map<string, string>(), text: "" };
  const transport = meter.metered("dataverse", async () => answer);
  const request = { method: "GET", url: "https://example.test/", headers: {} } as const;
  await transport(request);

  const end = await measureStep(
    { clock, meter, measures, requestId: "r-1" },
    { jobId: jobId(1), step: 2, resend: 0 },
    async () => {
      await transport(request);
      return "paused";
    },
  );

  expect(end).toBe("paused");
  expect(lines[0]).toMatchObject({
    message: "Step ended",
    jobId: jobId(1),
    mapping: "CUSTOMER",
    step: 2,
    requestId: "r-1",
    end: "paused",
    milliseconds: 0,
    businessCentral: { requests: 0, throttled: 0 },
    dataverse: { requests: 1, throttled: 1 },
    Throttled: 1,
  });
});
