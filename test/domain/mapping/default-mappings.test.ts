import { describe, expect, test } from "vitest";
import { constantsFor } from "../../../lib/domain/conversion/constants.ts";
import type { MappingContext } from "../../../lib/domain/conversion/context.ts";
import { matches } from "../../../lib/domain/conversion/filter.ts";
import { entityOf, selectionOf } from "../../../lib/domain/conversion/selection.ts";
import { fieldPairs, fieldsWithoutBase } from "../../../lib/domain/decision/field-pairs.ts";
import { FieldName } from "../../../lib/domain/ids.ts";
import { contact } from "../../../lib/domain/mapping/default-mappings/contact.ts";
import { currency } from "../../../lib/domain/mapping/default-mappings/currency.ts";
import { customer } from "../../../lib/domain/mapping/default-mappings/customer.ts";
import { defaultMappings } from "../../../lib/domain/mapping/default-mappings/default-mappings.ts";
import { itemProduct } from "../../../lib/domain/mapping/default-mappings/item-product.ts";
import { salespeople } from "../../../lib/domain/mapping/default-mappings/salespeople.ts";
import { checkMapping } from "../../../lib/domain/mapping-checks/check-mapping.ts";
import { sides } from "../../../lib/domain/side.ts";
import { aField, anId, aTable, emptyContext, observed } from "../a-field.ts";

test.each(defaultMappings.map((mapping) => [mapping.name, mapping]))(
  "M13 %s as shipped has no faults",
  (_, mapping) => expect(checkMapping(mapping, defaultMappings)).toEqual([]),
);

test("M13 each shipped mapping comes after those it depends on", () => {
  const names = defaultMappings.map(({ name }) => name);
  for (const [index, { dependsOn }] of defaultMappings.entries()) {
    expect(names.slice(0, index)).toEqual(expect.arrayContaining([...dependsOn]));
  }
});

test("XA2, M13 shipped mappings synchronize only what is coupled, run every 30 minutes and rest as Business Central's do", () => {
  expect(defaultMappings.map(({ onlyCoupled }) => onlyCoupled)).toEqual(Array(5).fill(true));
  expect(
    defaultMappings.map(({ name, schedule }) => [
      name,
      schedule.minutesBetweenRuns,
      schedule.inactivityTimeoutMinutes,
    ]),
  ).toEqual([
    ["SALESPEOPLE", 30, 1440],
    ["CURRENCY", 30, 720],
    ["CUSTOMER", 30, 720],
    ["CONTACT", 30, 720],
    ["ITEM-PRODUCT", 30, 1440],
  ]);
});

describe("what is read of each app", () => {
  test("M3 columns are unique and sorted: fields, filters, merges, key and title, not the id", () => {
    expect(entityOf(contact, "dataverse").columns).toEqual([
      "_masterid_value",
      "address1_city",
      "address1_country",
      "address1_line1",
      "address1_line2",
      "address1_postalcode",
      "address1_stateorprovince",
      "emailaddress1",
      "firstname",
      "fullname",
      "jobtitle",
      "lastname",
      "merged",
      "mobilephone",
      "statecode",
      "telephone1",
      "websiteurl",
    ]);
    const customers = entityOf(customer, "businessCentral");
    expect(customers).toMatchObject({ set: "customers", id: "id", changeTracking: false });
    expect(customers.columns).toEqual(
      expect.arrayContaining(["number", "blocked", "salespersonCode", "currencyId"]),
    );
    expect(customers.columns).not.toContain("id");
  });

  test("M3 disabled fields are not read, a column read as id is not listed twice", () => {
    const mapping = aTable([
      aField("guid", { dataverse: { column: "accountid" } }),
      aField("text", { name: "off", enabled: false }),
    ]);
    expect(entityOf(mapping, "dataverse").columns).toEqual(["name"]);
  });

  test("M3 the selection's fingerprint changes with what is read, and only with that", () => {
    const selections = sides.map((side) => selectionOf(entityOf(customer, side)));
    expect(new Set(selections).size).toBe(2);
    expect(selectionOf(entityOf({ ...customer, parkAfter: 5 }, "dataverse"))).toBe(selections[1]);
    const unfiltered = { ...customer, dataverse: { ...customer.dataverse, filter: [] } };
    expect(selectionOf(entityOf(unfiltered, "dataverse"))).not.toBe(selections[1]);
    expect(selections[0]).toMatch(/^[a-z0-9]{8,14}$/);
  });
});

