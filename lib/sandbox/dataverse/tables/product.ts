import {
  activeOrInactive,
  choice,
  currency,
  date,
  decimal,
  id,
  lookup,
  memo,
  money,
  stateAndStatus,
  systemColumns,
  type TableDefinition,
  text,
  whole,
  yesNo,
} from "./table-definition.ts";

export const unitGroup: TableDefinition = {
  logicalName: "uomschedule",
  schemaName: "UoMSchedule",
  entitySet: "uomschedules",
  objectTypeCode: 1056,
  idColumn: "uomscheduleid",
  nameColumn: "name",
  changeTracking: true,
  states: activeOrInactive,
  columns: {
    uomscheduleid: id(),
    name: text(200),
    description: memo(),
    baseuomname: text(100, { write: "onCreate", required: true }),
    ...stateAndStatus,
    ...systemColumns,
  },
};

export const unit: TableDefinition = {
  logicalName: "uom",
  schemaName: "UoM",
  entitySet: "uoms",
  objectTypeCode: 1055,
  idColumn: "uomid",
  nameColumn: "name",
  changeTracking: true,
  columns: {
    uomid: id(),
    name: text(100),
    uomscheduleid: lookup(
      [
        {
          table: "uomschedule",
          navigation: "uomscheduleid",
          collection: "unit_of_measurement_schedule_units",
        },
      ],
      { write: "onCreate", required: true, onDelete: "cascade" },
    ),
    quantity: decimal(10, { initial: { decimal: "1.0000000000" } }),
    baseuom: lookup([{ table: "uom", navigation: "baseuom" }], { onDelete: "restrict" }),
    isschedulebaseuom: yesNo({ write: "never", initial: false }),
    ...systemColumns,
  },
};

const listPrice = lookup([{ table: "pricelevel", navigation: "pricelevelid" }], {
  write: "onUpdate",
});

export const product: TableDefinition = {
  logicalName: "product",
  schemaName: "Product",
  entitySet: "products",
  objectTypeCode: 1024,
  idColumn: "productid",
  nameColumn: "name",
  uniqueColumns: ["productnumber"],
  changeTracking: true,
  initialState: 2,
  states: new Map([
    [0, { label: "Active", statuses: [{ value: 1, label: "Active" }] }],
    [1, { label: "Retired", statuses: [{ value: 2, label: "Retired" }] }],
    [2, { label: "Draft", statuses: [{ value: 0, label: "Draft" }] }],
    [3, { label: "Under Revision", statuses: [{ value: 3, label: "Under Revision" }] }],
  ]),
  columns: {
    productid: id(),
    name: text(100, { required: true }),
    productnumber: text(100, { required: true }),
    description: memo(),
    producttypecode: choice(
      { 1: "Sales Inventory", 2: "Miscellaneous Charges", 3: "Services", 4: "Flat Fees" },
      { initial: 1 },
    ),
    productstructure: choice(
      { 1: "Product", 2: "Product Family", 3: "Product Bundle" },
      { write: "onCreate", initial: 1 },
    ),
    defaultuomscheduleid: lookup([{ table: "uomschedule", navigation: "defaultuomscheduleid" }], {
      required: true,
      onDelete: "restrict",
    }),
    defaultuomid: lookup([{ table: "uom", navigation: "defaultuomid" }], {
      required: true,
      onDelete: "restrict",
    }),
    pricelevelid: listPrice,
    price: money(),
    price_base: money({ write: "never" }),
    standardcost: money(),
    standardcost_base: money({ write: "never" }),
    currentcost: money(),
    currentcost_base: money({ write: "never" }),
    quantityonhand: decimal(5),
    quantitydecimal: whole(0, 5, { required: true }),
    isstockitem: yesNo(),
    stockweight: decimal(5),
    stockvolume: decimal(5),
    vendorid: text(100),
    vendorpartnumber: text(100),
    transactioncurrencyid: currency(),
    exchangerate: decimal(10, { write: "never" }),
    ...stateAndStatus,
    ...systemColumns,
  },
};

export const priceList: TableDefinition = {
  logicalName: "pricelevel",
  schemaName: "PriceLevel",
  entitySet: "pricelevels",
  objectTypeCode: 1022,
  idColumn: "pricelevelid",
  nameColumn: "name",
  changeTracking: true,
  states: new Map([
    [0, { label: "Active", statuses: [{ value: 100001, label: "Active" }] }],
    [1, { label: "Inactive", statuses: [{ value: 100002, label: "Inactive" }] }],
  ]),
  columns: {
    pricelevelid: id(),
    name: text(100),
    description: memo(),
    begindate: date(),
    enddate: date(),
    transactioncurrencyid: currency({ write: "onCreate", required: true }),
    ...stateAndStatus,
    ...systemColumns,
  },
};
