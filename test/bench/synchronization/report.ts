import type { Round } from "./contestant.ts";

/** What was measured of one of them: full rounds, and one with a quarter of the changes. */
export interface Measured {
  readonly name: string;
  readonly rounds: readonly Round[];
  readonly quarter: Round;
}

export interface Figures {
  readonly measured: readonly Measured[];
  /** The one that the others are compared with. */
  readonly floor: Measured;
}

/** A table in Markdown: a column for each of them. */
export function table({ measured, floor }: Figures): string {
  const row = (title: string, value: (one: Measured) => string): string =>
    `| ${[title, ...measured.map(value)].join(" | ")} |\n`;
  return [
    row("", ({ name }) => name),
    row("---", () => "--:"),
    row("changes per second of CPU", (one) => whole(speedOf(one))),
    row("times the floor", (one) => fixed(ratioOf(one, floor))),
    row("CPU of the next run, which sees its own writes only, ms", ({ rounds }) =>
      whole(median(rounds.map(({ echo }) => echo.cpuMs))),
    ),
    row("writes by all next runs", ({ rounds, quarter }) =>
      String(sum([...rounds, quarter].map(({ echo }) => echo.writes))),
    ),
    row(callsPerThousand(floor.rounds[0]), ({ rounds }) => fixed(median(rounds.map(callsOf)))),
    row(callsPerThousand(floor.quarter), ({ quarter }) => fixed(callsOf(quarter))),
    row("queue requests per change", (one) => perChange(one, ({ queueRequests }) => queueRequests)),
    row("DynamoDB write units per update", (one) => perUpdate(one, (run) => run.writeUnits)),
    row("DynamoDB read units per update", (one) => perUpdate(one, (run) => run.readUnits)),
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

const callsPerThousand = (round: Round | undefined): string =>
  `calls to the apps per 1,000 changes, of ${round?.changes.toLocaleString("en")}`;

const callsOf = ({ changes, run }: Round): number => (run.calls / changes) * 1000;

type Taken = (run: Round["run"]) => number | undefined;

const perChange = (one: Measured, taken: Taken): string =>
  share(one, taken, ({ changes }) => changes);

const perUpdate = (one: Measured, taken: Taken): string =>
  share(one, taken, ({ run }) => run.writes);

/** Empty where nobody counted. */
function share({ rounds }: Measured, taken: Taken, by: (round: Round) => number): string {
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
