import { failed, ok, type Result } from "../../../domain/result.ts";
import { dialog, type Refusal, refuse } from "../refusals/refusal.ts";
import { type Company, nextNumber } from "../store/company.ts";
import { blankOf } from "../tables/columns.ts";
import type { Page } from "../tables/pages.ts";
import type { Row, Stored } from "../tables/row.ts";
import { tables } from "../tables/tables.ts";
import { assignAll, type Draft } from "./assign.ts";
import type { Verdict } from "./rule.ts";
import { rulesOf } from "./rules.ts";

export type Body = Readonly<Record<string, unknown>>;
type Written = Result<Row, Refusal>;

/** Puts a new row in, with everything the application adds to it, or nothing at all. */
export function insertRow(
  company: Company,
  page: Page,
  body: Body,
  given: Readonly<Record<string, Stored>> = {},
): Written {
  return inTransaction(company, () => {
    const draft: Draft = {
      id: company.newId(),
      isNew: true,
      fields: { ...given },
      references: new Map(),
    };
    if (page.personsOnly === true) draft.fields["type"] = "Person";
    const sent = new Set(Object.keys(body));
    const refusal =
      refusalOf(assignAll(company, page, draft, body)) ??
      refusalOf(rulesOf(page.table).beforeInsert?.(company, draft, sent)) ??
      refusalOf(setKey(company, page, draft));
    if (refusal !== undefined) return failed(refusal);
    const stamp = company.stamp();
    return put(company, page, {
      id: draft.id,
      created: stamp,
      modified: stamp,
      fields: draft.fields,
    });
  });
}

/** B19: when nothing is changed the row stays as it is, its stamp too. */
export function modifyRow(company: Company, page: Page, before: Row, body: Body): Written {
  return inTransaction(company, () => {
    const draft: Draft = {
      id: before.id,
      isNew: false,
      fields: { ...before.fields },
      references: new Map(),
    };
    const refusal =
      refusalOf(assignAll(company, page, draft, body)) ??
      refusalOf(rulesOf(page.table).beforeModify?.(company, draft, before)) ??
      refusalOf(checkKey(company, page, draft));
    if (refusal !== undefined) return failed(refusal);
    if (isUnchanged(page, before, draft.fields)) return ok(before);
    return put(
      company,
      page,
      { ...before, modified: company.stamp(), fields: draft.fields },
      before,
    );
  });
}

export function deleteRow(company: Company, page: Page, row: Row): Verdict {
  return inTransaction(company, () => {
    const refusal = refusalOf(rulesOf(page.table).beforeDelete?.(company, row));
    if (refusal !== undefined) return failed(refusal);
    company.store.remove(page.table, row.id);
    rulesOf(page.table).afterDelete?.(company, row);
    return ok(undefined);
  });
}

const inTransaction = <T extends { readonly ok: boolean }>(company: Company, work: () => T): T =>
  company.store.transaction(company.stamp(), work, (outcome) => outcome.ok);

const refusalOf = (verdict: Verdict | undefined): Refusal | undefined =>
  verdict?.ok === false ? verdict.failure : undefined;

function setKey(company: Company, page: Page, draft: Draft): Verdict {
  const { key } = tables[page.table];
  if ((draft.fields[key] ?? "") === "") draft.fields[key] = nextNumber(company, page.table);
  else if (tables[page.table].series !== undefined && company.variant("manualNumbersRefused")) {
    return dialog("You may not enter numbers manually.");
  }
  if (company.store.rows(page.table).get(draft.id) !== undefined) {
    return duplicate(company, page, "id", draft.id);
  }
  return checkKey(company, page, draft);
}

function checkKey(company: Company, page: Page, draft: Draft): Verdict {
  const { key } = tables[page.table];
  const value = String(draft.fields[key] ?? "");
  if (value === "") return dialog(`The blank "${key}" is not allowed.`);
  const holder = company.store.rows(page.table).byKey(value);
  if (holder === undefined || holder.id === draft.id) return ok(undefined);
  return duplicate(company, page, key, value);
}

function duplicate(company: Company, page: Page, field: string, value: string): Verdict {
  return refuse(
    company.variant("duplicateKeyConflict") ? 409 : 400,
    "Internal_EntityWithSameKeyExists",
    `The record in table ${tables[page.table].title} already exists. Identification fields and values: ${field}='${value}'`,
  );
}

function isUnchanged(page: Page, before: Row, fields: Readonly<Record<string, Stored>>): boolean {
  const { columns } = tables[page.table];
  return Object.entries(fields).every(
    ([name, value]) => value === (before.fields[name] ?? blankOf(columns[name])),
  );
}

function put(company: Company, page: Page, row: Row, before?: Row): Written {
  company.store.put(page.table, row);
  rulesOf(page.table).afterWrite?.(company, row, before);
  return ok(company.store.rows(page.table).get(row.id) ?? row);
}
