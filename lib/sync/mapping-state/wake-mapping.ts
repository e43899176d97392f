import type { MappingName } from "../../domain/ids.ts";
import { wake } from "../../domain/job/schedule-transitions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../ports/store.ts";

interface Deps {
  readonly store: Pick<Store, "states">;
  readonly clock: Clock;
}

/** S4. One read, and one write unless the mapping sleeps on or runs soon anyway. */
export async function wakeMapping({ store, clock }: Deps, mapping: MappingName): Promise<void> {
  for (;;) {
    const state = await store.states.get(mapping);
    if (state === undefined) return;
    const schedule = wake(state.schedule, clock.now());
    if (schedule === state.schedule) return;
    if ((await store.states.save({ ...state, schedule })) === "saved") return;
  }
}
