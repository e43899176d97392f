import type { Column, TableDefinition } from "../tables/table-definition.ts";
import { labelOf } from "./localized-label.ts";

/** What `…/Attributes` tells of each column: the common part, and what its type has besides. */
export const attributesOf = (table: TableDefinition) =>
  Object.entries(table.columns).map(([name, column]) => ({
    "@odata.type": `#Microsoft.Dynamics.CRM.${metadataTypes[column.kind]}Metadata`,
    LogicalName: name,
    EntityLogicalName: table.logicalName,
    AttributeType: attributeTypes[column.kind],
    AttributeOf: null,
    SourceType: 0,
    DisplayName: labelOf(name),
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
      return { Precision: column.precision };
    case "money":
      // The organisation's precision counts, as for most columns of Sales.
      return { Precision: column.precision, PrecisionSource: 1 };
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
    case "boolean":
      return { OptionSet: { TrueOption: option(1, "Yes"), FalseOption: option(0, "No") } };
    case "id":
    case "guid":
    case "version":
      return {};
  }
}

const optionSet = (options: readonly (readonly [number | string, string])[]) => ({
  Options: options.map(([value, label]) => option(Number(value), label)),
});

const option = (Value: number, label: string) => ({ Value, Label: labelOf(label) });

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
