import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import type { Side } from "../../../lib/domain/side.ts";
import { createRandom } from "../../../lib/sandbox/web/random.ts";
import type { SyncApp } from "../../../lib/sync/context/sync-app.ts";
import { type Coverage, createCoverage } from "../coverage.ts";
import { simulatedMapping } from "../story/fields.ts";
import type { Story } from "../story/happenings.ts";
import { createJournal, type Journal } from "../story/journal.ts";
import { type People, peopleAtWork } from "../story/people.ts";
import { type SimulatedApps, simulatedApps } from "./apps.ts";
import { faultyTable, type TableFaults, tableFaults } from "./faulty-table.ts";
import { memoryTable } from "./memory-table.ts";
import { hearNotice, hearOfDataverse, noticeAddress } from "./notices.ts";
import { type SimulatedQueue, simulatedQueue } from "./queue.ts";
import { clockOf, simulatedIds, startInstance, type Through, type Weakness } from "./system.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { simulatedWire, type Wire } from "./wire.ts";

/** Everything a story plays on, at its first moment. */
export interface Stage {
  readonly timeline: Timeline;
  readonly mapping: TableMapping;
  readonly apps: SimulatedApps;
  readonly wire: Wire;
  readonly faults: TableFaults;
  readonly queue: SimulatedQueue;
  readonly journal: Journal;
  readonly coverage: Coverage;
  readonly people: People;
  /** Whoever calls the API, and the checker: nothing strikes them. */
  readonly person: SyncApp;
  readonly random: () => number;
  /** A function instance whose calls to the outside go through `through`, and may fail. */
  newInstance(through: Through): SyncApp;
  /** The next message that is sent never arrives. */
  loseNextMessage(): void;
  /** One line of the trace. */
  say(line: string): void;
}

export const storyStart = Date.parse("2026-03-02T08:00:00.000Z");
export const minute = 60_000;

const noticeDelayMs = 7_000;

/** DynamoDB promises no more than that reads are behind for about a second. */
const staleMs = 1_000;

export function setStage(
  story: Story,
  weakness: Weakness | undefined,
  trace: (line: string) => void,
): Stage {
  const timeline = createTimeline(storyStart);
  const { now } = timeline;
  const say = (line: string): void =>
    trace(`${new Date(now()).toISOString().slice(11, 23)} ${line}`);
  const random = createRandom(story.seed + 1);
  const coverage = createCoverage();
  const journal = createJournal(say);
  const isHeard = (): boolean => random() < 0.9;
  const apps = simulatedApps(timeline, async (url, body) => {
    if (!isHeard()) return { status: 503, body: "" };
    coverage.count("noticesHeard", 1);
    return hearNotice(person, url, body);
  });
  const wire = simulatedWire({ apps, journal, coverage, now });
  const faults = tableFaults(now, coverage);
  const table = memoryTable({
    clock: clockOf(timeline),
    isStale: (writtenAt) => now() - writtenAt < staleMs && faults.strikes("stale"),
  });
  let losesNext = false;
  const queue = simulatedQueue(now, () => {
    const isLost = losesNext;
    losesNext = false;
    if (isLost) coverage.fault("messageLost");
    return isLost;
  });
  const around = {
    timeline,
    apps,
    queue,
    transport: wire.transport,
    ids: simulatedIds(),
    random,
    pageSize: story.pageSize,
    notices: story.notices ? noticeAddress : undefined,
    weakness,
  };
  const person = startInstance({ ...around, table }, (_name, act) => act());
  const tell = (message: string): void => {
    if (!story.notices || !isHeard()) return;
    timeline.at(now() + noticeDelayMs, async () => {
      coverage.count("noticesHeard", 1);
      await hearOfDataverse(person, message);
    });
  };
  return {
    timeline,
    mapping: simulatedMapping({ onlyCoupled: story.onlyCoupled }),
    apps,
    wire,
    faults,
    queue,
    journal,
    coverage,
    people: peopleAtWork({ apps, journal, coverage, now, tell }),
    person,
    random,
    newInstance: (through) =>
      startInstance({ ...around, table: faultyTable(table, faults) }, through),
    loseNextMessage: () => {
      losesNext = true;
    },
    say,
  };
}

export const switchesOf = ({ apps }: Pick<Stage, "apps">, side: Side) =>
  side === "businessCentral" ? apps.businessCentral.faults : apps.dataverse.faults;
