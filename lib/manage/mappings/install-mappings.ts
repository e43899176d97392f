import { plusMinutes } from "../../domain/instant.ts";
import type { Schedule } from "../../domain/job/schedule.ts";
import { firstSchedule } from "../../domain/job/schedule-transitions.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../ports/store.ts";

export interface Installation {
  readonly mappings: readonly TableMapping[];
  /** How a new mapping's schedule starts; what is stored already stays as people left it. */
  readonly scheduleOf: (first: Schedule) => Schedule;
}

/** Stores the mappings that are not there yet, each with its schedule. */
export async function installMappings(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { mappings, scheduleOf }: Installation,
): Promise<void> {
  const [stored, states] = await Promise.all([store.mappings.all(), store.states.all()]);
  const known = new Set(stored.map(({ mapping }) => mapping.name));
  const scheduled = new Set(states.map(({ mapping }) => mapping));
  for (const mapping of mappings) {
    if (!known.has(mapping.name)) await store.mappings.save(mapping, 0);
    if (scheduled.has(mapping.name)) continue;
    const schedule = scheduleOf(firstSchedule(mapping, plusMinutes(clock.now(), 1)));
    await store.states.save({
      mapping: mapping.name,
      schedule,
      cursors: {},
      coupled: 0,
      revision: 0,
    });
  }
}
