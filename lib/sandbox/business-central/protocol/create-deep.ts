import * as z from "zod/mini";
import { failed, ok, type Result } from "../../../domain/result.ts";
import type { Refusal } from "../refusals/refusal.ts";
import { type Body, insertRow } from "../rules/write-row.ts";
import { pagesOf } from "../tables/pages.ts";
import type { Row } from "../tables/row.ts";
import type { EntityCall } from "./entity-call.ts";

const Lines = z.array(z.record(z.string(), z.unknown()));

/** Inserts a record, and the lines that came with it; all or nothing. */
export function createDeep(call: EntityCall, body: Body): Result<Row, Refusal> {
  const { company, page, parent } = call;
  const { salesOrderLines, ...own } = body;
  const linePage = pagesOf("v2.0").get("salesOrderLines");
  const lines = Lines.safeParse(salesOrderLines);
  if (page.table !== "salesOrders" || !lines.success || linePage === undefined) {
    return insertRow(company, page, body, parentField(call, parent));
  }
  const write = (): Result<Row, Refusal> => {
    const order = insertRow(company, page, own);
    if (!order.ok) return order;
    for (const line of lines.data) {
      const inserted = insertRow(company, linePage, line, { documentId: order.value.id });
      if (!inserted.ok) return failed(inserted.failure);
    }
    return ok(company.store.rows(page.table).get(order.value.id) ?? order.value);
  };
  return company.store.transaction(company.stamp(), write, (outcome) => outcome.ok);
}

function parentField({ page }: EntityCall, parent: string | undefined): Record<string, string> {
  return parent === undefined || page.childOf === undefined
    ? {}
    : { [page.childOf.reference]: parent };
}
