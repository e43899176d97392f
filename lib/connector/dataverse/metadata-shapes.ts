import * as z from "zod/mini";

const Localized = z.object({ Label: z.string(), LanguageCode: z.int() });

/** A label in every installed language; the user's own may be missing. */
export const WireLabel = z.nullish(
  z.object({
    LocalizedLabels: z.nullish(z.array(Localized)),
    UserLocalizedLabel: z.nullish(Localized),
  }),
);
export type WireLabel = z.infer<typeof WireLabel>;

const Managed = z.nullish(z.object({ Value: z.nullish(z.string()) }));

export const Definition = z.object({
  LogicalName: z.string(),
  EntitySetName: z.nullish(z.string()),
  DisplayName: WireLabel,
});
export type Definition = z.infer<typeof Definition>;

export const WholeDefinition = z.extend(Definition, {
  PrimaryIdAttribute: z.string(),
  ChangeTrackingEnabled: z.nullish(z.boolean()),
});
export type WholeDefinition = z.infer<typeof WholeDefinition>;

export const Attribute = z.object({
  LogicalName: z.string(),
  AttributeType: z.string(),
  RequiredLevel: Managed,
  IsValidForCreate: z.nullish(z.boolean()),
  IsValidForUpdate: z.nullish(z.boolean()),
  /** Calculated and rollup columns; 0 and null are simple ones. */
  SourceType: z.nullish(z.int()),
  DisplayName: WireLabel,
});
export type Attribute = z.infer<typeof Attribute>;

const Option = z.object({ Value: z.int(), Label: WireLabel });
export type WireOption = z.infer<typeof Option>;

/** What the types of columns have besides; each kind tells some of it. */
export const Detail = z.object({
  LogicalName: z.string(),
  MaxLength: z.nullish(z.int()),
  Precision: z.nullish(z.int()),
  /** Of money: 0 = `Precision` counts; else that of the organisation or the currency does. */
  PrecisionSource: z.nullish(z.int()),
  DateTimeBehavior: Managed,
  Targets: z.nullish(z.array(z.string())),
  OptionSet: z.nullish(
    z.object({
      Options: z.nullish(z.array(Option)),
      TrueOption: z.nullish(Option),
      FalseOption: z.nullish(Option),
    }),
  ),
});
export type Detail = z.infer<typeof Detail>;

export const Relationship = z.object({
  ReferencingAttribute: z.string(),
  ReferencedEntity: z.string(),
  ReferencingEntityNavigationPropertyName: z.nullish(z.string()),
});
export type Relationship = z.infer<typeof Relationship>;

export const listOf = <Item extends z.core.$ZodType>(item: Item) =>
  z.object({ value: z.array(item) });
