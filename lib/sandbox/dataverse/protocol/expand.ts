import { ok, type Result } from "../../../domain/result.ts";
import { badRequest, noSuchProperty, type Refusal } from "../refusals/refusal.ts";
import { type Call, tableNamed } from "../store/organization.ts";
import { lookupIn, type Row } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { navigationOf } from "../values/payload.ts";
import { columnOf, renderRow } from "./render-row.ts";

/** `$expand` of single-valued navigation properties, each with its own `$select` or none. */
export function expandRow(
  call: Call,
  table: TableDefinition,
  row: Row,
  expand: string | undefined,
): Result<Record<string, unknown>, Refusal> {
  const expanded: Record<string, unknown> = {};
  for (const part of expand?.match(/[^,(]+(?:\([^)]*\))?/g) ?? []) {
    const [, navigation = "", options] = /^(\w+)(?:\((.*)\))?$/.exec(part.trim()) ?? [];
    const found = navigationOf(table, navigation);
    if (found === undefined) return noSuchProperty(navigation || part, table.logicalName);
    const other = tableNamed(call.organization, found.target.table);
    const select = selectIn(options);
    const unknown = select?.find((name) => columnOf(other, name) === undefined);
    if (unknown !== undefined) return noSuchProperty(unknown, other.logicalName);
    if (options !== undefined && select === undefined) {
      return badRequest(`Only $select is offered inside $expand, not '${options}'.`);
    }
    const target = lookupIn(row.values, found.column);
    const linked =
      target?.table === other.logicalName
        ? call.organization.store.table(target.table).get(target.id)
        : undefined;
    expanded[navigation] = linked === undefined ? null : renderRow(call, other, linked, select);
  }
  return ok(expanded);
}

const selectIn = (options: string | undefined) =>
  /^\$select=([\w,\s]+)$/
    .exec(options ?? "")?.[1]
    ?.split(",")
    .map((name) => name.trim());
