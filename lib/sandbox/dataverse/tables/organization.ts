import {
  activeOrInactive,
  currency,
  decimal,
  guid,
  id,
  lookup,
  stateAndStatus,
  systemColumns,
  type TableDefinition,
  text,
  whole,
  yesNo,
} from "./table-definition.ts";

const businessUnitLookup = lookup([{ table: "businessunit", navigation: "businessunitid" }], {
  onDelete: "restrict",
});

export const organization: TableDefinition = {
  logicalName: "organization",
  schemaName: "Organization",
  entitySet: "organizations",
  objectTypeCode: 1019,
  idColumn: "organizationid",
  nameColumn: "name",
  changeTracking: false,
  columns: {
    organizationid: id(),
    name: text(160),
    basecurrencyid: lookup([{ table: "transactioncurrency", navigation: "basecurrencyid" }], {
      write: "onCreate",
      onDelete: "restrict",
    }),
    expirechangetrackingindays: whole(0, 365, { initial: 7 }),
    ...systemColumns,
  },
};

export const businessUnit: TableDefinition = {
  logicalName: "businessunit",
  schemaName: "BusinessUnit",
  entitySet: "businessunits",
  objectTypeCode: 10,
  idColumn: "businessunitid",
  nameColumn: "name",
  changeTracking: true,
  columns: { businessunitid: id(), name: text(160), ...systemColumns },
};

export const systemUser: TableDefinition = {
  logicalName: "systemuser",
  schemaName: "SystemUser",
  entitySet: "systemusers",
  objectTypeCode: 8,
  idColumn: "systemuserid",
  nameColumn: "fullname",
  changeTracking: true,
  columns: {
    systemuserid: id(),
    firstname: text(64),
    lastname: text(64),
    fullname: text(200, { write: "never" }),
    internalemailaddress: text(100),
    mobilephone: text(64),
    address1_telephone1: text(64),
    title: text(128),
    jobtitle: text(100),
    domainname: text(250),
    isdisabled: yesNo({ write: "never", initial: false }),
    islicensed: yesNo({ initial: true }),
    isintegrationuser: yesNo({ initial: false }),
    applicationid: guid(),
    azureactivedirectoryobjectid: guid(),
    businessunitid: businessUnitLookup,
    transactioncurrencyid: currency(),
    ...systemColumns,
  },
};

export const transactionCurrency: TableDefinition = {
  logicalName: "transactioncurrency",
  schemaName: "TransactionCurrency",
  entitySet: "transactioncurrencies",
  objectTypeCode: 9105,
  idColumn: "transactioncurrencyid",
  nameColumn: "currencyname",
  uniqueColumns: ["isocurrencycode"],
  changeTracking: true,
  states: activeOrInactive,
  columns: {
    transactioncurrencyid: id(),
    isocurrencycode: text(5, { write: "onCreate", required: true }),
    currencyname: text(100),
    currencysymbol: text(10),
    currencyprecision: whole(0, 4, { initial: 2 }),
    exchangerate: decimal(10),
    ...stateAndStatus,
    ...systemColumns,
  },
};
