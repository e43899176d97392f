import type { QueryOptions } from "../../odata/query-options.ts";
import type { Call } from "../store/organization.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import { type Position, writeCookie } from "./cookie.ts";

export interface PageRequest {
  readonly url: URL;
  readonly query: QueryOptions;
  readonly position: Position | undefined;
}

export const LARGEST_PAGE = 5000;

export function pageSizeOf(call: Call): number {
  const asked = Number(call.preferences.get("maxpagesize"));
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, LARGEST_PAGE) : LARGEST_PAGE;
}

export function contextOf(call: Call, table: TableDefinition, query: QueryOptions): string {
  const columns = query.select === undefined ? "" : `(${query.select.join(",")})`;
  return `${call.root}$metadata#${table.entitySet}${columns}`;
}

/** The same URL with the cookie of the next page, spelt as the service does. */
export function nextLink(call: Call, url: URL, position: Position): string {
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !/^(?:\$|%24)skiptoken=/i.test(part));
  const cookie = encodeURIComponent(writeCookie(position)).replaceAll("%3D", "=");
  const path = url.pathname.replace(/^.*\/api\/data\/v[\d.]+\//, "");
  return `${call.root}${path}?${[...kept, `$skiptoken=${cookie}`].join("&")}`;
}
