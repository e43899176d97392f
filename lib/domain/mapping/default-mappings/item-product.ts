import { TableMapping } from "../mapping.ts";

export const itemProduct = TableMapping.parse({
  name: "ITEM-PRODUCT",
  direction: "bidirectional",
  businessCentral: {
    entity: "items",
    key: "number",
    title: "displayName",
    filter: [{ column: "blocked", is: "equal", value: false }],
  },
  dataverse: {
    set: "products",
    table: "product",
    id: "productid",
    title: "name",
    filter: [
      { column: "producttypecode", is: "equal", value: 1 },
      // Not "active only": a new product is a draft until it is activated.
      { column: "statecode", is: "notEqual", value: 1 },
    ],
  },
  onlyCoupled: true,
  schedule: { minutesBetweenRuns: 30, inactivityTimeoutMinutes: 1440 },
  fields: [
    {
      name: "number",
      kind: "code",
      direction: "toDataverse",
      match: {},
      businessCentral: { column: "number", maxLength: 20 },
      dataverse: { column: "productnumber", maxLength: 100 },
    },
    {
      name: "name",
      kind: "text",
      direction: "bidirectional",
      businessCentral: { column: "displayName", maxLength: 100 },
      dataverse: { column: "name", maxLength: 100 },
    },
    { ...decimal("unitPrice", "unitPrice", "price", 4), startsFrom: "receiver" },
    { ...decimal("standardCost", "unitCost", "standardcost", 4), startsFrom: "receiver" },
    decimal("currentCost", "unitCost", "currentcost", 4),
    // Computed by Business Central: it is read with the item, but does not count as a change of it.
    decimal("quantityOnHand", "inventory", "quantityonhand", 2),
    constant("productType", "producttypecode", 1, "create"),
    constant("quantityDecimals", "quantitydecimal", 2, "create"),
    constant("unitGroup", "defaultuomscheduleid", defaultUnitGroup(), "create"),
    constant("unit", "defaultuomid", primaryUnit(), "create"),
    constant("activation", "statecode", 0, "afterCreate"),
  ],
});

/** Amounts that Business Central alone decides. Dataverse keeps money at four decimals. */
function decimal(name: string, businessCentral: string, dataverse: string, scale: number) {
  return {
    name,
    kind: "decimal",
    direction: "toDataverse",
    scale,
    businessCentral: { column: businessCentral },
    dataverse: { column: dataverse },
  };
}

function constant(name: string, column: string, value: unknown, on: "create" | "afterCreate") {
  return { name, kind: "constant", direction: "toDataverse", side: "dataverse", column, value, on };
}

/** The unit group and unit that every Dynamics 365 Sales organisation starts with. */
function defaultUnitGroup() {
  return {
    row: { set: "uomschedules", key: "uomscheduleid", column: "name", equals: "Default Unit" },
  };
}

function primaryUnit() {
  return { row: { set: "uoms", key: "uomid", column: "name", equals: "Primary Unit" } };
}