describe("constants", () => {
  const context: MappingContext = {
    ...emptyContext,
    rows: new Map([
      ["unitGroup", anId(7)],
      ["unit", anId(8)],
    ]),
  };

  test("M5 a new product gets its unit, and is activated after it exists", () => {
    expect(constantsFor(itemProduct, "dataverse", "create", context)).toEqual({
      producttypecode: 1,
      quantitydecimal: 2,
      "defaultuomscheduleid@odata.bind": `/uomschedules(${anId(7)})`,
      "defaultuomid@odata.bind": `/uoms(${anId(8)})`,
    });
    expect(constantsFor(itemProduct, "dataverse", "afterCreate", context)).toEqual({
      statecode: 0,
    });
    expect(constantsFor(itemProduct, "dataverse", "update", context)).toEqual({});
  });

  test("M5 each side gets its own constants", () => {
    expect(constantsFor(customer, "dataverse", "create", context)).toEqual({ customertypecode: 3 });
    expect(constantsFor(customer, "businessCentral", "create", context)).toEqual({});
    expect(constantsFor(contact, "businessCentral", "create", context)).toEqual({ type: "Person" });
  });

  test("M5 a constant that is always written is written with creates and updates", () => {
    const always = {
      name: "origin",
      kind: "constant",
      direction: "toDataverse",
      side: "dataverse",
      column: "origin",
      value: "BC",
    };
    const mapping = aTable([
      aField("text"),
      always,
      { ...always, name: "off", column: "off", enabled: false },
    ]);
    expect(constantsFor(mapping, "dataverse", "create", context)).toEqual({ origin: "BC" });
    expect(constantsFor(mapping, "dataverse", "update", context)).toEqual({ origin: "BC" });
    expect(constantsFor(mapping, "dataverse", "afterCreate", context)).toEqual({});
  });

  test("M5 a row that nobody looked up is a bug, not a record without a unit", () => {
    expect(() => constantsFor(itemProduct, "dataverse", "create", emptyContext)).toThrow(
      /unitGroup/,
    );
  });
});

describe("filters and fields as shipped", () => {
  test("M13 a product that was just created as a draft is in the filter, a retired one is not", () => {
    const { filter } = itemProduct.dataverse;
    expect(
      [0, 1, 2, 3].map((statecode) => matches(filter, { producttypecode: 1, statecode })),
    ).toEqual([true, false, true, true]);
  });

  test("M13 blocked customers and inactive accounts stay out", () => {
    const { businessCentral, dataverse } = customer;
    expect(
      ["_x0020_", " ", "Ship", "All"].map((blocked) =>
        matches(businessCentral.filter, { blocked }),
      ),
    ).toEqual([true, true, false, false]);
    expect(matches(dataverse.filter, { statecode: 0, customertypecode: 3 })).toBe(true);
    expect(matches(dataverse.filter, { statecode: 1, customertypecode: 3 })).toBe(false);
    expect(matches(dataverse.filter, { statecode: 0, customertypecode: null })).toBe(false);
  });

  test("M13 only licensed people who may sign in become salespeople", () => {
    const user = { isdisabled: false, islicensed: true, isintegrationuser: false };
    const { filter } = salespeople.dataverse;
    expect(matches(filter, user)).toBe(true);
    expect(matches(filter, { ...user, isintegrationuser: null })).toBe(true);
    expect(matches(filter, { ...user, isdisabled: true })).toBe(false);
  });

  test("M12 scenario 238: a new salesperson's code comes from the e-mail and is never renamed", () => {
    const user = {
      fullname: "Ida Birk",
      internalemailaddress: "ida.birk@adatum.com",
      mobilephone: null,
      isdisabled: false,
      islicensed: true,
      isintegrationuser: false,
    };
    const seen = observed(salespeople, "dataverse", user);
    expect(seen.values[FieldName.parse("code")]).toBe("IDA.BIRK");
    const read = { kind: "read", observed: seen } as const;
    const names = (
      businessCentral: { readonly kind: "unchangedSinceBase" } | { readonly kind: "none" },
    ) =>
      fieldPairs(salespeople, {}, { businessCentral, dataverse: read }).map(
        ({ field }) => field.name,
      );
    expect(names({ kind: "none" })).toContain("code");
    expect(names({ kind: "unchangedSinceBase" })).not.toContain("code");
    expect(fieldsWithoutBase(salespeople, {})).not.toContain("code");
  });

  test("M13 a currency without a symbol gets the sign for any currency", () => {
    const fields = { code: "EUR", displayName: "Euro", symbol: "" };
    expect(observed(currency, "businessCentral", fields).values).toEqual({
      code: "EUR",
      name: "Euro",
      symbol: "¤",
    });
  });

  test("M13 a website of 255 characters does not bounce between 255 and 200", () => {
    const long = `https://${"x".repeat(247)}`;
    const website = FieldName.parse("website");
    const businessCentral = observed(contact, "businessCentral", { website: long });
    const dataverse = observed(contact, "dataverse", { websiteurl: long.slice(0, 200) });
    expect(businessCentral.values[website]).toBe(dataverse.values[website]);
  });
});
