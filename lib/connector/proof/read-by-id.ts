import type { RecordId } from "../../domain/ids.ts";
import type { AppRecord } from "../../domain/record.ts";
import type { ReadById } from "../../ports/business-app.ts";

/** What an app answered about one record that was asked for by its id. */
export type Sighting =
  | { readonly kind: "there"; readonly record: AppRecord }
  | { readonly kind: "gone"; readonly id: RecordId }
  | { readonly kind: "hidden"; readonly id: RecordId; readonly quoted: string };

export const readById = (sightings: readonly Sighting[]): ReadById => ({
  records: new Map(
    sightings.flatMap((one) => (one.kind === "there" ? [[one.record.id, one.record]] : [])),
  ),
  gone: new Set(sightings.flatMap((one) => (one.kind === "gone" ? [one.id] : []))),
  hidden: new Map(
    sightings.flatMap((one) => (one.kind === "hidden" ? [[one.id, one.quoted]] : [])),
  ),
});
