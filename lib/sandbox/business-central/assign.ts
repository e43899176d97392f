import { ok, type Result } from "../../domain/result.ts";
import type { Column } from "./columns.ts";
import type { Company } from "./company.ts";
import type { Page } from "./pages.ts";
import { readValue } from "./read-value.ts";
import { badRequest, dialog, refuse, type Refusal } from "./refusal.ts";
import { idIn, type Stored, zeroGuid } from "./row.ts";
import { tables } from "./tables.ts";

/** A row while the properties of a body are put into it, in the body's order. */
export interface Draft {
  id: string;
  readonly isNew: boolean;
  readonly fields: Record<string, Stored>;
  /** References that this body has set, to tell when an id and a code disagree. */
  readonly references: Map<string, Stored>;
}

type Assigned = Result<undefined, Refusal>;
const done: Assigned = ok(undefined);

export function assignAll(
  company: Company,
  page: Page,
  draft: Draft,
  body: Readonly<Record<string, unknown>>,
): Assigned {
  for (const [name, raw] of Object.entries(body)) {
    if (name.includes("@odata.")) continue;
    const column = page.columns.get(name);
    if (column === undefined) {
      return badRequest(
        `The property '${name}' does not exist on type 'Microsoft.NAV.${page.table}'.`,
      );
    }
    const assigned = assign(company, page, draft, { name, column, raw });
    if (!assigned.ok) return assigned;
  }
  return done;
}

function assign(
  company: Company,
  page: Page,
  draft: Draft,
  given: { readonly name: string; readonly column: Column; readonly raw: unknown },
): Assigned {
  const { name, column } = given;
  if (column.access === "ignored") return done;
  if (column.access === "readOnly") {
    return refuse(400, "BadRequest_InvalidOperation", `Control '${name}' is read-only.`);
  }
  const value = readValue(name, column, given.raw);
  if (!value.ok) return company.variant("emailFieldValidation") ? value : asDialog(value);
  switch (column.kind) {
    case "id":
      return assignId(page, draft, String(value.value));
    case "reference":
      return assignReference(company, draft, name, column, String(value.value));
    case "keyOfReference":
      return assignKey(company, draft, name, column, String(value.value));
    case "customerOfContact":
      return assignCustomer(company, draft, String(value.value));
    case "code":
      return assignCode(company, page, draft, name, column, String(value.value));
    default:
      draft.fields[name] = value.value;
      return done;
  }
}

/** B23: the sources differ on the code of a bad e-mail. */
function asDialog(refused: { readonly ok: false; readonly failure: Refusal }): Assigned {
  const { failure } = refused;
  return failure.code === "Application_FieldValidationException"
    ? dialog(failure.message)
    : refused;
}

function assignId(page: Page, draft: Draft, id: string): Assigned {
  if (draft.isNew) {
    if (tables[page.table].ownId !== true && id !== zeroGuid) draft.id = id;
    return done;
  }
  return id === draft.id ? done : dialog('The "id" cannot be changed.');
}

function assignReference(
  company: Company,
  draft: Draft,
  name: string,
  column: Column & { kind: "reference" },
  id: string,
): Assigned {
  const referred = company.store.rows(column.to).get(id);
  const fits =
    id === zeroGuid ||
    (referred !== undefined &&
      (column.personOnly !== true || referred.fields["type"] === "Person"));
  if (!fits) return dialog(`The "${name}" does not match to a ${tables[column.to].title}.`);
  return setReference(draft, name, id, tables[column.to].title);
}

function assignKey(
  company: Company,
  draft: Draft,
  name: string,
  column: Column & { kind: "keyOfReference" },
  key: string,
): Assigned {
  const isBlank =
    key === "" || (column.blankIsLocalCurrency === true && key === company.localCurrency);
  const id = isBlank ? zeroGuid : company.store.rows(column.to).byKey(key)?.id;
  if (id === undefined) {
    return dialog(`The "${name}" does not match to a ${tables[column.to].title}.`);
  }
  return setReference(draft, column.reference, id, tables[column.to].title);
}

function setReference(draft: Draft, name: string, id: string, title: string): Assigned {
  const before = draft.references.get(name);
  if (before !== undefined && before !== id) {
    return dialog(`The ${title.toLowerCase()} values do not match to a specific ${title}.`);
  }
  draft.references.set(name, id);
  draft.fields[name] = id;
  return done;
}

/** A person belongs to a customer through the customer's company contact. */
function assignCustomer(company: Company, draft: Draft, id: string): Assigned {
  if (id === zeroGuid) {
    draft.fields["companyContactId"] = zeroGuid;
    return done;
  }
  const customer = company.store.rows("customers").get(id);
  if (customer === undefined) return dialog('The "customerId" does not match to a Customer.');
  const contact = company.store.rows("contacts").get(idIn(customer, "companyContactId"));
  if (contact?.fields["type"] !== "Company") {
    return dialog("The customer has no contact of type Company.");
  }
  draft.fields["companyContactId"] = contact.id;
  return done;
}

function assignCode(
  company: Company,
  page: Page,
  draft: Draft,
  name: string,
  column: Column & { kind: "code" },
  code: string,
): Assigned {
  if (column.of !== undefined && code !== "") {
    const related = company.store.rows(column.of).byKey(code);
    const { title } = tables[column.of];
    if (related === undefined) {
      return refuse(
        400,
        "Internal_InvalidTableRelation",
        `The field ${name} of table ${tables[page.table].title} contains a value (${code}) that cannot be found in the related table (${title}).`,
      );
    }
    if (column.of === "salespeoplePurchasers" && related.fields["blocked"] === true) {
      return dialog(`You cannot choose ${title} ${code} because it is blocked.`);
    }
  }
  const before = String(draft.fields[name] ?? "");
  draft.fields[name] = code;
  if (before !== "" && before !== code) {
    for (const other of column.blanks ?? []) draft.fields[other] = "";
  }
  return done;
}
