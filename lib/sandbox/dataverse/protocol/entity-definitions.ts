import { ok, type Result } from "../../../domain/result.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import { noSuchSegment, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Call } from "../store/organization.ts";
import type { Column, TableDefinition } from "../tables/table-definition.ts";
import type { ResourcePath } from "../values/resource-path.ts";
import { jsonBody } from "./answer.ts";

/** `EntityDefinitions`, `…(LogicalName='account')`, `…/Attributes`, `…/Keys`. */
export function answerEntityDefinitions(
  call: Call,
  path: ResourcePath,
  url: URL,
): Result<SandboxAnswer, Refusal> {
  const context = `${call.root}$metadata#EntityDefinitions`;
  const expands = (url.searchParams.get("$expand") ?? "").match(/\w+(?=\(|,|$)/g) ?? [];
  if (path.key === undefined) {
    const value = call.organization.tables.map((table) => definitionOf(table, expands));
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

const attributesOf = (table: TableDefinition) =>
  Object.entries(table.columns).map(([name, column]) => ({
    "@odata.type": `#Microsoft.Dynamics.CRM.${metadataTypes[column.kind]}Metadata`,
    LogicalName: name,
    EntityLogicalName: table.logicalName,
    AttributeType: attributeTypes[column.kind],
    IsPrimaryId: name === table.idColumn,
    IsPrimaryName: name === table.nameColumn,
    IsValidForRead: true,
    IsValidForCreate: column.write === "always" || column.write === "onCreate",
    IsValidForUpdate: column.write === "always" || column.write === "onUpdate",
    RequiredLevel: { Value: column.required === true ? "SystemRequired" : "None" },
    ...detailsOf(table, column),
  }));

function detailsOf(table: TableDefinition, column: Column): Record<string, unknown> {
  switch (column.kind) {
    case "text":
    case "memo":
      return { MaxLength: column.max };
    case "whole":
      return { MinValue: column.min, MaxValue: column.max };
    case "decimal":
    case "money":
      return { Precision: column.precision };
    case "date":
      return { Format: "DateOnly", DateTimeBehavior: { Value: "DateOnly" } };
    case "dateTime":
      return { Format: "DateAndTime", DateTimeBehavior: { Value: "UserLocal" } };
    case "lookup":
      return { Targets: column.targets.map((target) => target.table) };
    case "choice":
      return { OptionSet: optionSet(Object.entries(column.options)) };
    case "state":
      return {
        OptionSet: optionSet([...(table.states ?? [])].map(([value, { label }]) => [value, label])),
      };
    case "status":
      return {
        OptionSet: optionSet(
          [...(table.states?.values() ?? [])].flatMap((state) =>
            state.statuses.map(({ value, label }): [number, string] => [value, label]),
          ),
        ),
      };
    case "id":
    case "guid":
    case "boolean":
    case "version":
      return {};
  }
}

const optionSet = (options: readonly (readonly [number | string, string])[]) => ({
  Options: options.map(([value, label]) => ({
    Value: Number(value),
    Label: { UserLocalizedLabel: { Label: label, LanguageCode: 1033 } },
  })),
});

const metadataTypes = {
  id: "UniqueIdentifierAttribute",
  guid: "UniqueIdentifierAttribute",
  boolean: "BooleanAttribute",
  date: "DateTimeAttribute",
  dateTime: "DateTimeAttribute",
  version: "BigIntAttribute",
  state: "StateAttribute",
  status: "StatusAttribute",
  text: "StringAttribute",
  memo: "MemoAttribute",
  whole: "IntegerAttribute",
  decimal: "DecimalAttribute",
  money: "MoneyAttribute",
  choice: "PicklistAttribute",
  lookup: "LookupAttribute",
} as const satisfies Record<Column["kind"], string>;

const attributeTypes = {
  id: "Uniqueidentifier",
  guid: "Uniqueidentifier",
  boolean: "Boolean",
  date: "DateTime",
  dateTime: "DateTime",
  version: "BigInt",
  state: "State",
  status: "Status",
  text: "String",
  memo: "Memo",
  whole: "Integer",
  decimal: "Decimal",
  money: "Money",
  choice: "Picklist",
  lookup: "Lookup",
} as const satisfies Record<Column["kind"], string>;
