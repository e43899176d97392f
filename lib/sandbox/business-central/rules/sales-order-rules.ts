import { Big } from "big.js";

import { ok } from "../../../domain/result.ts";
import { dialog } from "../refusals/refusal.ts";
import type { Company } from "../store/company.ts";
import { idIn, type Row, textOf, zeroGuid } from "../tables/row.ts";
import type { Draft } from "./assign.ts";
import type { Rules } from "./rule.ts";

export const orderRules: Rules = {
  beforeInsert: (company, draft) => {
    const customer = company.store.rows("customers").get(String(draft.fields["customerId"]));
    if (customer === undefined) {
      return dialog('A "customerNumber" or a "customerId" must be provided.');
    }
    const today = new Date(company.stamp()).toISOString().slice(0, 10);
    draft.fields["orderDate"] ??= today;
    draft.fields["postingDate"] ??= today;
    draft.fields["currencyId"] ??= idIn(customer, "currencyId");
    draft.fields["paymentTermsId"] ??= idIn(customer, "paymentTermsId");
    draft.fields["salesperson"] ??= textOf(customer, "salespersonCode");
    return ok(undefined);
  },
  afterDelete: (company, order) => {
    for (const line of linesOf(company, order.id)) {
      company.store.remove("salesOrderLines", line.id);
    }
  },
};

export const orderLineRules: Rules = {
  beforeInsert: (company, draft) => {
    const document = String(draft.fields["documentId"] ?? zeroGuid);
    if (document === zeroGuid) return dialog("You must specify a Document Id to insert a line.");
    draft.fields["sequence"] ??= nextSequence(company, document);
    draft.fields["lineKey"] = `${document}/${draft.fields["sequence"]}`;
    fillFromItem(company, draft);
    draft.fields["amountExcludingTax"] = amountOf(draft);
    draft.fields["netAmount"] = draft.fields["amountExcludingTax"];
    return ok(undefined);
  },
  beforeModify: (_company, draft, before) => {
    for (const name of ["sequence", "documentId"]) {
      if (String(draft.fields[name]) !== textOf(before, name)) {
        return dialog(`The "${name}" cannot be changed. Delete and insert the line again.`);
      }
    }
    draft.fields["amountExcludingTax"] = amountOf(draft);
    draft.fields["netAmount"] = draft.fields["amountExcludingTax"];
    return ok(undefined);
  },
  afterWrite: (company, line) => totalUp(company, idIn(line, "documentId")),
  afterDelete: (company, line) => totalUp(company, idIn(line, "documentId")),
};

function linesOf(company: Company, document: string): readonly Row[] {
  return [...company.store.rows("salesOrderLines").afterId(undefined)].filter(
    (line) => idIn(line, "documentId") === document,
  );
}

const nextSequence = (company: Company, document: string): number =>
  10_000 +
  Math.max(0, ...linesOf(company, document).map((line) => Number(line.fields["sequence"])));

function fillFromItem(company: Company, draft: Draft): void {
  const item = company.store.rows("items").get(String(draft.fields["itemId"] ?? zeroGuid));
  if (item === undefined) return;
  draft.fields["description"] ??= textOf(item, "displayName");
  draft.fields["unitPrice"] ??= item.fields["unitPrice"] ?? "0";
  draft.fields["unitOfMeasureId"] ??= idIn(item, "baseUnitOfMeasureId");
}

const amountOf = (draft: Draft): string =>
  new Big(String(draft.fields["quantity"] ?? "0"))
    .times(String(draft.fields["unitPrice"] ?? "0"))
    .round(2, Big.roundHalfUp)
    .toFixed();

/** B44: the order's stamp moves with its lines. */
function totalUp(company: Company, document: string): void {
  const order = company.store.rows("salesOrders").get(document);
  if (order === undefined) return;
  const total = linesOf(company, document)
    .reduce((sum, line) => sum.plus(textOf(line, "amountExcludingTax")), new Big(0))
    .toFixed();
  company.store.put("salesOrders", {
    ...order,
    modified: company.stamp(),
    fields: { ...order.fields, totalAmountExcludingTax: total, totalAmountIncludingTax: total },
  });
}
