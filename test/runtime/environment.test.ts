import { expect, test } from "vitest";
import { businessCentralLimits } from "../../lib/connector/business-central/connection.ts";
import { defaultMappings } from "../../lib/domain/mapping/default-mappings/default-mappings.ts";
import {
  businessCentralAtOnce,
  Cadences,
  readEnvironment,
  TickEnvironment,
} from "../../lib/runtime/environment.ts";

const complete = {
  TABLE_NAME: "tandem",
  QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/steps.fifo",
  RETENTION_DAYS: "30",
  MAPPINGS: "defaults",
};

test("a complete environment is read, numbers as numbers, and other variables are left out", () => {
  expect(readEnvironment(TickEnvironment, { ...complete, PATH: "/bin" })).toEqual({
    ...complete,
    RETENTION_DAYS: 30,
    SCHEDULES: {},
  });
});

test.each([
  ["TABLE_NAME", undefined],
  ["TABLE_NAME", ""],
  ["QUEUE_URL", undefined],
  ["QUEUE_URL", "steps.fifo"],
  ["RETENTION_DAYS", "0"],
  ["RETENTION_DAYS", "a month"],
  ["SCHEDULES", "CUSTOMER: 5"],
])("%s = %s is refused by name", (name, value) => {
  expect(() => readEnvironment(TickEnvironment, { ...complete, [name]: value })).toThrow(
    `not complete. ${name}: `,
  );
});

test("schedules are read from JSON, and known for each shipped mapping and no other", () => {
  const SCHEDULES = { CUSTOMER: { minutesBetweenRuns: 5, inactivityTimeoutMinutes: 60 } };
  const given = { ...complete, SCHEDULES: JSON.stringify(SCHEDULES) };

  expect(readEnvironment(TickEnvironment, given).SCHEDULES).toEqual(SCHEDULES);
  expect(Object.values(Cadences.def.keyType.def.entries)).toEqual(
    defaultMappings.map(({ name }) => name),
  );
});

test("all workers together ask Business Central for no more than one connector may alone", () => {
  expect(businessCentralAtOnce).toBe(businessCentralLimits.maxInFlight);
});

test("XC14 a schedule of a mapping that is not shipped is named", () => {
  const SCHEDULES = '{"OPPORTUNITY": {"minutesBetweenRuns": 5}}';

  expect(() => readEnvironment(TickEnvironment, { ...complete, SCHEDULES })).toThrow(
    "SCHEDULES: There is no OPPORTUNITY.",
  );
});
