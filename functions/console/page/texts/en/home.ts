import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

export const home = {
  intro: "Business Central and Dataverse, record by record.",
  answer: "Is everything in step?",
  inStep: "Everything is in step.",
  notInStep: (count: number) =>
    plural(count, {
      one: "{n} record is not in step.",
      other: "{n} records are not in step.",
    }),
  notRunning: (count: number) =>
    plural(count, {
      one: "{n} table cannot be synchronized now.",
      other: "{n} tables cannot be synchronized now.",
    }),
  coupled: "Coupled pairs",
  skipped: "Skipped records",
  retrying: "Retried by themselves",
  stopped: "Tables in trouble",
  apps: "Apps",
  reachable: "Reachable",
  notReachable: "Not reachable",
  throttledUntil: (time: string) => `Asked to wait until ${time}`,
  mappings: "Tables",
  mapping: "Table",
  errors: "Errors",
  schedule: "Schedule",
  lastRun: "Last run",
  nextRun: "Next run",
  due: "Due now",
  age: "Age of data",
  disabled: "Disabled",
  circuit: "Stopped by errors",
  seconds: (seconds: number) =>
    seconds < 120
      ? plural(seconds, { one: "{n} second", other: "{n} seconds" })
      : seconds < 7200
        ? plural(Math.round(seconds / 60), { one: "{n} minute", other: "{n} minutes" })
        : plural(Math.round(seconds / 3600), { one: "{n} hour", other: "{n} hours" }),
  activity: "Activity",
  changed: "Changed records",
  failed: "Errors",
  total: (count: number) => plural(count, { one: "{n} in all", other: "{n} in all" }),
  chart: (title: string, count: number, from: string, to: string) =>
    `${title} from ${from} to ${to}: ${plural(count, { one: "{n}", other: "{n}" })} in all`,
};
