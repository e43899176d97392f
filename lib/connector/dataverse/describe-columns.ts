import type {
  ColumnDescription,
  ColumnType,
  Label,
} from "../../domain/metadata/table-description.ts";
import type { Attribute, Detail, Relationship, WireLabel, WireOption } from "./metadata-shapes.ts";

export interface TableParts {
  readonly attributes: readonly Attribute[];
  readonly details: readonly Detail[];
  readonly relationships: readonly Relationship[];
  /** Entity set by logical name, of the tables that lookups lead to. */
  readonly sets: ReadonlyMap<string, string>;
}

/** The columns as records name them, each with what its own type tells. */
export function describeColumns(parts: TableParts): readonly ColumnDescription[] {
  const details = new Map(parts.details.map((detail) => [detail.LogicalName, detail]));
  return parts.attributes.map((attribute) => {
    const { LogicalName: name, RequiredLevel, DisplayName } = attribute;
    const detail = details.get(name);
    const type = typeOf(attribute, detail);
    const options = optionsOf(detail);
    return {
      name: type === "lookup" ? `_${name}_value` : name,
      title: labelOf(DisplayName, name),
      type,
      ...(type === "text" && isNumber(detail?.MaxLength) ? { maxLength: detail.MaxLength } : {}),
      ...(isNumber(detail?.Precision) && (detail.PrecisionSource ?? 0) === 0
        ? { scale: detail.Precision }
        : {}),
      // Forms alone insist on what the business requires.
      required: RequiredLevel?.Value === "SystemRequired",
      writes: writesOf(attribute),
      ...(options.length === 0 ? {} : { options: [...options] }),
      ...(type === "lookup" ? { targets: [...targetsOf(name, detail, parts)] } : {}),
    };
  });
}

const isNumber = (value: number | null | undefined): value is number => typeof value === "number";

const types: Readonly<Record<string, ColumnType>> = {
  String: "text",
  Memo: "text",
  Integer: "integer",
  BigInt: "integer",
  Decimal: "decimal",
  Double: "decimal",
  Money: "decimal",
  Boolean: "boolean",
  Picklist: "choice",
  State: "choice",
  Status: "choice",
  Lookup: "lookup",
  Customer: "lookup",
  Owner: "lookup",
  Uniqueidentifier: "guid",
};

function typeOf({ AttributeType: type }: Attribute, detail: Detail | undefined): ColumnType {
  if (type !== "DateTime") return types[type] ?? "other";
  return detail?.DateTimeBehavior?.Value === "DateOnly" ? "date" : "dateTime";
}

function writesOf(attribute: Attribute): ColumnDescription["writes"] {
  const { IsValidForCreate: onCreate, IsValidForUpdate: onUpdate, SourceType } = attribute;
  if ((SourceType ?? 0) !== 0) return "never";
  if (onCreate === false) return onUpdate === false ? "never" : "onUpdate";
  return onUpdate === false ? "onCreate" : "always";
}

function optionsOf(detail: Detail | undefined) {
  const { Options, TrueOption, FalseOption } = detail?.OptionSet ?? {};
  const shown = (value: number | boolean, { Label }: WireOption) => ({
    value,
    label: labelOf(Label, String(value)),
  });
  return [
    ...(Options ?? []).map((option) => shown(option.Value, option)),
    ...(FalseOption ? [shown(false, FalseOption)] : []),
    ...(TrueOption ? [shown(true, TrueOption)] : []),
  ];
}

/** One per table: what a lookup is written by differs with where it leads. */
function targetsOf(name: string, detail: Detail | undefined, { relationships, sets }: TableParts) {
  return (detail?.Targets ?? []).map((table) => {
    const relationship = relationships.find(
      (one) => one.ReferencingAttribute === name && one.ReferencedEntity === table,
    );
    const set = sets.get(table);
    return {
      table,
      navigation: relationship?.ReferencingEntityNavigationPropertyName ?? name,
      ...(set === undefined ? {} : { set }),
    };
  });
}

const english = 1033;
const czech = 1029;

/** The language of the organisation first; Tandem's own where they say something else. */
export function labelOf(label: WireLabel, otherwise: string): Label {
  const all = label?.LocalizedLabels ?? [];
  const own = label?.UserLocalizedLabel ?? all[0];
  const text = own?.Label ?? otherwise;
  const inLanguage = (code: number): string | undefined =>
    all.find(({ LanguageCode }) => LanguageCode === code)?.Label;
  const [en, cs] = [inLanguage(english), inLanguage(czech)];
  return {
    text,
    ...(en === undefined || en === text ? {} : { en }),
    ...(cs === undefined || cs === text ? {} : { cs }),
  };
}
