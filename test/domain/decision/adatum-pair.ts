import type { FieldChange } from "../../../lib/domain/decision/decision.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import { aMapping, decideOn, type Pair, text } from "../model-pair.ts";

const nameAndCity = aMapping([text("name"), text("city")]);
/** What both sides last agreed on. */
export const agreed = { name: "Adatum", city: "Oslo" };

/** Adatum on both sides, each with its own edits. */
export const pairOf = (
  businessCentral: WireFields,
  dataverse: WireFields,
  more: Partial<Pair> = {},
) => ({
  mapping: nameAndCity,
  base: agreed,
  businessCentral: { fields: { ...agreed, ...businessCentral } },
  dataverse: { fields: { ...agreed, ...dataverse } },
  ...more,
});

/** What would be written, or the kind of decision when nothing would. */
export const outcomeOf = (pair: Pair): readonly string[] | string => {
  const decision = decideOn(pair);
  return decision.kind === "write" || decision.kind === "create"
    ? decision.changes.map(described)
    : decision.kind;
};

const described = ({ field, to, from, value }: FieldChange) =>
  `${to} ${field}: ${from} -> ${value}`;
