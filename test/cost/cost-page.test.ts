import { readFileSync } from "node:fs";
import type { Template } from "aws-cdk-lib/assertions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { errorKinds } from "../../lib/domain/error/error-item.ts";
import { MappingName } from "../../lib/domain/ids.ts";
import { couplingPartition } from "../../lib/store/couplings/coupling-item.ts";
import { exampleTemplate } from "../infra/synthesized.ts";
import { creatingMappings } from "../world/creating-mappings.ts";
import { startWorld, type World } from "../world/world.ts";
import {
  bytesOfCoupling,
  type Counted,
  changeOnBothSides,
  hourlyCount,
  idleRun,
  idleTick,
  settle,
} from "./counted.ts";
import { billOf, prices, times, together, totalOf, type Usage } from "./price-list.ts";

/** What cannot be counted here. Each stands in infra/README.md as an assumption. */
const assumed = {
  /** An app's own time for one written record, and requests that are under way together. */
  appMilliseconds: 30,
  requestsAtOnce: 4,
  idleRunSeconds: 2,
  idleTickSeconds: 0.1,
  /** What Lambda itself writes to the log for one call. */
  platformLogBytes: 1000,
  /** Lambda asks an empty queue this often: five pollers, twenty seconds each. */
  pollsPerMinute: 15,
  /** Each idle run meets a function that has to start, and gets two tokens and the notices' secret. */
  secretReadsPerIdleRun: 3,
} as const;

const queueRequestsPerStep = 3;
const million = 1e6;
const hoursPerMonth = 30 * 24;
const minutesPerMonth = hoursPerMonth * 60;
/** A schedule whose runs find nothing rests for twelve hours. */
const idleRunsPerMonth = creatingMappings.length * 2 * 30;

let world: World;
let template: Template;
let changed: Counted;
let run: Counted;
let tick: Counted;
let hourly: Counted;
let couplingBytes: number;
const records = 1000;

beforeAll(async () => {
  world = await startWorld();
  await settle(world, records);
  changed = await changeOnBothSides(world, records / 2);
  world.pass(60);
  await idleRun(world);
  world.pass(60);
  run = await idleRun(world);
  tick = await idleTick(world);
  hourly = await hourlyCount(world);
  couplingBytes = await bytesOfCoupling(world);
  template = exampleTemplate();
}, 120_000);
afterAll(() => world.stop());

const megabytesOf = (description: string): number => {
  const [found] = Object.values(
    template.findResources("AWS::Lambda::Function", { Properties: { Description: description } }),
  );
  return z.object({ Properties: z.object({ MemorySize: z.number() }) }).parse(found).Properties
    .MemorySize;
};
const workerGigabytes = () => megabytesOf("Carries out one step of a job") / 1024;
const tickGigabytes = () => megabytesOf("Starts the jobs that are due") / 1024;

const usageOf = (counted: Counted, seconds: number): Usage => ({
  writeUnits: counted.writeUnits,
  readUnits: counted.readUnits,
  queueRequests: counted.steps * queueRequestsPerStep,
  lambdaCalls: counted.steps,
  lambdaGigabyteSeconds: seconds * workerGigabytes(),
  logGigabytes: (counted.logBytes + counted.steps * assumed.platformLogBytes) / 1e9,
  metricMonths: 0,
  secretReads: 0,
});

const millionChanges = (): Usage => {
  const seconds = (records * assumed.appMilliseconds) / assumed.requestsAtOnce / 1000;
  return times(usageOf(changed, seconds), million / records);
};

