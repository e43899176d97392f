import type { Coupling } from "../../../lib/domain/coupling.ts";
import type { ErrorItem } from "../../../lib/domain/error/error-item.ts";
import type { PerSide } from "../../../lib/domain/side.ts";
import type { Journal } from "../story/journal.ts";
import type { Standing } from "../world/apps.ts";

/** What the checker looks at when all is calm: the apps as they are, the journal, and what the system says. */
export interface Scene {
  readonly journal: Journal;
  readonly standing: PerSide<ReadonlyMap<string, Standing>>;
  readonly couplings: readonly Coupling[];
  readonly errors: readonly ErrorItem[];
  readonly onlyCoupled: boolean;
  /** An app left out rows and did not say so: what came of a lost create may have been among them. */
  readonly listsWereCut: boolean;
}

export interface Finding {
  readonly invariant: Invariant;
  readonly message: string;
}

export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "I8" | "I9" | "rest";
