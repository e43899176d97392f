import type { Column } from "./columns.ts";
import type { TableName } from "./table-names.ts";
import { tables } from "./tables.ts";

/** One API page: what it shows of which table. The same row has another ETag on each page. */
export interface Page {
  readonly table: TableName;
  /** In the order of the wire. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly personsOnly?: boolean | undefined;
  /** Lines are reached through their document. */
  readonly childOf?: { readonly set: string; readonly reference: string } | undefined;
}

/** By API route and entity set. `tandem/sales/v1.0` shows what a custom API page of an extension can do. */
export const pagesOf = (route: string): ReadonlyMap<string, Page> => routes.get(route) ?? new Map();

const hidden = new Set([
  "primaryContactId",
  "companyContactId",
  "relatedCustomerId",
  "customerId",
  "lineKey",
]);

function page(table: TableName, more: Partial<Page> = {}, shown: readonly string[] = []): Page {
  const columns = Object.entries(tables[table].columns).filter(
    ([name]) => shown.includes(name) || !hidden.has(name),
  );
  return { table, columns: new Map(columns), ...more };
}

const standard: ReadonlyMap<string, Page> = new Map([
  ["customers", page("customers")],
  ["contacts", page("contacts")],
  ["items", page("items")],
  ["currencies", page("currencies")],
  ["paymentTerms", page("paymentTerms")],
  ["shipmentMethods", page("shipmentMethods")],
  ["paymentMethods", page("paymentMethods")],
  ["salespeoplePurchasers", page("salespeoplePurchasers")],
  ["unitsOfMeasure", page("unitsOfMeasure")],
  ["countriesRegions", page("countriesRegions")],
  ["salesOrders", page("salesOrders", {}, ["customerId"])],
  [
    "salesOrderLines",
    page("salesOrderLines", { childOf: { set: "salesOrders", reference: "documentId" } }),
  ],
  ["opportunities", page("opportunities")],
]);

const tandem: ReadonlyMap<string, Page> = new Map([
  ["customerCards", page("customers", {}, ["primaryContactId"])],
  ["personContacts", page("contacts", { personsOnly: true }, ["customerId"])],
]);

const routes: ReadonlyMap<string, ReadonlyMap<string, Page>> = new Map([
  ["v2.0", standard],
  ["tandem/sales/v1.0", tandem],
]);
