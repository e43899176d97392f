import * as z from "zod/mini";
import { CouplingId, MappingName } from "../../../domain/ids.ts";
import { mostIds } from "./bulk.ts";
import { choiceAmong, notEmpty } from "./choice.ts";
import { preview } from "./preview.ts";

export const ChosenCouplings = z
  .strictObject({ mapping: z.optional(MappingName) })
  .check(notEmpty("mapping"));

/** Which couplings an action is about. */
export const couplingChoice = choiceAmong([
  z.strictObject({
    ids: z.array(CouplingId).check(z.minLength(1), z.maxLength(mostIds)),
    ...preview,
  }),
  z.strictObject({ filter: ChosenCouplings, ...preview }),
  z.strictObject({ all: z.literal(true), ...preview }),
]);
