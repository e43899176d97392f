import { ok, type Result } from "../../../domain/result.ts";
import { badRequest, type Refusal } from "../refusals/refusal.ts";
import { pagesOf } from "../tables/pages.ts";
import { idIn, type Row } from "../tables/row.ts";
import { printRow } from "../values/print-row.ts";
import type { EntityCall } from "./entity-call.ts";

/** The only expansion the sandbox has: the lines of sales orders. */
export function checkExpand({ page, query }: EntityCall): Result<undefined, Refusal> {
  const isKnown =
    query.expand === undefined ||
    (page.table === "salesOrders" && query.expand === "salesOrderLines");
  return isKnown
    ? ok(undefined)
    : badRequest(
        `Could not find a property named '${query.expand}' on type 'Microsoft.NAV.${page.table}'.`,
      );
}

/** A row as it stands in an answer, without its braces. */
export function printExpanded(call: EntityCall, row: Row): string {
  const { company, page, query } = call;
  const { properties } = printRow(company, page, row, query.select);
  const lines = pagesOf("v2.0").get("salesOrderLines");
  if (query.expand === undefined || lines === undefined) return properties;
  const printed = [...company.store.rows(lines.table).afterId(undefined)]
    .filter((line) => idIn(line, "documentId") === row.id)
    .map((line) => `{${printRow(company, lines, line).properties}}`);
  return `${properties},"salesOrderLines":[${printed.join(",")}]`;
}
