import type { MappingName } from "../../domain/ids.ts";
import type { MappingState } from "../../domain/job/mapping-state.ts";
import { wake } from "../../domain/job/schedule-transitions.ts";
import { failed, ok } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../ports/store.ts";
import { updateUnderRevision } from "../context/update-under-revision.ts";

interface Deps {
  readonly store: Pick<Store, "states">;
  readonly clock: Clock;
}

/** S4. One read, and one write unless the mapping sleeps on or runs soon anyway. */
export async function wakeMapping({ store, clock }: Deps, mapping: MappingName): Promise<void> {
  await updateUnderRevision<MappingState, "gone">({
    get: async () => {
      const state = await store.states.get(mapping);
      return state === undefined ? failed("gone") : ok(state);
    },
    change: (state) => {
      const schedule = wake(state.schedule, clock.now());
      return ok(schedule === state.schedule ? state : { ...state, schedule });
    },
    save: (_, state) => store.states.save(state),
  });
}
