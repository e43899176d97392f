import * as z from "zod/mini";
import type { RecordId } from "./ids.ts";
import type { Instant } from "./instant.ts";

/** A number with more digits than a double keeps; its text is what stands on the wire. */
export interface WireDecimal {
  readonly decimal: string;
}

/** A property of a record as an app's JSON has it. */
export type WireValue = string | number | boolean | null | WireDecimal;

/** Properties of one record, by the app's own property names. */
export type WireFields = Readonly<Record<string, WireValue>>;

/** A record as read from an app. `version` is its ETag, opaque and kept byte for byte. */
export interface AppRecord {
  readonly id: RecordId;
  readonly version: string;
  readonly modifiedOn?: Instant | undefined;
  readonly fields: WireFields;
}

/**
 * A mapped value in the form that both apps can hold, comparable with `===`. Decimals, dates and
 * times are normalised text; blank is null. A lookup is `<key in Business Central>|<id in Dataverse>`.
 */
export const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Value = z.infer<typeof Value>;
