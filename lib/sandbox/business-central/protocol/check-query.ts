import { ok, type Result } from "../../../domain/result.ts";
import { type Filter, filtersIn, propertiesIn } from "../../odata/filter.ts";
import { parseQueryOptions, type QueryOptions } from "../../odata/query-options.ts";
import { badRequest, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Company } from "../store/company.ts";
import type { Page } from "../tables/pages.ts";

/** Reads the query of a list or a record and refuses what Business Central refuses. */
export function checkQuery(
  company: Company,
  page: Page,
  params: URLSearchParams,
): Result<QueryOptions, Refusal> {
  const query = parseQueryOptions(params);
  if (!query.ok) return refuse(400, "BadRequest_InvalidRequestUrl", query.failure.message);
  const { filter, select, orderBy } = query.value;
  const named = [
    ...(select ?? []),
    ...orderBy.map((term) => term.property),
    ...(filter === undefined ? [] : propertiesIn(filter)),
  ];
  const unknown = named.find((name) => !page.columns.has(name));
  if (unknown !== undefined) {
    return badRequest(
      `Could not find a property named '${unknown}' on type 'Microsoft.NAV.${page.table}'.`,
    );
  }
  const complaint =
    filter === undefined ? undefined : complaintAbout(company, page, filter, params);
  return complaint === undefined
    ? ok(query.value)
    : refuse(400, "BadRequest_InvalidRequestUrl", complaint);
}

/** B42: `or` only within one field, `in` only from schema 2.1 on. */
function complaintAbout(
  company: Company,
  page: Page,
  filter: Filter,
  params: URLSearchParams,
): string | undefined {
  for (const part of filtersIn(filter)) {
    if (part.kind === "or" && propertiesIn(part).length > 1) {
      return "The 'OR' operator is not supported on distinct fields on an OData filter.";
    }
    if (part.kind === "oneOf" && (part.form !== "in" || params.get("$schemaversion") !== "2.1")) {
      return "The 'in' operator is only supported with $schemaversion=2.1.";
    }
  }
  const isChoice = (name: string) => page.columns.get(name)?.kind === "choice";
  if (company.variant("choiceFilterRefused") && propertiesIn(filter).some(isChoice)) {
    return "A filter on an enum field is not supported.";
  }
  return undefined;
}
