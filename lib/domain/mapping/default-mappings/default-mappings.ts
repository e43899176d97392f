import type { TableMapping } from "../mapping.ts";
import { contact } from "./contact.ts";
import { currency } from "./currency.ts";
import { customer } from "./customer.ts";
import { itemProduct } from "./item-product.ts";
import { salespeople } from "./salespeople.ts";

/** What a new deployment starts with: Business Central's own mappings, as far as API v2.0 has their fields. */
export const defaultMappings: readonly TableMapping[] = [
  salespeople,
  currency,
  customer,
  contact,
  itemProduct,
];
