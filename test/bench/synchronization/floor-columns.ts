/** The mapped columns of customers and accounts that hold text on both sides. */
export const textColumns = [
  ["displayName", "name"],
  ["addressLine1", "address1_line1"],
  ["addressLine2", "address1_line2"],
  ["country", "address1_country"],
  ["postalCode", "address1_postalcode"],
  ["city", "address1_city"],
  ["state", "address1_stateorprovince"],
  ["phoneNumber", "telephone1"],
  ["email", "emailaddress1"],
  ["website", "websiteurl"],
] as const;

/** All that the mapping compares; the last three do not change here. */
export const columns = [
  ...textColumns,
  ["currencyId", "_transactioncurrencyid_value"],
  ["creditLimit", "creditlimit"],
  ["salespersonCode", "_ownerid_value"],
] as const;

const selected = (own: readonly string[], side: 0 | 1): string =>
  `$select=${[...own, ...columns.map((pair) => pair[side])].join(",")}`;

/** The columns that the mapping's filters and its key read as well. */
export const customerColumns = selected(["id", "number", "blocked", "lastModifiedDateTime"], 0);
export const accountColumns = selected(
  ["accountid", "modifiedon", "statecode", "customertypecode"],
  1,
);
