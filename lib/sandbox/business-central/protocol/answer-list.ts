import { ok, type Result } from "../../../domain/result.ts";
import { type Filter, propertiesIn } from "../../odata/filter.ts";
import { parsePreferences } from "../../odata/preferences.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import { dialog, type Refusal } from "../refusals/refusal.ts";
import { type EntityCall, jsonHeaders } from "./entity-call.ts";
import { printExpanded } from "./expand.ts";
import { listRows, PAGE_LIMIT } from "./list-rows.ts";

/** B43: change tracking is not offered; there are no delta links. */
export function answerList(call: EntityCall, set: string): Result<SandboxAnswer, Refusal> {
  const { company, page, query, request, address, parent } = call;
  if (page.childOf !== undefined && parent === undefined && !names(query.filter, page.childOf)) {
    return dialog("You must specify an Id or a Document Id to get the lines.");
  }
  const pageSize = pageSizeOf(request.headers["prefer"]);
  const list = listRows(company, page, query, { pageSize, parent });
  const context = `${address.root}$metadata#companies(${company.id})/${set}`;
  const rows = list.rows.map((row) => `{${printExpanded(call, row)}}`);
  const parts = [
    `"@odata.context":${JSON.stringify(context)}`,
    ...(list.count === undefined ? [] : [`"@odata.count":${list.count}`]),
    `"value":[${rows.join(",")}]`,
    ...(list.skipToken === undefined
      ? []
      : [`"@odata.nextLink":${JSON.stringify(nextLink(call, list.skipToken, pageSize))}`]),
  ];
  return ok({ status: 200, headers: jsonHeaders, body: `{${parts.join(",")}}` });
}

const names = (filter: Filter | undefined, child: { readonly reference: string }): boolean =>
  filter !== undefined && propertiesIn(filter).includes(child.reference);

function pageSizeOf(prefer: string | undefined): number {
  const wished = Number(parsePreferences(prefer).get("maxpagesize"));
  return Number.isInteger(wished) && wished > 0 ? Math.min(wished, PAGE_LIMIT) : PAGE_LIMIT;
}

/** B40, B41: the same query again from the last key on; a `$top` is carried on with its remainder. */
function nextLink({ request, query }: EntityCall, skipToken: string, pageSize: number): string {
  const link = new URL(request.url);
  const kept = [...link.searchParams].filter(
    ([name]) => !["aid", "$skiptoken", "$top", "$skip"].includes(name),
  );
  const top = query.top === undefined ? [] : [["$top", String(query.top - pageSize)]];
  const params = [...kept, ...top, ["aid", "FIN"], ["$skiptoken", skipToken]];
  const text = params
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`)
    .join("&");
  return `${link.origin}${link.pathname}?${text}`;
}
