import type { WireValue } from "../../../domain/record.ts";
import type { Company } from "../store/company.ts";
import { blankOf, type Column } from "../tables/columns.ts";
import { idIn, type Row, textOf, zeroGuid } from "../tables/row.ts";
import { printedStamp } from "../tables/stamp.ts";
import { tables } from "../tables/tables.ts";

/** A row's column as filters see it. Never null: blanks are "", 0, false, the zero GUID, 0001-01-01. */
export function wireValue(company: Company, row: Row, name: string, column: Column): WireValue {
  switch (column.kind) {
    case "id":
      return row.id;
    case "modified":
      return printedStamp(row.modified);
    case "created":
      return printedStamp(row.created);
    case "decimal":
      return { decimal: String(row.fields[name] ?? blankOf(column)) };
    case "choice":
      return escapedChoice(String(row.fields[name] ?? blankOf(column)));
    case "text":
    case "code":
    case "guid":
    case "reference":
    case "integer":
    case "boolean":
    case "date":
      return row.fields[name] ?? blankOf(column);
    case "keyOfReference":
      return keyOfReference(company, row, column);
    case "fieldOfReference":
      return textOf(company.store.rows(column.to).get(idIn(row, column.reference)), column.field);
    case "customerOfContact":
      return idIn(companyContactOf(company, row), "relatedCustomerId");
    case "businessRelation":
      return idIn(companyContactOf(company, row), "relatedCustomerId") === zeroGuid
        ? "None"
        : "Customer";
  }
}

/** The same as JSON; decimals keep all their digits. */
export function wireText(company: Company, row: Row, name: string, column: Column): string {
  if (column.kind === "decimal") return String(row.fields[name] ?? "0");
  return JSON.stringify(wireValue(company, row, name, column));
}

/** Every character that an identifier cannot have is written as `_xHHHH_`. */
export const escapedChoice = (name: string): string =>
  name.replace(
    /[^A-Za-z0-9]/gu,
    (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );

function keyOfReference(
  company: Company,
  row: Row,
  column: Column & { kind: "keyOfReference" },
): string {
  const id = idIn(row, column.reference);
  if (id === zeroGuid) return column.blankIsLocalCurrency === true ? company.localCurrency : "";
  const referred = company.store.rows(column.to).get(id);
  return textOf(referred, tables[column.to].key);
}

export function companyContactOf(company: Company, contact: Row): Row | undefined {
  return company.store.rows("contacts").get(idIn(contact, "companyContactId"));
}
