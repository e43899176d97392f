/**
 * List prices in US dollars, us-east-1, on demand, as of November 2026, without any free allowance.
 * eu-west-1 asks about 13 % more for DynamoDB and for logs, and the same for the rest.
 */
export const prices = {
  writeUnits: 0.625 / 1e6,
  readUnits: 0.125 / 1e6,
  /** Kept in DynamoDB, and kept so that any second of it can be restored. */
  gigabyteMonth: 0.25 + 0.2,
  lambdaCalls: 0.2 / 1e6,
  /** arm64. */
  lambdaGigabyteSeconds: 0.0000133334,
  /** FIFO. */
  queueRequests: 0.5 / 1e6,
  logGigabytes: 0.5,
  /** A month of one; by the hour, and only for hours with a value. */
  metricMonth: 0.3,
  /** A month of one metric that an alarm looks at. */
  alarmMetricMonth: 0.1,
  /** After the account's first three. */
  dashboardMonth: 3,
  secretMonth: 0.4,
  secretReads: 0.05 / 1e4,
} as const;

/** What AWS counts, of whatever is looked at. */
export interface Usage {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly queueRequests: number;
  readonly lambdaCalls: number;
  readonly lambdaGigabyteSeconds: number;
  readonly logGigabytes: number;
  readonly metricMonths: number;
  readonly secretReads: number;
}

export type Part = "DynamoDB" | "SQS" | "Lambda" | "CloudWatch" | "Secrets Manager";

export function billOf(usage: Usage): Readonly<Record<Part, number>> {
  return {
    DynamoDB: usage.writeUnits * prices.writeUnits + usage.readUnits * prices.readUnits,
    SQS: usage.queueRequests * prices.queueRequests,
    Lambda:
      usage.lambdaCalls * prices.lambdaCalls +
      usage.lambdaGigabyteSeconds * prices.lambdaGigabyteSeconds,
    CloudWatch: usage.logGigabytes * prices.logGigabytes + usage.metricMonths * prices.metricMonth,
    "Secrets Manager": usage.secretReads * prices.secretReads,
  };
}

export const totalOf = (bill: Readonly<Record<Part, number>>): number =>
  Object.values(bill).reduce((sum, part) => sum + part, 0);

export const times = (usage: Usage, factor: number): Usage => ({
  writeUnits: usage.writeUnits * factor,
  readUnits: usage.readUnits * factor,
  queueRequests: usage.queueRequests * factor,
  lambdaCalls: usage.lambdaCalls * factor,
  lambdaGigabyteSeconds: usage.lambdaGigabyteSeconds * factor,
  logGigabytes: usage.logGigabytes * factor,
  metricMonths: usage.metricMonths * factor,
  secretReads: usage.secretReads * factor,
});

export const together = (one: Usage, other: Usage): Usage => ({
  writeUnits: one.writeUnits + other.writeUnits,
  readUnits: one.readUnits + other.readUnits,
  queueRequests: one.queueRequests + other.queueRequests,
  lambdaCalls: one.lambdaCalls + other.lambdaCalls,
  lambdaGigabyteSeconds: one.lambdaGigabyteSeconds + other.lambdaGigabyteSeconds,
  logGigabytes: one.logGigabytes + other.logGigabytes,
  metricMonths: one.metricMonths + other.metricMonths,
  secretReads: one.secretReads + other.secretReads,
});
