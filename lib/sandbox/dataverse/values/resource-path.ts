import { failed, ok, type Result } from "../../../domain/result.ts";
import {
  badRequest,
  noSuchKey,
  noSuchRow,
  noSuchSegment,
  type Refusal,
  refuse,
} from "../refusals/refusal.ts";
import { type Call, type Organization, tableOfSet } from "../store/organization.ts";
import type { Row, StoredValue } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";

/** `accounts(<id>)` or `accounts(new_bcid='X')`. */
export type RowAddress =
  | { readonly by: "id"; readonly table: TableDefinition; readonly id: string }
  | {
      readonly by: "key";
      readonly table: TableDefinition;
      readonly columns: readonly string[];
      readonly values: Readonly<Record<string, StoredValue>>;
    };

export interface ResourcePath {
  readonly segment: string;
  /** What stands in the parentheses behind the first segment. */
  readonly key?: string | undefined;
  /** What follows behind the next slash. */
  readonly rest?: string | undefined;
}

const pathPattern = /^([\w$.]+)(?:\(((?:[^()']|'(?:[^']|'')*')*)\))?(?:\/(.+))?$/;

/** A path below the service root; a slash inside a quoted key does not end it. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const found = pathPattern.exec(percentDecoded(path) ?? "");
  if (found === null) return undefined;
  const [, segment, key, rest] = found;
  return segment === undefined ? undefined : { segment, key, rest };
}

function percentDecoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** D10: these make a key unusable in a URL. */
const unusableInKeys = /[/<>*%&:\\?+]/;

export function parseRowAddress(table: TableDefinition, key: string): Result<RowAddress, Refusal> {
  if (guid.test(key)) return ok({ by: "id", table, id: key.toLowerCase() });
  const parts = keyParts(key);
  const byId = parts?.size === 1 ? parts.get(table.idColumn) : undefined;
  if (byId !== undefined && guid.test(byId) && table.logicalName !== "systemuser") {
    return ok({ by: "id", table, id: byId.toLowerCase() });
  }
  const columns = [...(parts?.keys() ?? [])];
  const isKey = (table.alternateKeys ?? []).some(
    (known) => known.length === columns.length && known.every((name) => columns.includes(name)),
  );
  if (parts === undefined || !isKey) {
    return badRequest(
      `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table.logicalName}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
    );
  }
  if ([...parts.values()].some((value) => unusableInKeys.test(value))) {
    return refuse(400, "0x80060888", `Bad Request - Error in query syntax: '${key}'.`);
  }
  return ok({ by: "key", table, columns, values: Object.fromEntries(parts) });
}

function keyParts(key: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of key.match(/(?:[^,']|'(?:[^']|'')*')+/g) ?? []) {
    const [, name, quoted, bare] = /^\s*(\w+)=(?:'((?:[^']|'')*)'|([^']*))\s*$/.exec(part) ?? [];
    const value = quoted?.replaceAll("''", "'") ?? bare;
    if (name === undefined || value === undefined) return undefined;
    parts.set(name, value);
  }
  return parts;
}

export function rowAt(organization: Organization, address: RowAddress): Row | undefined {
  const rows = organization.store.table(address.table.logicalName);
  return address.by === "id" ? rows.get(address.id) : rows.find(address.columns, address.values);
}

export const missingAt = (address: RowAddress) =>
  address.by === "id" ? noSuchRow(address.table.logicalName, address.id) : noSuchKey();

/** The row a link names: absolute, from the root of the host, or relative to the service. */
export function followLink(
  call: Call,
  link: string,
): Result<{ readonly table: TableDefinition; readonly row: Row }, Refusal> {
  const path = link.replace(/^.*\/api\/data\/v[\d.]+\//, "").replace(/^\//, "");
  const parsed = parseResourcePath(path);
  const table = parsed === undefined ? undefined : tableOfSet(call.organization, parsed.segment);
  if (parsed === undefined || table === undefined) return noSuchSegment(path);
  if (parsed.key === undefined) return badRequest(`Invalid resource link: '${link}'.`);
  const address = parseRowAddress(table, parsed.key);
  if (!address.ok) return failed(address.failure);
  const row = rowAt(call.organization, address.value);
  return row === undefined ? missingAt(address.value) : ok({ table, row });
}
