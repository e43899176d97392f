import { TableMapping } from "../mapping.ts";

/**
 * Foreign currencies; the local one has no row in Business Central and is Dataverse's base currency.
 * API v2.0 has no exchange rate in its currencies and a made-up one would falsify amounts: where
 * Dataverse insists on a rate, people create the currency there, and the two are coupled.
 */
export const currency = TableMapping.parse({
  name: "CURRENCY",
  direction: "toDataverse",
  businessCentral: { entity: "currencies", key: "code", title: "displayName" },
  dataverse: {
    set: "transactioncurrencies",
    table: "transactioncurrency",
    id: "transactioncurrencyid",
    title: "currencyname",
  },
  onlyCoupled: true,
  schedule: { minutesBetweenRuns: 30, inactivityTimeoutMinutes: 720 },
  fields: [
    {
      // Dataverse does not let it change.
      name: "code",
      kind: "code",
      direction: "toDataverse",
      on: "create",
      match: {},
      businessCentral: { column: "code", maxLength: 10 },
      dataverse: { column: "isocurrencycode", maxLength: 5 },
    },
    {
      name: "name",
      kind: "text",
      direction: "toDataverse",
      businessCentral: { column: "displayName", maxLength: 30 },
      dataverse: { column: "currencyname", maxLength: 100 },
    },
    {
      // Dataverse wants a symbol; ¤ stands for any currency.
      name: "symbol",
      kind: "text",
      direction: "toDataverse",
      businessCentral: { column: "symbol", maxLength: 10 },
      dataverse: { column: "currencysymbol", maxLength: 10 },
      transform: [{ kind: "regex", pattern: "^$", with: "¤" }],
    },
    {
      name: "precision",
      kind: "constant",
      direction: "toDataverse",
      side: "dataverse",
      column: "currencyprecision",
      value: 2,
      on: "create",
    },
  ],
});
