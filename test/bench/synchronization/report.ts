import type { Round } from "./contestant.ts";

/** What was measured of one of them: full rounds, and a plain one with a quarter of their changes. */
export interface Measured {
  readonly name: string;
  readonly rounds: readonly Round[];
  readonly plain: Round;
}

export interface Figures {
  readonly measured: readonly Measured[];
  /** The ones that all are compared with. */
  readonly floor: Measured;
  readonly peer: Measured;
}

/** A table in Markdown: a column for each of them. */
export function table({ measured, floor, peer }: Figures): string {
  const row = (title: string, value: (one: Measured) => string): string =>
    `| ${[title, ...measured.map(value)].join(" | ")} |\n`;
  const [full, plain] = [floor.rounds[0]?.changes, floor.plain.changes].map((changes) =>
    changes?.toLocaleString("en"),
  );
  return [
    row("", ({ name }) => name),
    row("---", () => "--:"),
    row("M7 changes per second of CPU", (one) => whole(speedOf(one))),
    row("– times the floor (limit: 0.3)", (one) => fixed(ratioOf(one, floor))),
    row("– times PouchDB (limit: more than 1)", (one) => fixed(ratioOf(one, peer))),
    row("CPU of a run, ms", ({ rounds }) => whole(median(rounds.map(({ run }) => run.cpuMs)))),
    row("CPU of the run after it, which meets its own writes, ms", ({ rounds }) =>
      whole(median(rounds.map(({ echo }) => echo.cpuMs))),
    ),
    row("M9 writes in all runs after (limit: 0)", (one) =>
      String(sum([...one.rounds, one.plain].map(({ echo }) => echo.writes))),
    ),
    row("– calls to the apps in one of them", ({ rounds }) =>
      whole(median(rounds.map(({ echo }) => echo.calls))),
    ),
    row(`M1 calls to the apps per 1,000 changes, of ${plain} plain ones (limit: 9)`, (one) =>
      fixed(callsOf(one.plain)),
    ),
    row(`– of ${full} changes (limit: 6.5)`, ({ rounds }) => fixed(median(rounds.map(callsOf)))),
    row(`M2 DynamoDB write units per update, ${plain} plain changes (limit: 1.1)`, (one) =>
      share([one.plain], ({ writeUnits }) => writeUnits, updatesIn),
    ),
    row(`– of ${full} changes`, ({ rounds }) =>
      share(rounds, ({ writeUnits }) => writeUnits, updatesIn),
    ),
    row(`M2 DynamoDB read units per update, ${plain} plain changes (limit: 0.5)`, (one) =>
      share([one.plain], ({ readUnits }) => readUnits, updatesIn),
    ),
    row(`– of ${full} changes`, ({ rounds }) =>
      share(rounds, ({ readUnits }) => readUnits, updatesIn),
    ),
    row(`M3 queue requests per change, of ${full} (limit: 0.01)`, ({ rounds }) =>
      share(
        rounds,
        ({ queueRequests }) => queueRequests,
        ({ changes }) => changes,
      ),
    ),
  ].join("");
}

/** Changes per second of CPU. */
export const speedOf = ({ rounds }: Measured): number => median(rounds.map(speedIn));

/** Round by round, so that whatever else the machine did in one slowed both. */
const ratioOf = ({ rounds }: Measured, floor: Measured): number =>
  median(
    rounds.map((round, at) => {
      const other = floor.rounds[at];
      return other === undefined ? Number.NaN : speedIn(round) / speedIn(other);
    }),
  );

const speedIn = ({ changes, run }: Round): number => (changes / run.cpuMs) * 1000;

const callsOf = ({ changes, run }: Round): number => (run.calls / changes) * 1000;

/** Changes that were brought to the other side. */
const updatesIn = ({ changes, run }: Round): number => changes - 2 * run.disputed;

/** The median; nothing where nobody counted. */
function share(
  rounds: readonly Round[],
  taken: (run: Round["run"]) => number | undefined,
  by: (round: Round) => number,
): string {
  const shares = rounds.flatMap((round) => {
    const amount = taken(round.run);
    return amount === undefined ? [] : [amount / by(round)];
  });
  return shares.length === 0 ? "" : median(shares).toFixed(3);
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const whole = (value: number): string => Math.round(value).toLocaleString("en");

const fixed = (value: number): string => value.toFixed(2);
