import * as z from "zod/mini";

const name = z.string().check(z.minLength(1), z.maxLength(128));

/** What people call it: in the app's own language, and in those of Tandem where they differ. */
export const Label = z.object({
  text: z.string(),
  en: z.optional(z.string()),
  cs: z.optional(z.string()),
});
export type Label = z.infer<typeof Label>;

/** A table by the name that people choose it by. Business Central: its entity set; Dataverse: its logical name. */
export const TableRef = z.object({
  name,
  /** Path of a custom Business Central API, `publisher/group/version`; the standard one when absent. */
  api: z.optional(z.string()),
});
export type TableRef = z.infer<typeof TableRef>;

export const TableTitle = z.object({ name, title: Label });
export type TableTitle = z.infer<typeof TableTitle>;

export const columnTypes = [
  "text",
  "guid",
  "boolean",
  "integer",
  "decimal",
  "date",
  "dateTime",
  "choice",
  "lookup",
  "other",
] as const;
export type ColumnType = (typeof columnTypes)[number];

/** When an app takes a value for the column. `never`: the app computes it. */
const writes = ["always", "onCreate", "onUpdate", "never"] as const;

export const ColumnDescription = z.object({
  /** As records name it when they are read: `_primarycontactid_value`, `displayName`. */
  name,
  title: Label,
  type: z.enum(columnTypes),
  /** Characters that a text may have. */
  maxLength: z.optional(z.int()),
  /** Decimals that a number keeps. */
  scale: z.optional(z.int()),
  /** The app refuses a record without it. */
  required: z.boolean(),
  writes: z.enum(writes),
  options: z.optional(
    z.array(z.object({ value: z.union([z.string(), z.int(), z.boolean()]), label: Label })),
  ),
  /** Where a lookup may lead, with the property and entity set that it is written by. */
  targets: z.optional(z.array(z.object({ table: name, navigation: name, set: z.optional(name) }))),
});
export type ColumnDescription = z.infer<typeof ColumnDescription>;

/** What an app says of one of its tables. */
export const TableDescription = z.object({
  name,
  title: Label,
  /** Entity set and property with the record's id. */
  set: name,
  id: name,
  /** Dataverse: whether the table offers change tracking. */
  changeTracking: z.optional(z.boolean()),
  columns: z.array(ColumnDescription),
  /** Columns that were too many to be kept: one that is not among the others may be one of these. */
  leftOut: z._default(z.int(), 0),
});
export type TableDescription = z.infer<typeof TableDescription>;

/** More columns than either app gives a table; a description of that many stays well below an item's size. */
const mostColumns = 1_200;
const mostOptions = 500;

/** The same, cut to what is kept of the largest. Columns come by name. */
export function bounded(description: TableDescription): TableDescription {
  const columns = description.columns.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return {
    ...description,
    columns: columns
      .slice(0, mostColumns)
      .map(({ options, ...column }) =>
        options === undefined ? column : { ...column, options: options.slice(0, mostOptions) },
      ),
    leftOut: description.leftOut + Math.max(0, columns.length - mostColumns),
  };
}

/** Tells one table of an app from another. */
export const tableKey = ({ name: table, api }: TableRef): string =>
  api === undefined ? table : `${api}/${table}`;
