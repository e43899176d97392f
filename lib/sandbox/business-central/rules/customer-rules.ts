import { ok } from "../../../domain/result.ts";
import { dialog } from "../refusals/refusal.ts";
import { type Company, nextNumber } from "../store/company.ts";
import { idIn, type Row, type Stored, textOf, zeroGuid } from "../tables/row.ts";
import type { Draft } from "./assign.ts";
import type { Rules, Verdict } from "./rule.ts";

export const customerRules: Rules = {
  beforeInsert: (company, draft, sent) => {
    if (!sent.has("displayName")) return dialog('A "displayName" must be provided.');
    fillFromTemplate(company, draft, sent);
    return ok(undefined);
  },
  beforeDelete: refuseWithOpenOrders,
  afterWrite: (company, customer, before) => {
    if (before === undefined) createContact(company, customer);
    else keepContactInStep(company, customer);
  },
  afterDelete: (company, customer) => {
    const contact = company.store.rows("contacts").get(idIn(customer, "companyContactId"));
    if (contact === undefined) return;
    writeFields(company, "contacts", contact, { relatedCustomerId: zeroGuid });
  },
};

/** What a customer and its contact have in common; a change of one is carried to the other. */
const sharedWithContact = [
  "displayName",
  "addressLine1",
  "addressLine2",
  "city",
  "state",
  "country",
  "postalCode",
  "phoneNumber",
  "email",
  "website",
  "taxRegistrationNumber",
] as const;

/** Puts fields into a row unless they are there already: a write that changes nothing leaves the stamp. */
export function writeFields(
  company: Company,
  table: "customers" | "contacts",
  row: Row,
  fields: Readonly<Record<string, Stored>>,
): void {
  const changed = Object.entries(fields).some(
    ([name, value]) => textOf(row, name) !== String(value),
  );
  if (!changed) return;
  const modified = company.stamp();
  company.store.put(table, { ...row, modified, fields: { ...row.fields, ...fields } });
}

export const sharedFields = (row: Row): Readonly<Record<string, Stored>> =>
  Object.fromEntries(sharedWithContact.map((name) => [name, textOf(row, name)]));

/** B12: the company has one template, for what the caller leaves out. */
const template = { country: "US", paymentTerms: "30 DAYS" } as const;

function fillFromTemplate(company: Company, draft: Draft, sent: ReadonlySet<string>): void {
  const terms = company.store.rows("paymentTerms").byKey(template.paymentTerms);
  if (!sent.has("paymentTermsId") && terms !== undefined) draft.fields["paymentTermsId"] = terms.id;
  const country = company.store.rows("countriesRegions").byKey(template.country);
  if (!sent.has("country") && country !== undefined) draft.fields["country"] = template.country;
}

function refuseWithOpenOrders(company: Company, customer: Row): Verdict {
  for (const order of company.store.rows("salesOrders").afterId(undefined)) {
    if (idIn(order, "customerId") === customer.id) {
      return dialog(
        `You cannot delete Customer ${textOf(customer, "number")} because there is at least one outstanding Sales Order for this customer.`,
      );
    }
  }
  return ok(undefined);
}

/** B13: the contact's number comes from its own series. */
function createContact(company: Company, customer: Row): void {
  const id = company.newId();
  const type = customer.fields["type"] ?? "Company";
  const stamp = customer.modified;
  company.store.put("contacts", {
    id,
    created: stamp,
    modified: stamp,
    fields: {
      number: nextNumber(company, "contacts"),
      type,
      ...sharedFields(customer),
      searchName: textOf(customer, "displayName").toUpperCase(),
      companyContactId: type === "Company" ? id : zeroGuid,
      relatedCustomerId: customer.id,
    },
  });
  company.store.put("customers", {
    ...customer,
    fields: { ...customer.fields, companyContactId: id },
  });
}

function keepContactInStep(company: Company, customer: Row): void {
  const contact = company.store.rows("contacts").get(idIn(customer, "companyContactId"));
  if (contact !== undefined) writeFields(company, "contacts", contact, sharedFields(customer));
}
