import { ok } from "../../../domain/result.ts";
import { dialog } from "../refusals/refusal.ts";
import { textOf } from "../tables/row.ts";
import { companyContactOf } from "../values/wire-text.ts";
import type { Rules } from "./rule.ts";

/** B34: what cannot be changed any more when the opportunity is closed. */
const lockedWhenClosed = ["contactNumber", "salespersonCode"];

export const opportunityRules: Rules = {
  beforeInsert: (company, draft) => {
    const contact = company.store.rows("contacts").byKey(String(draft.fields["contactNumber"]));
    draft.fields["contactName"] = textOf(contact, "displayName");
    draft.fields["contactCompanyName"] =
      contact === undefined ? "" : textOf(companyContactOf(company, contact), "displayName");
    draft.fields["creationDate"] = new Date(company.stamp()).toISOString().slice(0, 10);
    return ok(undefined);
  },
  beforeModify: (_company, draft, before) => {
    const status = textOf(before, "status");
    if (status !== "Won" && status !== "Lost") return ok(undefined);
    const touched = lockedWhenClosed.find(
      (name) => String(draft.fields[name] ?? "") !== textOf(before, name),
    );
    return touched === undefined
      ? ok(undefined)
      : dialog(`The ${touched} cannot be changed when the opportunity is ${status}.`);
  },
};
