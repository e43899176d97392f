import { valueFieldsOf } from "../mapping/field-flow.ts";
import type { TableMapping } from "../mapping/mapping.ts";
import type { Side } from "../side.ts";
import { columnsOfField } from "./selection.ts";

/** The column with what people call a record by besides its title: the key, or what is mapped to it. */
export function numberColumnOf(mapping: TableMapping, side: Side): string | undefined {
  const { key } = mapping.businessCentral;
  if (side === "businessCentral") return key;
  const field = valueFieldsOf(mapping).find(
    (one) => one.kind !== "lookup" && columnsOfField(one, "businessCentral").includes(key),
  );
  const [column, ...others] = field === undefined ? [] : columnsOfField(field, "dataverse");
  return others.length === 0 ? column : undefined;
}
