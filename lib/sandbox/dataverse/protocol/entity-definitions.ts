import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import { noSuchSegment, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Call } from "../store/organization.ts";
import type { LookupTarget, TableDefinition } from "../tables/table-definition.ts";
import type { ResourcePath } from "../values/resource-path.ts";
import { jsonBody } from "./answer.ts";
import { attributesOf } from "./attribute-metadata.ts";
import { labelOf } from "./localized-label.ts";
import { unknownProperty } from "./metadata-properties.ts";

/** `EntityDefinitions`, `…(LogicalName='account')`, `…/Attributes`, `…/Keys`, `…/ManyToOneRelationships`. */
export function answerEntityDefinitions(
  call: Call,
  path: ResourcePath,
  url: URL,
): Result<SandboxAnswer, Refusal> {
  const context = `${call.root}$metadata#EntityDefinitions`;
  const expands = (url.searchParams.get("$expand") ?? "").match(/\w+(?=\(|,|$)/g) ?? [];
  const unknown = unknownProperty(path.rest, url.searchParams.get("$select"));
  if (unknown !== undefined) {
    return refuse(400, "0x80060888", `Could not find a property named '${unknown}' on the type.`);
  }
  if (path.key === undefined) {
    const value = call.organization.tables
      .filter(isWanted(url.searchParams.get("$filter") ?? ""))
      .map((table) => definitionOf(table, expands));
    return ok(jsonBody(200, { "@odata.context": context, value }));
  }
  const name = /^LogicalName='(\w+)'$/.exec(path.key)?.[1];
  const table = call.organization.tables.find((candidate) => candidate.logicalName === name);
  if (table === undefined) {
    return refuse(404, "0x80060888", `Could not find an entity with name ${name ?? path.key}.`);
  }
  if (path.rest === undefined) {
    const body = { "@odata.context": `${context}/$entity`, ...definitionOf(table, expands) };
    return ok(jsonBody(200, body));
  }
  return partOf(table, path.rest, `${context}('${table.logicalName}')/${path.rest}`);
}

function partOf(
  table: TableDefinition,
  rest: string,
  context: string,
): Result<SandboxAnswer, Refusal> {
  const [part, cast] = rest.split("/");
  if (part === "Keys")
    return ok(jsonBody(200, { "@odata.context": context, value: keysOf(table) }));
  if (part === "ManyToOneRelationships")
    return ok(jsonBody(200, { "@odata.context": context, value: relationshipsOf(table) }));
  if (part !== "Attributes") return noSuchSegment(rest);
  const all = attributesOf(table);
  const value = cast === undefined ? all : all.filter((one) => one["@odata.type"] === `#${cast}`);
  return ok(jsonBody(200, { "@odata.context": context, value }));
}

function definitionOf(table: TableDefinition, expands: readonly string[]): Record<string, unknown> {
  return {
    LogicalName: table.logicalName,
    SchemaName: table.schemaName,
    EntitySetName: table.entitySet,
    ObjectTypeCode: table.objectTypeCode,
    PrimaryIdAttribute: table.idColumn,
    PrimaryNameAttribute: table.nameColumn,
    ChangeTrackingEnabled: table.changeTracking,
    DisplayName: labelOf(table.schemaName),
    IsOptimisticConcurrencyEnabled: true,
    ...(expands.includes("Attributes") ? { Attributes: attributesOf(table) } : {}),
    ...(expands.includes("Keys") ? { Keys: keysOf(table) } : {}),
  };
}

const keysOf = (table: TableDefinition) =>
  (table.alternateKeys ?? []).map((columns) => ({
    SchemaName: columns.join("_"),
    LogicalName: columns.join("_"),
    EntityLogicalName: table.logicalName,
    KeyAttributes: columns,
    EntityKeyIndexStatus: "Active",
  }));

/** One or several named tables; conditions on flags hold for every table that the sandbox has. */
function isWanted(filter: string): (table: TableDefinition) => boolean {
  const names = [...filter.matchAll(/LogicalName eq '(\w+)'/g)].map(([, name]) => name);
  return ({ logicalName }) => names.length === 0 || names.includes(logicalName);
}

const relationshipsOf = (table: TableDefinition) =>
  Object.entries(table.columns).flatMap(([name, column]) =>
    column.kind === "lookup"
      ? column.targets.map((target: LookupTarget) => ({
          SchemaName: `${target.table}_${table.logicalName}_${name}`,
          ReferencingAttribute: name,
          ReferencingEntity: table.logicalName,
          ReferencedEntity: target.table,
          ReferencingEntityNavigationPropertyName: target.navigation,
        }))
      : [],
  );
