import type { LinkedPair } from "../coupling.ts";
import type { RecordId } from "../ids.ts";

/** What lookups and constants refer to outside the record itself. */
export interface MappingContext {
  /** Coupled pairs, by `lookupRefKey`. */
  readonly links: ReadonlyMap<string, LinkedPair>;
  /** The Dataverse organisation's base currency, when the mapping needs it. */
  readonly baseCurrencyId?: RecordId | undefined;
  /** Dataverse rows that constants name, by the constant's field name. */
  readonly rows: ReadonlyMap<string, RecordId>;
}
