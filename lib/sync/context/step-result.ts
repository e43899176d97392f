import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Checkpoint } from "../../domain/job/checkpoint.ts";
import type { Side } from "../../domain/side.ts";
import type { Tally } from "./tally.ts";

/** How a step ended and how its job goes on. What was done counts in every case. */
export type StepResult =
  | { readonly kind: "more"; readonly checkpoint: Checkpoint; readonly tally: Tally }
  | {
      readonly kind: "done";
      readonly tally: Tally;
      /** How far each side was read; a side that was not read is absent. */
      readonly positions: Readonly<Partial<Record<Side, string>>>;
      /** Only a few records were tried (W14): cursors stay where they are. */
      readonly probe?: true | undefined;
      /** How many couplings there were, when the job passed all of them. */
      readonly couplings?: number | undefined;
    }
  /** The app asked for patience: the same piece again, not before `until`. */
  | {
      readonly kind: "paused";
      readonly until: Instant;
      readonly checkpoint: Checkpoint;
      readonly tally: Tally;
      readonly failure: AppFailure;
    }
  | { readonly kind: "failed"; readonly failure: AppFailure; readonly tally: Tally };
