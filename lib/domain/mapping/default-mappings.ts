import { contact } from "./default-mappings/contact.ts";
import { currency } from "./default-mappings/currency.ts";
import { customer } from "./default-mappings/customer.ts";
import { itemProduct } from "./default-mappings/item-product.ts";
import { salespeople } from "./default-mappings/salespeople.ts";
import type { TableMapping } from "./mapping.ts";

/** What a new deployment starts with: Business Central's own mappings, as far as API v2.0 has their fields. */
export const defaultMappings: readonly TableMapping[] = [
  salespeople,
  currency,
  customer,
  contact,
  itemProduct,
];
