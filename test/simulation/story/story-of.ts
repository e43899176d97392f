import { createRandom } from "../../../lib/sandbox/web/random.ts";
import { type Act, type Deed, type Happening, type Story, wireFaults } from "./happenings.ts";

/** Minutes in which people work and faults strike; then it is calm. */
export const storyMinutes = 40;

/** What a seed tells. */
export function storyOf(seed: number): Story {
  const random = createRandom(seed * 2_654_435_761);
  const below = (count: number): number => Math.floor(random() * count);
  const someMoment = (): number => Math.round(random() * storyMinutes * 600) / 600;
  const side = () => (random() < 0.5 ? "businessCentral" : "dataverse");
  const happenings: Happening[] = [];
  const add = (most: number, make: () => Happening): void => {
    const count = below(most + 1);
    for (let index = 0; index < count; index += 1) happenings.push(make());
  };

  /** Often just when a run is under way. */
  const moment = (): number => {
    const at = someMoment();
    return random() < 0.4 ? Math.floor(at) + random() * 0.05 : at;
  };
  const deedOf = (at: number): Deed => deed(random, at);
  for (let count = 10 + below(20); count > 0; count -= 1) happenings.push(deedOf(moment()));
  add(4, () => ({
    kind: "wire",
    at: someMoment(),
    side: side(),
    fault: wireFaults[below(wireFaults.length)] ?? "loseAnswer",
    minutes: 1 + below(20),
    rate: 0.05 + random() * 0.25,
    seed: below(1_000_000),
  }));
  add(2, () => ({
    kind: "wire",
    at: someMoment(),
    side: side(),
    fault: "loseAnswer",
    minutes: 10 + below(20),
    rate: 0.3,
    seed: below(1_000_000),
  }));
  add(1, () => ({ kind: "skew", at: 0, side: side(), minutes: below(21) - 10 }));
  add(1, () => ({ kind: "lateDeltas", at: someMoment(), minutes: 1 + below(9) }));
  add(1, () => ({ kind: "expireDeltas", at: someMoment() }));
  add(2, () => {
    const fault = (["stale", "lostAnswer", "repeated", "refused"] as const)[below(4)] ?? "stale";
    return {
      kind: "table",
      at: someMoment(),
      fault,
      minutes: 5 + below(20),
      rate: fault === "stale" ? 0.7 : 0.02 + random() * 0.1,
      seed: below(1_000_000),
    };
  });
  add(4, () => ({
    kind: "crash",
    whom: "worker",
    at: someMoment(),
    call: 1 + below(40),
    moment: random() < 0.5 ? "before" : "after",
  }));
  add(3, () => ({
    kind: "slow",
    at: someMoment(),
    call: 1 + below(40),
    seconds: 1 + below(40),
    meanwhile: Array.from({ length: 1 + below(3) }, () => deedOf(0)),
  }));
  add(1, () => ({
    kind: "crash",
    whom: "ticker",
    at: someMoment(),
    call: 1 + below(8),
    moment: random() < 0.5 ? "before" : "after",
  }));
  add(1, () => ({ kind: "loseMessage", at: someMoment() }));
  add(1, () => ({ kind: "repeatMessage", at: someMoment() }));

  return {
    seed,
    onlyCoupled: random() < 0.3,
    notices: random() < 0.4,
    pageSize: random() < 0.5 ? 3 : 1000,
    records: 3 + below(4),
    happenings: happenings.toSorted((one, other) => one.at - other.at),
  };
}

const acts: readonly Act[] = [
  "retryAll",
  "resolve",
  "resolve",
  "restore",
  "delete",
  "removeCoupling",
  "couple",
  "coupleNew",
  "findDeleted",
  "verify",
  "cancel",
  "everything",
  "hold",
  "annotate",
];

/** Each kind as often as it stands here. */
const deedKinds = (
  [
    ["edit", 16],
    ["editBoth", 5],
    ["create", 3],
    ["commitLate", 2],
    ["delete", 2],
    ["merge", 1],
    ["deactivate", 1],
    ["rename", 1],
    ["act", 7],
    ["tick", 1],
  ] as const
).flatMap(([kind, times]) => Array.from({ length: times }, () => kind));

function deed(random: () => number, at: number): Deed {
  const below = (count: number): number => Math.floor(random() * count);
  const side = random() < 0.5 ? "businessCentral" : "dataverse";
  const kind = deedKinds[below(deedKinds.length)] ?? "edit";
  const pick = random();
  switch (kind) {
    case "create":
      return { kind, at, side };
    case "edit":
      return { kind, at, side, pick, field: random() };
    case "editBoth":
      return { kind, at, pick, field: random(), other: random() };
    case "commitLate":
      return { kind, at, pick, field: random(), minutes: 1 + below(9) };
    case "delete":
      return { kind, at, side, pick };
    case "merge":
      return { kind, at, pick, other: random() };
    case "deactivate":
      return { kind, at, side, pick, minutes: 5 + below(25) };
    case "rename":
      return { kind, at, pick };
    case "act":
      return {
        kind,
        at,
        act: acts[below(acts.length)] ?? "verify",
        pick,
        choice: random(),
      };
    case "tick":
      return { kind, at };
  }
}
