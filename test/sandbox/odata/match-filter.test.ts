import { describe, expect, test } from "vitest";
import type { WireValue } from "../../../lib/domain/record.ts";
import { matchesFilter } from "../../../lib/sandbox/odata/match-filter.ts";
import { parseFilter } from "../../../lib/sandbox/odata/parse-filter.ts";

const row = new Map<string, WireValue>([
  ["id", "49b0be2e-d01c-ed11-b83e-000d3a572421"],
  ["name", "Fourth Coffee"],
  ["city", null],
  ["blocked", false],
  ["amount", 5000],
  ["exact", { decimal: "123456789012345.678" }],
  ["modifiedon", "2026-03-01T09:15:07Z"],
  ["birthdate", "1980-02-29"],
]);

function matches(text: string, ignoreCase = true): boolean {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.failure.message);
  return matchesFilter(filter.value, { valueOf: (name) => row.get(name), ignoreCase });
}

describe("matching a row with a $filter", () => {
  test.each([
    "name eq 'fourth coffee'",
    "startswith(name,'four') and endswith(name,'FEE')",
    "not contains(name,'tea')",
    "toupper(name) eq 'FOURTH COFFEE'",
    "id eq 49B0BE2E-D01C-ED11-B83E-000D3A572421",
    "Microsoft.Dynamics.CRM.In(PropertyName='id',PropertyValues=['x','49b0be2e-d01c-ed11-b83e-000d3a572421'])",
    "amount ge 5000 and amount lt 5000.01",
    "amount in (1,5000)",
    "exact gt 123456789012345.677 and exact lt 123456789012345.679",
    "city eq null and name ne null and city ne 'Oslo'",
    "blocked eq false",
    "modifiedon gt 2026-03-01T09:15:06.997Z and modifiedon le 2026-03-01T09:15:07Z",
    "modifiedon eq 2026-03-01T10:15:07+01:00",
    "birthdate lt 1980-03-01",
  ])("%s holds", (text) => {
    expect(matches(text)).toBe(true);
  });

  test.each([
    "name eq 'Fourth'",
    "name eq 'x' or amount eq 1",
    "city gt 'a'",
    "city lt 'a'",
    "contains(city,'')",
    "modifiedon gt 2026-03-01T09:15:07Z",
    "unknown eq 1",
  ])("%s does not hold", (text) => {
    expect(matches(text)).toBe(false);
  });

  test("letter case counts where the app says so", () => {
    expect(matches("name eq 'fourth coffee'", false)).toBe(false);
  });
});
