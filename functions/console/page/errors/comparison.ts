import { fieldFlowsTo } from "../../../../lib/domain/mapping/field-flow.ts";
import type { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import type { Value } from "../../../../lib/domain/record.ts";
import { type Direction, type Side, sides } from "../../../../lib/domain/side.ts";
import type { RequestedAction } from "../api/error-calls.ts";
import type { FieldComparison } from "../api/shapes.ts";

/** Whose data somebody wants: for all fields, and for some of them otherwise. */
export interface DataChoice {
  readonly use: Side | "merge";
  readonly fields: Readonly<Record<string, Side>>;
}

export const mergeAll: DataChoice = { use: "merge", fields: {} };

/** The way of fields that go one way only: there is nothing to choose. Absent: both ways. */
export type OneWay = Readonly<Partial<Record<string, Exclude<Direction, "bidirectional">>>>;

export const oneWayFields = (mapping: TableMapping): OneWay =>
  Object.fromEntries(
    mapping.fields.flatMap((field) => {
      const toBusinessCentral = fieldFlowsTo(mapping, field, "businessCentral");
      if (toBusinessCentral && fieldFlowsTo(mapping, field, "dataverse")) return [];
      return [[field.name, toBusinessCentral ? "toBusinessCentral" : "toDataverse"]];
    }),
  );

export interface ComparedField extends FieldComparison {
  readonly oneWay: OneWay[string];
  /** The sides that moved since both agreed; none when nobody knows what they agreed on. */
  readonly movedOn: readonly Side[];
  readonly differs: boolean;
  /** Whose value both will have; undefined where nobody has chosen yet, or nothing is to choose. */
  readonly taken: Side | undefined;
  /** What both will hold; undefined while that is open. */
  readonly result: { readonly value: Value } | undefined;
}

/** The comparison as it looks with what was chosen so far. */
export const compare = (
  fields: readonly FieldComparison[],
  choice: DataChoice,
  oneWays: OneWay,
): readonly ComparedField[] =>
  fields.map((field) => {
    const oneWay = oneWays[field.field];
    const differs = field.businessCentral !== field.dataverse;
    const { base } = field;
    const movedOn = base === undefined ? [] : sides.filter((side) => field[side] !== base);
    const taken = differs && oneWay === undefined ? takenFrom(field, movedOn, choice) : undefined;
    const source = differs ? taken : "businessCentral";
    const result = source === undefined ? undefined : { value: field[source] };
    return { ...field, oneWay, movedOn, differs, taken, result };
  });

function takenFrom(
  { field, conflict }: FieldComparison,
  movedOn: readonly Side[],
  { use, fields }: DataChoice,
): Side | undefined {
  const chosen = fields[field];
  if (chosen !== undefined) return chosen;
  if (use !== "merge") return use;
  // What only one side changed goes to the other, as in any synchronization.
  return !conflict && movedOn.length === 1 ? movedOn[0] : undefined;
}

export const withField = ({ use, fields }: DataChoice, field: string, side: Side): DataChoice => ({
  use,
  fields: { ...fields, [field]: side },
});

/** Fields that both changed differently, and nobody has chosen for. */
export const openChoices = (compared: readonly ComparedField[]): number =>
  compared.filter(
    ({ conflict, oneWay, taken }) => conflict && oneWay === undefined && taken === undefined,
  ).length;

export const actOf = ({ use, fields }: DataChoice): RequestedAction => ({
  action: "synchronize",
  use,
  ...(Object.keys(fields).length > 0 && { fields }),
});
