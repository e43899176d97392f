import type { WireFields } from "../../../lib/domain/record.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import { idOf, versionOf } from "./told-company.ts";

export const anUpdate = (
  n: number,
  fields: WireFields = { displayName: "New" },
  keep: WireFields = {},
): Write => ({
  kind: "update",
  id: idOf(n),
  version: versionOf(n),
  fields,
  keep: () => keep,
});

export const numbered = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** The number in the record id that a part of a batch is about. */
export const numberIn = (url: string): number => Number(/(\d{12})\)/.exec(url)?.[1]);
