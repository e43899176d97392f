import { expect, test } from "vitest";
import type { ZodMiniType } from "zod/mini";
import {
  CouplingId,
  couplingIdOf,
  ErrorId,
  errorIdOf,
  FieldName,
  HistoryRef,
  JobId,
  MappingName,
  mappingOfId,
  RecordId,
  recordOfError,
} from "../../lib/domain/ids.ts";
import { sides } from "../../lib/domain/side.ts";

const guid = "5c7a6d1e-0f3b-4b7e-9a52-d0c1e2f3a4b5";
const mapping = MappingName.parse("ITEM-PRODUCT");
const record = RecordId.parse(guid);

test.each<[string, ZodMiniType, readonly string[]]>([
  ["mapping", MappingName, ["CUSTOMER", "ITEM-PRODUCT", "A", "A1", `A${"B".repeat(39)}`]],
  ["field", FieldName, ["name", "address2", "n", `n${"A".repeat(59)}`]],
  ["record", RecordId, [guid]],
  ["job", JobId, ["CUSTOMER.0mf5x8q2", "ITEM-PRODUCT.0mf5x8q2k-k3x9q2", `C.${"0".repeat(60)}`]],
  ["coupling", CouplingId, [`CUSTOMER.${guid}`, `ITEM-PRODUCT.${guid}`]],
  ["error", ErrorId, [`CUSTOMER.b${guid}`, `ITEM-PRODUCT.d${guid}`]],
  ["history entry", HistoryRef, ["x", "x".repeat(160)]],
])("the name of a %s may be one of %j", (_, schema, names) => {
  for (const name of names) expect(schema.parse(name)).toBe(name);
});

test.each<[string, ZodMiniType, readonly string[], string]>([
  [
    "mapping",
    MappingName,
    ["", "customer", "1A", "-A", "A_B", "A B", " A", "A\n", `A${"B".repeat(40)}`],
    "the name of a mapping, in capitals: CUSTOMER.",
  ],
  [
    "field",
    FieldName,
    ["", "Name", "1n", "_n", "first name", "n-a", " n", "n ", `n${"A".repeat(60)}`],
    "the name of a field: letters and digits, a small letter first.",
  ],
  [
    "field",
    FieldName,
    ["constructor", "toString", "valueOf", "hasOwnProperty"],
    "another name: this one is reserved.",
  ],
  [
    "record",
    RecordId,
    [
      "",
      guid.slice(1),
      `{${guid}}`,
      `${guid}0`,
      `0${guid}`,
      guid.replaceAll("-", ""),
      "g".repeat(36),
    ],
    "a record's id, a GUID without braces.",
  ],
  [
    "job",
    JobId,
    [
      "CUSTOMER",
      "CUSTOMER.0mf5x8q",
      "customer.0mf5x8q2",
      "A.0MF5X8Q2",
      `C.${"0".repeat(61)}`,
      " C.0mf5x8q2",
    ],
    "the id of a job, as the list of jobs names it.",
  ],
  [
    "coupling",
    CouplingId,
    [guid, `CUSTOMER.b${guid}`, `customer.${guid}`, `CUSTOMER.${guid}0`, ` A.${guid}`],
    "the id of a coupling, as the list of couplings names it.",
  ],
  [
    "error",
    ErrorId,
    [guid, `CUSTOMER.${guid}`, `CUSTOMER.c${guid}`, `CUSTOMER.b${guid}0`, ` A.b${guid}`],
    "the id of an error, as the list of errors names it.",
  ],
])("the name of a %s may not be one of %j, and it is said why", (_, schema, names, why) => {
  for (const name of names) {
    const told = schema.safeParse(name).error?.issues.map(({ message }) => message);
    expect(told).toContain(`This must be ${why}`);
  }
});

test("a history entry is named by something, and not at length", () => {
  expect(HistoryRef.safeParse("").success).toBe(false);
  expect(HistoryRef.safeParse("x".repeat(161)).success).toBe(false);
});

test("E2 an error's id says which record it is about, and in which mapping", () => {
  for (const side of sides) {
    const id = errorIdOf(mapping, side, record);

    expect(recordOfError(id)).toEqual({ side, recordId: record });
    expect(mappingOfId(id)).toBe(mapping);
  }
  expect(errorIdOf(mapping, "businessCentral", record)).toBe(`ITEM-PRODUCT.b${guid}`);
});

test("a coupling's id is its mapping and its Business Central record", () => {
  const id = couplingIdOf(mapping, record);

  expect(id).toBe(`ITEM-PRODUCT.${guid}`);
  expect(mappingOfId(id)).toBe(mapping);
});
