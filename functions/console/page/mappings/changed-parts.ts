import type { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";

/** Which parts of a mapping are not the same in both: `direction`, `fields/email`. */
export function changedParts(one: TableMapping, other: TableMapping): readonly string[] {
  const { fields: fieldsOfOne, ...restOfOne } = one;
  const { fields: fieldsOfOther, ...restOfOther } = other;
  return [
    ...differing(restOfOne, restOfOther),
    ...differing(byName(fieldsOfOne), byName(fieldsOfOther)).map((name) => `fields/${name}`),
  ];
}

type Parts = Readonly<Record<string, unknown>>;

/** Both came through the schema, which puts the parts in one order. */
const differing = (one: Parts, other: Parts): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );

const byName = (fields: TableMapping["fields"]): Parts =>
  Object.fromEntries(fields.map((field) => [field.name, field]));
