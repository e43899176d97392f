import * as z from "zod/mini";
import { errorKinds, errorStatuses } from "../../../domain/error/error-item.ts";
import { ErrorId, MappingName } from "../../../domain/ids.ts";
import type { ErrorSelection } from "../../../manage/errors/select-by-filter.ts";
import type { Seen } from "../../../manage/errors/select-by-id.ts";
import { mostIds } from "./bulk.ts";
import { choiceAmong, notEmpty } from "./choice.ts";
import { preview } from "./preview.ts";

export const errorFilter = {
  mapping: z.optional(MappingName),
  kind: z.optional(z.enum(errorKinds)),
  status: z.optional(z.enum(errorStatuses)),
};

export const ChosenErrors = z
  .strictObject(errorFilter)
  .check(notEmpty("mapping", "kind", "status"));

/** Which error items an action is about, with what else the action takes. */
export const errorChoice = <More extends z.core.$ZodLooseShape>(more: More) =>
  choiceAmong([
    z.strictObject({
      ids: z.array(ErrorId).check(z.minLength(1), z.maxLength(mostIds)),
      /** Revisions of the items as they were shown, by id: those that changed since are left out. */
      seen: z.optional(z.record(ErrorId, z.int())),
      /** The same for a single id. */
      revision: z.optional(z.int()),
      ...preview,
      ...more,
    }),
    z.strictObject({ filter: ChosenErrors, ...preview, ...more }),
    z.strictObject({ all: z.literal(true), ...preview, ...more }),
  ]);

type Choice =
  | {
      readonly ids: readonly ErrorId[];
      readonly seen?: Seen | undefined;
      readonly revision?: number | undefined;
    }
  | Exclude<ErrorSelection, { readonly ids: unknown }>;

export function choiceOf(body: Choice): {
  readonly selection: ErrorSelection;
  readonly seen?: Seen | undefined;
} {
  if ("filter" in body) return { selection: { filter: body.filter } };
  if (!("ids" in body)) return { selection: { all: true } };
  const { ids, seen, revision } = body;
  const [id] = ids;
  const single = ids.length === 1 && id !== undefined && revision !== undefined;
  return { selection: { ids }, seen: single ? { ...seen, [id]: revision } : seen };
}
