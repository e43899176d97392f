/** Of all attributes. */
const common = [
  "LogicalName",
  "SchemaName",
  "MetadataId",
  "AttributeType",
  "AttributeTypeName",
  "RequiredLevel",
  "IsValidForCreate",
  "IsValidForUpdate",
  "IsValidForRead",
  "IsPrimaryId",
  "IsPrimaryName",
  "IsLogical",
  "IsValidODataAttribute",
  "AttributeOf",
  "SourceType",
  "IsSecured",
  "DisplayName",
];

/** What each type has besides: selecting another one's property is refused. */
const ofTypes: Readonly<Record<string, readonly string[]>> = {
  String: ["MaxLength", "Format", "FormatName", "AutoNumberFormat"],
  Memo: ["MaxLength"],
  Integer: ["MinValue", "MaxValue"],
  BigInt: ["MinValue", "MaxValue"],
  Decimal: ["MinValue", "MaxValue", "Precision"],
  Double: ["MinValue", "MaxValue", "Precision"],
  Money: [
    "MinValue",
    "MaxValue",
    "Precision",
    "PrecisionSource",
    "IsBaseCurrency",
    "CalculationOf",
  ],
  DateTime: ["Format", "DateTimeBehavior", "MinSupportedValue", "MaxSupportedValue"],
  Lookup: ["Targets"],
  Picklist: ["DefaultFormValue"],
  State: [],
  Status: [],
  Boolean: ["DefaultValue"],
  MultiSelectPicklist: [],
};

const ofDefinitions = [
  "LogicalName",
  "SchemaName",
  "MetadataId",
  "EntitySetName",
  "PrimaryIdAttribute",
  "PrimaryNameAttribute",
  "OwnershipType",
  "ObjectTypeCode",
  "ChangeTrackingEnabled",
  "CanChangeTrackingBeEnabled",
  "IsOptimisticConcurrencyEnabled",
  "IsCustomEntity",
  "TableType",
  "Privileges",
  "DisplayName",
];

/** The first property of `$select` that what is asked for does not have. */
export function unknownProperty(rest: string | undefined, select: string | null) {
  const known = knownOf(rest);
  return known && (select ?? "").split(",").find((name) => name !== "" && !known.includes(name));
}

/** Undefined where nothing is checked. */
function knownOf(rest: string | undefined): readonly string[] | undefined {
  if (rest === undefined) return ofDefinitions;
  if (rest === "Attributes") return common;
  const [, type] =
    /^Attributes\/Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata$/.exec(rest) ?? [];
  return type === undefined ? undefined : [...common, ...(ofTypes[type] ?? [])];
}
