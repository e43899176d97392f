import { tick } from "../../../lib/sync/schedule/tick.ts";
import type { Functions } from "../world/functions.ts";
import { minute, type Stage, switchesOf } from "../world/stage.ts";
import { act } from "./acts.ts";
import type { Happening } from "./happenings.ts";

export interface Happens {
  readonly stage: Stage;
  readonly functions: Functions;
  /** Lets the schedule run again. */
  readonly resume: () => Promise<void>;
  /** Whatever lasts is over by then. */
  readonly calmAt: number;
}

const holdMinutes = 4;
const lateDeltaMinutes = 15;

/** Lets one thing happen. */
export async function happen(world: Happens, happening: Happening): Promise<void> {
  const { stage, functions, resume, calmAt } = world;
  const { timeline, people, coverage, wire, faults, apps } = stage;
  const later = (minutes: number): number => timeline.now() + minutes * minute;
  stage.say(JSON.stringify(happening));
  switch (happening.kind) {
    case "create":
      return people.create(happening.side);
    case "edit":
      return people.edit(happening.side, happening.pick, happening.field);
    case "editBoth":
      return people.editBoth(happening.pick, happening.field, happening.other);
    case "commitLate":
      return people.commitLate(happening.pick, happening.field, happening.minutes);
    case "delete":
      return people.remove(happening.side, happening.pick);
    case "merge":
      return people.merge(happening.pick, happening.other);
    case "deactivate": {
      const back = await people.deactivate(happening.side, happening.pick);
      if (back !== undefined) timeline.at(Math.min(later(happening.minutes), calmAt), back);
      return;
    }
    case "rename":
      return people.rename(happening.pick);
    case "act":
      if (happening.act === "hold") timeline.at(later(holdMinutes), resume);
      return act(
        { ...stage, app: stage.person, mapping: stage.mapping.name },
        happening.act,
        happening.pick,
        happening.choice,
      );
    case "tick":
      await tick(stage.person);
      return;
    case "wire":
      return wire.strike({ ...happening, until: later(happening.minutes) });
    case "table":
      return faults.strike({ ...happening, until: later(happening.minutes) });
    case "skew": {
      const switches = switchesOf(stage, happening.side);
      switches.set({ ...switches.settings(), clockSkewMs: happening.minutes * minute });
      return coverage.fault("clockSkew");
    }
    case "lateDeltas": {
      const switches = apps.dataverse.faults;
      switches.set({ ...switches.settings(), lateCommitMs: happening.minutes * minute });
      timeline.at(later(lateDeltaMinutes), () => endLateDeltas(stage));
      return coverage.fault("lateDeltas");
    }
    case "expireDeltas":
      apps.dataverse.changeMetadata("account");
      return coverage.fault("deltasExpired");
    case "crash":
      functions.fates[happening.whom].push({ call: happening.call, moment: happening.moment });
      return;
    case "slow":
      functions.fates.worker.push({
        call: happening.call,
        moment: "after",
        meanwhile: async () => {
          coverage.crashPoint("slow");
          for (const deed of happening.meanwhile) await happen(world, deed);
          await timeline.pass(happening.seconds * 1000);
        },
      });
      return;
    case "loseMessage":
      return stage.loseNextMessage();
    case "repeatMessage":
      return functions.repeatNextMessage();
  }
}

export function endLateDeltas({ apps: { dataverse } }: Pick<Stage, "apps">): void {
  dataverse.faults.set({ ...dataverse.faults.settings(), lateCommitMs: undefined });
}
