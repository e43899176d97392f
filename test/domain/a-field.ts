import type { MappingContext } from "../../lib/domain/conversion/context.ts";
import type { FieldProblem, Observed } from "../../lib/domain/conversion/observation.ts";
import { observe } from "../../lib/domain/conversion/observe.ts";
import { wireOf } from "../../lib/domain/conversion/wire.ts";
import type { Base } from "../../lib/domain/coupling.ts";
import { RecordId } from "../../lib/domain/ids.ts";
import { FieldMapping, TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { Value, WireFields, WireValue } from "../../lib/domain/record.ts";
import type { Result } from "../../lib/domain/result.ts";
import type { Side } from "../../lib/domain/side.ts";

type Deps = Readonly<Record<string, unknown>>;

export const anId = (digit: number): RecordId =>
  RecordId.parse(`00000000-0000-4000-8000-${String(digit).padStart(12, "0")}`);

export const emptyContext: MappingContext = { links: new Map(), rows: new Map() };

/** A field called `field` in columns `bc` and `dv`. */
export const aField = (kind: string, more: Deps = {}): FieldMapping =>
  FieldMapping.parse({
    name: "field",
    kind,
    direction: "bidirectional",
    businessCentral: { column: "bc" },
    dataverse: { column: "dv" },
    ...more,
  });

export const aTable = (fields: readonly unknown[], more: Deps = {}): TableMapping =>
  TableMapping.parse({
    name: "CUSTOMER",
    direction: "bidirectional",
    businessCentral: { entity: "customers", key: "number", title: "displayName" },
    dataverse: { set: "accounts", table: "account", id: "accountid", title: "name" },
    fields,
    ...more,
  });

export const observed = (
  mapping: TableMapping,
  side: Side,
  fields: WireFields,
  { context = emptyContext, base = {} }: { context?: MappingContext; base?: Base } = {},
): Observed => observe({ mapping, context }, side, { id: anId(1), version: "1", fields }, base);

/** What one property of one side means in the shared form, or the problem it is. */
export const read = (
  field: FieldMapping,
  side: Side,
  wire: WireValue,
): Value | undefined | FieldProblem => readAll(field, side, { bc: wire, dv: wire });

export const readAll = (
  field: FieldMapping,
  side: Side,
  fields: WireFields,
): Value | undefined | FieldProblem => {
  const seen = observed(aTable([field]), side, fields);
  return seen.problems[0] ?? seen.values[field.name];
};

export const write = (
  field: FieldMapping,
  side: Side,
  value: Value,
  context: MappingContext = emptyContext,
): Result<WireFields, FieldProblem> => wireOf(field, side, value, context);

/** The properties written; a problem makes the test fail with its text. */
export const written = (
  field: FieldMapping,
  side: Side,
  value: Value,
  context: MappingContext = emptyContext,
): WireFields => {
  const result = write(field, side, value, context);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};
