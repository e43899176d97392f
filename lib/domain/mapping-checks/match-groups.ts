import { valueFieldsOf } from "../mapping/field-flow.ts";
import type { TableMapping, ValueField } from "../mapping/mapping.ts";
import type { MappingFault } from "../mapping/mapping-fault.ts";
import { flowsTo } from "../side.ts";

/** Fields that together say which record is the same one in the other app. */
export interface MatchGroup {
  readonly priority: number;
  readonly fields: readonly ValueField[];
}

/** K1: the usable fields with `match`, the smallest priority first. */
export function matchGroupsOf(mapping: TableMapping): readonly MatchGroup[] {
  const groups = new Map<number, readonly ValueField[]>();
  for (const field of valueFieldsOf(mapping)) {
    if (field.match === undefined) continue;
    const { priority } = field.match;
    groups.set(priority, [...(groups.get(priority) ?? []), field]);
  }
  return [...groups]
    .map(([priority, fields]) => ({ priority, fields }))
    .toSorted((one, other) => one.priority - other.priority);
}

/**
 * K5: the Dataverse column in which the field's shared form stands as it is. A text that is joined, or
 * changed on its way from Dataverse, cannot be searched; it can still narrow down what was found.
 */
export function searchColumnOf(field: ValueField): string | undefined {
  switch (field.kind) {
    case "text":
    case "code": {
      const isAsItIs = flowsTo(field.direction, "dataverse") || field.transform.length === 0;
      return isAsItIs && "column" in field.dataverse ? field.dataverse.column : undefined;
    }
    case "guid":
    case "integer":
      return field.dataverse.column;
    case "boolean":
    case "decimal":
    case "date":
    case "dateTime":
    case "choice":
    case "lookup":
      return undefined;
  }
}

/** K6: Dataverse is searched by one field of each group. */
export const checkMatching = (mapping: TableMapping): readonly MappingFault[] =>
  matchGroupsOf(mapping).flatMap(({ priority, fields }) => {
    const [first] = fields;
    return first === undefined || fields.some((field) => searchColumnOf(field) !== undefined)
      ? []
      : [
          {
            path: `fields/${first.name}`,
            message:
              `Match priority ${priority} (${fields.map(({ name }) => name).join(", ")}) has no field that Dataverse can be searched by. ` +
              "Add a text, code, GUID or whole number that stands unchanged in one column of Dataverse, or remove the match.",
          },
        ];
  });
