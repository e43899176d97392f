import { contact as shippedContact } from "../../lib/domain/mapping/default-mappings/contact.ts";
import { currency as shippedCurrency } from "../../lib/domain/mapping/default-mappings/currency.ts";
import { customer as shippedCustomer } from "../../lib/domain/mapping/default-mappings/customer.ts";
import { itemProduct as shippedItemProduct } from "../../lib/domain/mapping/default-mappings/item-product.ts";
import { salespeople as shippedSalespeople } from "../../lib/domain/mapping/default-mappings/salespeople.ts";
import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";

/** The shipped mappings after an administrator turned creation on: what has no counterpart gets one. */
const creating = (shipped: TableMapping): TableMapping => ({ ...shipped, onlyCoupled: false });

export const salespeople = creating(shippedSalespeople);
export const currency = creating(shippedCurrency);
export const customer = creating(shippedCustomer);
export const contact = creating(shippedContact);
export const itemProduct = creating(shippedItemProduct);

/** In the order of their dependencies. */
export const creatingMappings: readonly TableMapping[] = [
  salespeople,
  currency,
  customer,
  contact,
  itemProduct,
];
