import type { Spent } from "./coupled-tenant.ts";

/** Figures of one size, by what they count. */
export type Figures = Readonly<Record<string, number>>;

/** What was asked for in between. */
export const sumsOf = (before: Spent, after: Spent): Spent => ({
  calls: after.calls - before.calls,
  readRequests: after.readRequests - before.readRequests,
  writeRequests: after.writeRequests - before.writeRequests,
  readUnits: after.readUnits - before.readUnits,
  writeUnits: after.writeUnits - before.writeUnits,
});

/** What one thing asked DynamoDB for. */
export const tableFigures = (title: string, spent: Spent): Figures => ({
  [`${title}: DynamoDB reads`]: spent.readRequests,
  [`${title}: DynamoDB writes`]: spent.writeRequests,
  [`${title}: read units`]: spent.readUnits,
  [`${title}: write units`]: spent.writeUnits,
});

export const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
