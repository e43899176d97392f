import { ok } from "../../../domain/result.ts";
import { dialog } from "../refusals/refusal.ts";
import type { Company } from "../store/company.ts";
import { idIn, type Row, textOf, zeroGuid } from "../tables/row.ts";
import type { Draft } from "./assign.ts";
import { sharedFields, writeFields } from "./customer-rules.ts";
import type { Rules, Verdict } from "./rule.ts";

export const contactRules: Rules = {
  beforeInsert: (company, draft, sent) => {
    if (!sent.has("displayName")) return dialog('A "displayName" must be provided.');
    return fitCompany(company, draft, zeroGuid);
  },
  beforeModify: (company, draft, before) =>
    fitCompany(company, draft, idIn(before, "companyContactId")),
  afterWrite: (company, contact) => {
    const customer = company.store.rows("customers").get(idIn(contact, "relatedCustomerId"));
    if (customer !== undefined) writeFields(company, "customers", customer, sharedFields(contact));
  },
  afterDelete: (company, contact) => {
    clearReferences(company, "customers", ["companyContactId", "primaryContactId"], contact.id);
    clearReferences(company, "contacts", ["companyContactId"], contact.id);
  },
};

/** A company is its own company; a person takes over the address of a new one unless it has its own. */
function fitCompany(company: Company, draft: Draft, before: string): Verdict {
  draft.fields["searchName"] ||= String(draft.fields["displayName"] ?? "").toUpperCase();
  if (draft.fields["type"] !== "Person") {
    draft.fields["companyContactId"] = draft.id;
    return ok(undefined);
  }
  const chosen = String(draft.fields["companyContactId"] ?? zeroGuid);
  if (chosen === draft.id) draft.fields["companyContactId"] = zeroGuid;
  const contact = company.store.rows("contacts").get(chosen);
  if (chosen === before || contact === undefined || chosen === draft.id) return ok(undefined);
  if (contact.fields["type"] !== "Company") return dialog("Company No. must be a Company contact.");
  inheritAddress(draft, contact);
  return ok(undefined);
}

const addressFields = ["addressLine1", "addressLine2", "city", "state", "country", "postalCode"];

function inheritAddress(draft: Draft, from: Row): void {
  if (addressFields.some((name) => (draft.fields[name] ?? "") !== "")) return;
  for (const name of addressFields) draft.fields[name] = textOf(from, name);
}

function clearReferences(
  company: Company,
  table: "customers" | "contacts",
  columns: readonly string[],
  id: string,
): void {
  for (const row of company.store.rows(table).afterId(undefined)) {
    const pointing = columns.filter((column) => idIn(row, column) === id);
    if (pointing.length === 0) continue;
    writeFields(company, table, row, Object.fromEntries(pointing.map((name) => [name, zeroGuid])));
  }
}
