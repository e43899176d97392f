import {
  choice,
  currency,
  date,
  decimal,
  id,
  lookup,
  memo,
  money,
  type OnDelete,
  owner,
  stateAndStatus,
  systemColumns,
  type TableDefinition,
  text,
  whole,
  yesNo,
} from "./table-definition.ts";

const customer = (onDelete: OnDelete, required: boolean) =>
  lookup(
    [
      { table: "account", navigation: "customerid_account" },
      { table: "contact", navigation: "customerid_contact" },
    ],
    { onDelete, required },
  );
const priceList = lookup([{ table: "pricelevel", navigation: "pricelevelid" }], {
  onDelete: "restrict",
});

export const opportunity: TableDefinition = {
  logicalName: "opportunity",
  schemaName: "Opportunity",
  entitySet: "opportunities",
  objectTypeCode: 3,
  idColumn: "opportunityid",
  nameColumn: "name",
  changeTracking: true,
  closedStates: [1, 2],
  states: new Map([
    [
      0,
      {
        label: "Open",
        statuses: [
          { value: 1, label: "In Progress" },
          { value: 2, label: "On Hold" },
        ],
      },
    ],
    [1, { label: "Won", statuses: [{ value: 3, label: "Won" }] }],
    [
      2,
      {
        label: "Lost",
        statuses: [
          { value: 4, label: "Canceled" },
          { value: 5, label: "Out-Sold" },
        ],
      },
    ],
  ]),
  columns: {
    opportunityid: id(),
    name: text(300),
    description: memo(),
    estimatedvalue: money(),
    estimatedvalue_base: money({ write: "never" }),
    estimatedclosedate: date(),
    actualvalue: money(),
    actualvalue_base: money({ write: "never" }),
    actualclosedate: date(),
    closeprobability: whole(0, 100),
    isrevenuesystemcalculated: yesNo({ initial: false }),
    opportunityratingcode: choice({ 1: "Hot", 2: "Warm", 3: "Cold" }, { initial: 2 }),
    parentaccountid: lookup([
      {
        table: "account",
        navigation: "parentaccountid",
        collection: "opportunity_parent_account",
      },
    ]),
    parentcontactid: lookup([{ table: "contact", navigation: "parentcontactid" }]),
    customerid: customer("cascade", false),
    pricelevelid: priceList,
    transactioncurrencyid: currency(),
    exchangerate: decimal(10, { write: "never" }),
    ownerid: owner,
    totalamount: money({ write: "onUpdate" }),
    discountamount: money(),
    freightamount: money(),
    ...stateAndStatus,
    ...systemColumns,
  },
};

export const salesOrder: TableDefinition = {
  logicalName: "salesorder",
  schemaName: "SalesOrder",
  entitySet: "salesorders",
  objectTypeCode: 1088,
  idColumn: "salesorderid",
  nameColumn: "name",
  changeTracking: true,
  closedStates: [2, 3, 4],
  states: new Map([
    [
      0,
      {
        label: "Active",
        statuses: [
          { value: 1, label: "New" },
          { value: 2, label: "Pending" },
        ],
      },
    ],
    [1, { label: "Submitted", statuses: [{ value: 3, label: "In Progress" }] }],
    [2, { label: "Canceled", statuses: [{ value: 4, label: "No Money" }] }],
    [
      3,
      {
        label: "Fulfilled",
        statuses: [
          { value: 100001, label: "Complete" },
          { value: 100002, label: "Partial" },
        ],
      },
    ],
    [4, { label: "Invoiced", statuses: [{ value: 100003, label: "Invoiced" }] }],
  ]),
  columns: {
    salesorderid: id(),
    name: text(300),
    ordernumber: text(100, { write: "onCreate" }),
    description: memo(),
    customerid: customer("restrict", true),
    pricelevelid: priceList,
    transactioncurrencyid: currency({ write: "onCreate" }),
    exchangerate: decimal(10, { write: "never" }),
    opportunityid: lookup([{ table: "opportunity", navigation: "opportunityid" }]),
    ownerid: owner,
    requestdeliveryby: date(),
    datefulfilled: date(),
    discountamount: money(),
    freightamount: money(),
    totaltax: money({ write: "onUpdate" }),
    totalamountlessfreight: money({ write: "onUpdate" }),
    totalamount: money({ write: "onUpdate" }),
    ...stateAndStatus,
    ...systemColumns,
  },
};
