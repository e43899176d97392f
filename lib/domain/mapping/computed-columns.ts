import type { Side } from "../side.ts";
import type { TableMapping } from "./mapping.ts";

/** On every page. */
const everywhere: ReadonlySet<string> = new Set(["id", "lastModifiedDateTime", "systemCreatedAt"]);

/**
 * Columns of API v2.0 that Business Central computes. `$metadata` does not tell: read-only controls
 * look like others there. Source: the pages of API v2.0 (`Editable = false`, FlowFields), and of
 * `items.inventory` that a change of it posts an item journal line.
 */
const computed: Readonly<Record<string, readonly string[]>> = {
  customers: ["balanceDue", "taxAreaDisplayName"],
  contacts: ["lastInteractionDate", "contactBusinessRelation"],
  items: ["inventory"],
  salesOrders: [
    "number",
    "customerName",
    "billToName",
    "billToAddressLine1",
    "billToAddressLine2",
    "billToCity",
    "billToCountry",
    "billToState",
    "billToPostCode",
    "discountAppliedBeforeTax",
    "totalAmountExcludingTax",
    "totalTaxAmount",
    "totalAmountIncludingTax",
    "status",
  ],
  salesOrderLines: [
    "discountAppliedBeforeTax",
    "amountExcludingTax",
    "taxPercent",
    "totalTaxAmount",
    "amountIncludingTax",
    "invoiceDiscountAllocation",
    "netAmount",
    "netTaxAmount",
    "netAmountIncludingTax",
    "shippedQuantity",
    "invoicedQuantity",
  ],
  opportunities: [
    "contactName",
    "contactCompanyName",
    "status",
    "closed",
    "creationDate",
    "dateClosed",
    "calculatedCurrentValue",
    "chancesOfSuccessPrc",
    "completedPrc",
    "estimatedClosingDate",
    "estimatedValue",
  ],
};

/** Of a custom API only what every page has is known. */
export const isComputed = (set: string, column: string, isStandard: boolean): boolean =>
  everywhere.has(column) || (isStandard && computed[set]?.includes(column) === true);

/** D32: a column that the app computes is read and never written. Dataverse's are known from its metadata only. */
export const isComputedOn = (
  { businessCentral }: Pick<TableMapping, "businessCentral">,
  side: Side,
  column: string,
): boolean =>
  side === "businessCentral" &&
  isComputed(businessCentral.entity, column, businessCentral.api === undefined);