function idleMonth(): Usage {
  const runs = times(
    {
      ...usageOf(run, assumed.idleRunSeconds),
      metricMonths: 1 / hoursPerMonth,
      secretReads: assumed.secretReadsPerIdleRun,
    },
    idleRunsPerMonth,
  );
  const ticks = times(
    {
      ...usageOf({ ...tick, steps: 1 }, 0),
      queueRequests: 0,
      lambdaGigabyteSeconds: assumed.idleTickSeconds * tickGigabytes(),
    },
    minutesPerMonth,
  );
  const counts = times(usageOf(hourly, 0), hoursPerMonth);
  const queues = Object.keys(template.findResources("AWS::Lambda::EventSourceMapping")).length;
  const polling = {
    ...times(ticks, 0),
    queueRequests: queues * assumed.pollsPerMinute * minutesPerMonth,
  };
  return [ticks, counts, polling].reduce(together, runs);
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

/** The table of infra/README.md. */
function expectedTable(): string {
  const ofMillion = billOf(millionChanges());
  const ofMonth = billOf(idleMonth());
  const parts = ["DynamoDB", "SQS", "Lambda", "CloudWatch", "Secrets Manager"] as const;
  return [
    "| | a million changed records | an idle month |",
    "|---|---|---|",
    ...parts.map((part) => `| ${part} | ${dollars(ofMillion[part])} | ${dollars(ofMonth[part])} |`),
    `| together | **${dollars(totalOf(ofMillion))}** | **${dollars(totalOf(ofMonth))}** |`,
  ].join("\n");
}

const Metrics = z.object({
  Properties: z.object({
    Metrics: z.optional(z.array(z.object({ MetricStat: z.optional(z.unknown()) }))),
  }),
});

function fixedPrices(): readonly (readonly [string, string, number])[] {
  const count = (type: string) => Object.keys(template.findResources(type)).length;
  const alarms = count("AWS::CloudWatch::Alarm");
  const alarmMetrics = Object.values(template.findResources("AWS::CloudWatch::Alarm"))
    .map((alarm) => Metrics.parse(alarm).Properties.Metrics)
    .reduce((sum, looks) => sum + (looks?.filter((look) => look.MetricStat).length ?? 1), 0);
  const secrets = count("AWS::SecretsManager::Secret");
  const keys = count("AWS::KMS::Key");
  const gigabytes = couplingBytes / 1e4;
  const dashboards = count("AWS::CloudWatch::Dashboard");
  return [
    ["secrets", `${secrets}`, secrets * prices.secretMonth],
    [
      `metrics that the ${alarms} alarms look at: an alarm is billed by metric`,
      `${alarmMetrics}`,
      alarmMetrics * prices.alarmMetricMonth,
    ],
    ["KMS keys of its own", `${keys}`, keys],
    [
      "100,000 couplings, restorable to any second of five weeks",
      `${gigabytes.toFixed(2)} GB`,
      gigabytes * prices.gigabyteMonth,
    ],
    ["dashboards", `${dashboards}`, dashboards * prices.dashboardMonth],
  ];
}

function fixedTable(): string {
  const rows = fixedPrices();
  const sum = rows.reduce((dollarsSoFar, [, , amount]) => dollarsSoFar + amount, 0);
  return [
    "| fixed, a month | | |",
    "|---|---|---|",
    ...rows.map(([what, many, amount]) => `| ${what} | ${many} | ${dollars(amount)} |`),
    `| together | | **${dollars(sum)}** |`,
  ].join("\n");
}

/** What DynamoDB writes to one partition, in units a second. */
const partitionUnits = 1000;

/** The table of "At scale" in infra/README.md. */
function scaleTable(): string {
  const partition = couplingPartition(MappingName.parse("CUSTOMER"));
  const throughApps = (assumed.requestsAtOnce * 1000) / assumed.appMilliseconds;
  const throughPartition = partitionUnits / (changed.writeUnits / records);
  const minutes = (perSecond: number): string => `${Math.round(million / perSecond / 60)} minutes`;
  const gigabytes = (couplingBytes * 10 * million) / 1e9;
  return [
    "| one tenant | | a million changes |",
    "|---|---|---|",
    `| the apps, ${assumed.requestsAtOnce} requests at a time | ${Math.round(throughApps)} records/s | ${minutes(throughApps)} |`,
    `| one partition of the table for all couplings of a mapping (${partition}) | ${Math.round(throughPartition)} updates/s | ${minutes(throughPartition)} |`,
    `| 10 million couplings | ${gigabytes.toFixed(1)} GB | ${dollars(gigabytes * prices.gigabyteMonth)} a month |`,
  ].join("\n");
}

describe("what it costs", () => {
  const page = () => readFileSync(new URL("../../infra/README.md", import.meta.url), "utf8");

  test("a tick that finds nothing due writes nothing", () => {
    expect(tick.writeRequests).toBe(0);
    expect(tick.readUnits).toBeLessThanOrEqual(4);
  });

  test("the count of open errors reads eighteen empty places, once an hour", () => {
    expect(hourly).toMatchObject({ writeRequests: 0, readUnits: 9 });
  });

  test("a million changed records cost at most one dollar", () => {
    expect(totalOf(billOf(millionChanges()))).toBeLessThanOrEqual(1);
  });

  test("an idle tenant costs at most one dollar a month, fixed prices aside", () => {
    expect(totalOf(billOf(idleMonth()))).toBeLessThanOrEqual(1);
  });

  test("the fixed prices of a tenant with all its alarms are at most two dollars a month", () => {
    const sum = fixedPrices().reduce((dollarsSoFar, [, , amount]) => dollarsSoFar + amount, 0);
    expect(sum).toBeLessThanOrEqual(2);
  });

  test("infra/README.md says what was counted, at the prices of today", () => {
    for (const table of [expectedTable(), fixedTable(), scaleTable()]) {
      expect(page().includes(table), `Put this into infra/README.md:\n${table}`).toBe(true);
    }
  });

  test("infra/README.md says what the metric of open errors may come to", () => {
    const all = dollars(errorKinds.length * prices.metricMonth);
    const words = `${dollars(prices.metricMonth)} a month for a kind of which some are open all the time, ${all} for all ${errorKinds.length}`;
    expect(page().replaceAll(/\s+/g, " "), `Put this into infra/README.md: ${words}`).toContain(
      words,
    );
  });

  test("infra/README.md names every assumption", () => {
    const text = page();
    for (const words of [
      `${assumed.appMilliseconds} ms`,
      `${assumed.requestsAtOnce} requests`,
      `${assumed.idleRunSeconds} s`,
      `${assumed.idleTickSeconds} s`,
      `${assumed.platformLogBytes} bytes`,
      `${assumed.pollsPerMinute} times a minute`,
      `${assumed.secretReadsPerIdleRun} reads`,
    ]) {
      expect(text).toContain(words);
    }
  });
});
