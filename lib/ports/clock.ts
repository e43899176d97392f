import type { RecordId } from "../domain/ids.ts";
import type { Instant } from "../domain/instant.ts";

export interface Clock {
  now(): Instant;
}

/** Where new ids come from. Tests hand out numbered ones. */
export interface Ids {
  recordId(): RecordId;
  /** Lower-case letters and digits, unique enough to tell apart jobs of one millisecond. */
  short(): string;
}
