import { account } from "./account.ts";
import { contact } from "./contact.ts";
import { businessUnit, organization, systemUser, transactionCurrency } from "./organization.ts";
import { priceList, product, unit, unitGroup } from "./product.ts";
import { opportunity, salesOrder } from "./sales.ts";
import type { TableDefinition } from "./table-definition.ts";

export const allTables: readonly TableDefinition[] = [
  organization,
  businessUnit,
  systemUser,
  transactionCurrency,
  unitGroup,
  unit,
  priceList,
  account,
  contact,
  product,
  opportunity,
  salesOrder,
];
