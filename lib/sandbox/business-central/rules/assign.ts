import { failed, ok, type Result } from "../../../domain/result.ts";
import { badRequest, dialog, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Company } from "../store/company.ts";
import type { Column } from "../tables/columns.ts";
import type { Page } from "../tables/pages.ts";
import { idIn, type Stored, zeroGuid } from "../tables/row.ts";
import type { TableName } from "../tables/table-names.ts";
import { tables } from "../tables/tables.ts";
import { readValue } from "../values/read-value.ts";

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
    const assigned = assign({ company, page, draft, name }, column, raw);
    if (!assigned.ok) return assigned;
  }
  return done;
}

interface Target {
  readonly company: Company;
  readonly page: Page;
  readonly draft: Draft;
  readonly name: string;
}

function assign(target: Target, column: Column, raw: unknown): Assigned {
  const { company, draft, name } = target;
  if (column.access === "ignored") return done;
  if (column.access === "readOnly") {
    return refuse(400, "BadRequest_InvalidOperation", `Control '${name}' is read-only.`);
  }
  const value = readValue(name, column, raw);
  if (!value.ok) return company.variant("emailFieldValidation") ? value : asDialog(value.failure);
  switch (column.kind) {
    case "id":
      return assignId(target, String(value.value));
    case "reference":
      return assignReference(target, column, String(value.value));
    case "keyOfReference":
      return assignKey(target, column, String(value.value));
    case "customerOfContact":
      return assignCustomer(target, String(value.value));
    case "code":
      return assignCode(target, column, String(value.value));
    case "text":
    case "decimal":
    case "integer":
    case "boolean":
    case "date":
    case "guid":
    case "choice":
    case "modified":
    case "created":
    case "fieldOfReference":
    case "businessRelation":
      draft.fields[name] = value.value;
      return done;
  }
}

/** B23: the sources differ on the code of a bad e-mail. */
const asDialog = (refusal: Refusal): Assigned =>
  refusal.code === "Application_FieldValidationException"
    ? dialog(refusal.message)
    : failed(refusal);

function assignId({ page, draft }: Target, id: string): Assigned {
  if (draft.isNew) {
    if (tables[page.table].ownId !== true && id !== zeroGuid) draft.id = id;
    return done;
  }
  return id === draft.id ? done : dialog('The "id" cannot be changed.');
}

function assignReference(
  target: Target,
  column: Column & { kind: "reference" },
  id: string,
): Assigned {
  const referred = target.company.store.rows(column.to).get(id);
  const fits =
    id === zeroGuid ||
    (referred !== undefined &&
      (column.personOnly !== true || referred.fields["type"] === "Person"));
  if (!fits) return noMatch(target, column.to);
  return setReference(target.draft, target.name, id, tables[column.to].title);
}

const noMatch = ({ name }: Target, table: TableName): Assigned =>
  dialog(`The "${name}" does not match to a ${tables[table].title}.`);

function assignKey(
  target: Target,
  column: Column & { kind: "keyOfReference" },
  key: string,
): Assigned {
  const { company } = target;
  const isBlank =
    key === "" || (column.blankIsLocalCurrency === true && key === company.localCurrency);
  const id = isBlank ? zeroGuid : company.store.rows(column.to).byKey(key)?.id;
  if (id === undefined) return noMatch(target, column.to);
  return setReference(target.draft, column.reference, id, tables[column.to].title);
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
function assignCustomer(target: Target, id: string): Assigned {
  const { company, draft } = target;
  if (id === zeroGuid) {
    draft.fields["companyContactId"] = zeroGuid;
    return done;
  }
  const customer = company.store.rows("customers").get(id);
  if (customer === undefined) return noMatch(target, "customers");
  const contact = company.store.rows("contacts").get(idIn(customer, "companyContactId"));
  if (contact?.fields["type"] !== "Company") {
    return dialog("The customer has no contact of type Company.");
  }
  draft.fields["companyContactId"] = contact.id;
  return done;
}

function assignCode(target: Target, column: Column & { kind: "code" }, code: string): Assigned {
  const { draft, name } = target;
  const refusal =
    column.of === undefined || code === "" ? done : checkCode(target, column.of, code);
  if (!refusal.ok) return refusal;
  const before = String(draft.fields[name] ?? "");
  draft.fields[name] = code;
  if (before !== "" && before !== code) {
    for (const other of column.blanks ?? []) draft.fields[other] = "";
  }
  return done;
}

/** B26: the code must be the key of a row there, and a salesperson not blocked. */
function checkCode({ company, page, name }: Target, of: TableName, code: string): Assigned {
  const related = company.store.rows(of).byKey(code);
  const { title } = tables[of];
  if (related === undefined) {
    return refuse(
      400,
      "Internal_InvalidTableRelation",
      `The field ${name} of table ${tables[page.table].title} contains a value (${code}) that cannot be found in the related table (${title}).`,
    );
  }
  return of === "salespeoplePurchasers" && related.fields["blocked"] === true
    ? dialog(`You cannot choose ${title} ${code} because it is blocked.`)
    : done;
}
