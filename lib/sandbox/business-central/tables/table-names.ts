import * as z from "zod/mini";

export const TableName = z.enum([
  "customers",
  "contacts",
  "items",
  "currencies",
  "paymentTerms",
  "shipmentMethods",
  "paymentMethods",
  "salespeoplePurchasers",
  "unitsOfMeasure",
  "countriesRegions",
  "salesOrders",
  "salesOrderLines",
  "opportunities",
  "subscriptions",
]);
export type TableName = z.infer<typeof TableName>;
