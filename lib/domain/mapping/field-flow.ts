import { flowsTo, type Side } from "../side.ts";
import type { FieldMapping, TableMapping, ValueField } from "./mapping.ts";

/** M4: a field may narrow its table mapping's direction, never widen it. */
export const fieldFlowsTo = (mapping: TableMapping, field: FieldMapping, side: Side): boolean =>
  flowsTo(mapping.direction, side) && flowsTo(field.direction, side);

/** The fields of a mapping that are read from both apps and compared. */
export const valueFieldsOf = (mapping: TableMapping): readonly ValueField[] =>
  mapping.fields.filter(
    (field): field is ValueField =>
      field.enabled &&
      field.kind !== "constant" &&
      (fieldFlowsTo(mapping, field, "businessCentral") ||
        fieldFlowsTo(mapping, field, "dataverse")),
  );

/** M12: written into a new record and left alone afterwards. */
export const isOnlyForCreate = (field: ValueField): boolean =>
  (field.kind === "text" || field.kind === "code") && field.on === "create";
