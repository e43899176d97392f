import { describe, expect, test } from "vitest";
import type { FieldComparison } from "../../../functions/console/page/api/shapes.ts";
import {
  actOf,
  compare,
  mergeAll,
  oneWayFields,
  openChoices,
  withField,
} from "../../../functions/console/page/errors/comparison.ts";
import { customer } from "../../../lib/domain/mapping/default-mappings/customer.ts";

const disputed: FieldComparison = {
  field: "email",
  base: "info@adatum.example",
  businessCentral: "office@adatum.example",
  dataverse: "sales@adatum.example",
  conflict: true,
};
const moved: FieldComparison = {
  field: "city",
  base: "Oslo",
  businessCentral: "Oslo",
  dataverse: "Bergen",
  conflict: false,
};
const same: FieldComparison = {
  field: "name",
  base: "Adatum",
  businessCentral: "Adatum",
  dataverse: "Adatum",
  conflict: false,
};

describe("the comparison of a conflict", () => {
  test("what one side changed goes to the other, what both changed is open", () => {
    const [email, city, name] = compare([disputed, moved, same], mergeAll, {});

    expect([email?.taken, email?.result]).toEqual([undefined, undefined]);
    expect([city?.taken, city?.result]).toEqual(["dataverse", { value: "Bergen" }]);
    expect([name?.taken, name?.result]).toEqual([undefined, { value: "Adatum" }]);
  });

  test("it cannot be confirmed while a choice is open", () => {
    expect(openChoices(compare([disputed, moved], mergeAll, {}))).toBe(1);
    const chosen = withField(mergeAll, "email", "businessCentral");
    expect(openChoices(compare([disputed, moved], chosen, {}))).toBe(0);
  });

  test("one side's data is for all fields, but those that were chosen otherwise", () => {
    const choice = withField({ use: "businessCentral", fields: {} }, "email", "dataverse");
    const [email, city] = compare([disputed, moved], choice, {});

    expect([email?.taken, city?.taken]).toEqual(["dataverse", "businessCentral"]);
    expect(actOf(choice)).toEqual({
      action: "synchronize",
      use: "businessCentral",
      fields: { email: "dataverse" },
    });
  });

  test("a field that goes one way only is no choice, and keeps nobody waiting", () => {
    const [email] = compare([disputed], mergeAll, { email: "toDataverse" });

    expect([email?.taken, email?.result]).toEqual([undefined, undefined]);
    expect(openChoices(compare([disputed], mergeAll, { email: "toDataverse" }))).toBe(0);
  });

  test("which fields go one way is what the mapping says, its own direction included", () => {
    expect(oneWayFields(customer)["creditLimit"]).toBe("toDataverse");
    expect(oneWayFields(customer)["name"]).toBeUndefined();
    expect(oneWayFields({ ...customer, direction: "toDataverse" })["name"]).toBe("toDataverse");
  });

  test("what both never agreed on is open only where it is disputed", () => {
    const { base: _, ...unknown } = disputed;
    const [email] = compare([{ ...unknown, conflict: false }], mergeAll, {});
    expect([email?.movedOn, email?.taken]).toEqual([[], undefined]);
  });
});
