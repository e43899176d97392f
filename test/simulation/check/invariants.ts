import type { Coupling } from "../../../lib/domain/coupling.ts";
import { otherSide, type PerSide, sides } from "../../../lib/domain/side.ts";
import { simulatedFields, tokenIn } from "../story/fields.ts";
import type { Journal, SystemWrite } from "../story/journal.ts";
import type { Standing } from "../world/apps.ts";
import { i9ListIsWhatIsOutOfStep } from "./list-invariant.ts";
import type { Finding, Scene } from "./scene.ts";

/** All that is wrong. */
export const checkInvariants = (scene: Scene): readonly Finding[] => [
  ...i1EveryEditArrivedOrIsListed(scene),
  ...i2NobodyElsesValue(scene.journal, scene.standing),
  ...i3NothingUnreadOverwritten(scene.journal),
  ...(scene.listsWereCut ? [] : i4OneCounterpart(scene)),
  ...i5SidesAreEqual(scene),
  ...i6NoEcho(scene.journal),
  ...i7EveryChangeWasRead(scene),
  ...i9ListIsWhatIsOutOfStep(scene),
];

interface Pair {
  readonly coupling: Coupling;
  readonly records: PerSide<Standing>;
}

/** Pairs that claim to be in step: both records are there and inside the filter, and nothing is listed. */
function quietPairs({ couplings, errors, standing }: Scene): readonly Pair[] {
  const listed = new Set(errors.map(({ couplingId }) => couplingId));
  return couplings.flatMap((coupling) => {
    const businessCentral = standing.businessCentral.get(coupling.ids.businessCentral);
    const dataverse = standing.dataverse.get(coupling.ids.dataverse);
    if (businessCentral === undefined || dataverse === undefined) return [];
    const isOpen = businessCentral.isInFilter && dataverse.isInFilter;
    if (!isOpen || listed.has(coupling.id)) return [];
    return [{ coupling, records: { businessCentral, dataverse } }];
  });
}

/** I1: every acknowledged edit is on both sides, or superseded by a later one, or listed. */
function i1EveryEditArrivedOrIsListed(scene: Scene): readonly Finding[] {
  const { journal } = scene;
  const lost = quietPairs(scene).flatMap(({ records, coupling }) =>
    journal.edits
      .filter(({ id, side }) => records[side].id === id)
      .filter((edit) => {
        // Where values flow one way, the receiving side's edits may go (D4).
        const isOneWay = simulatedFields.some((one) => one.name === edit.field && one.oneWay);
        if (isOneWay && edit.side === "dataverse") return false;
        const judge = isOneWay ? edit.side : otherSide[edit.side];
        const final = tokenIn(records[judge].values[edit.field] ?? "");
        return !journal.isExcused(edit.token) && !supersedes(journal, final, edit.token);
      })
      .map(
        ({ token, field, side, at }): Finding => ({
          invariant: "I1",
          message: `${field} ${token}, typed in ${side} at ${minuteOf(at)}, is neither in step nor listed (${coupling.id})`,
        }),
      ),
  );
  return [...lost, ...unpaired(scene)];
}

/** A record that should have a counterpart has one, or is listed. */
function unpaired({
  standing,
  couplings,
  errors,
  journal,
  onlyCoupled,
}: Scene): readonly Finding[] {
  if (onlyCoupled) return [];
  const known = new Set(
    [
      ...couplings.flatMap(({ ids }) => [ids.businessCentral, ids.dataverse]),
      ...errors.flatMap(({ sides: named }) => sides.flatMap((side) => named[side].id ?? [])),
    ].map(String),
  );
  return sides.flatMap((side) =>
    [...standing[side].values()]
      .filter(({ id, isInFilter }) => isInFilter && !known.has(id) && !journal.isLoose(id))
      .map(
        ({ id, values }): Finding => ({
          invariant: "I1",
          message: `${values["name"]} (${id} in ${side}) has no counterpart and is not listed`,
        }),
      ),
  );
}

/** Whether whoever typed the final value could see the other one, or what came of it. */
function supersedes(journal: Journal, final: number | undefined, token: number): boolean {
  let at = final;
  while (at !== undefined) {
    if (at === token) return true;
    at = tokenIn(journal.editOf(at)?.overwrote ?? "");
  }
  return false;
}

/** I2: no value stands anywhere that nobody typed into that field of that record or its counterpart. */
function i2NobodyElsesValue(
  journal: Journal,
  standing: PerSide<ReadonlyMap<string, Standing>>,
): readonly Finding[] {
  const isTyped = (id: string, field: string, value: string): boolean => {
    const edit = journal.editOf(tokenIn(value) ?? 0);
    if (edit === undefined) return false;
    return edit.field === field && edit.value === value && journal.isSameThing(edit.id, id);
  };
  /** A person chose the side that holds nothing. */
  const isChosenBlank = (from: string, to: string): boolean =>
    to === "" && journal.isExcused(tokenIn(from) ?? 0);
  const found = (what: string): Finding => ({ invariant: "I2", message: what });
  const written = journal.writes.flatMap(({ side, id, kind, fields }) =>
    kind === "deleted"
      ? []
      : fields
          .filter(({ field, from, to }) => !isTyped(id, field, to) && !isChosenBlank(from, to))
          .map(({ field, to }) => found(`${field} of ${id} in ${side} was set to "${to}"`)),
  );
  const stands = sides.flatMap((side) =>
    [...standing[side].values()].flatMap(({ id, values }) =>
      Object.entries(values)
        .filter(([field, value]) => value !== "" && !isTyped(id, field, value))
        .map(([field, value]) => found(`${field} of ${id} in ${side} is "${value}"`)),
    ),
  );
  return [...written, ...stands];
}

/** I3: no write over an edit that the system had not been shown. */
const i3NothingUnreadOverwritten = ({ writes }: Journal): readonly Finding[] =>
  writes.flatMap(({ side, id, kind, fields, at }) =>
    fields
      .filter(({ wasShown }) => !wasShown)
      .map(
        ({ field, from }): Finding => ({
          invariant: "I3",
          message: `${field} "${from}" of ${id} in ${side} was ${kind} at ${minuteOf(at)} without having been read`,
        }),
      ),
  );

/** I4: at most one counterpart per record. */
function i4OneCounterpart({ journal, standing, couplings }: Scene): readonly Finding[] {
  const findings: Finding[] = [];
  const madeOver = journal.writes.filter(
    (write) => write.kind === "created" && isMadeOver(journal, write),
  );
  for (const side of sides) {
    const made = journal.writes.filter((write) => write.side === side && write.kind === "created");
    for (const { id } of made) {
      if (!standing[side].has(id) || journal.isLoose(id)) continue;
      if (madeOver.some((one) => journal.isSameThing(one.id, id))) continue;
      const twin = [...standing[side].values()].find(
        (other) =>
          other.id !== id && other.mergedInto === undefined && journal.isSameThing(other.id, id),
      );
      if (twin !== undefined && standing[side].get(id)?.mergedInto === undefined) {
        findings.push({
          invariant: "I4",
          message: `${id} and ${twin.id} in ${side} are one thing`,
        });
      }
    }
    const taken = new Set<string>();
    for (const coupling of couplings) {
      const id = coupling.ids[side];
      if (taken.has(id)) findings.push({ invariant: "I4", message: `${id} is coupled twice` });
      taken.add(id);
    }
  }
  return findings;
}

const anHour = 3_600_000;

/** Somebody changed most of a new record before anybody could know where it came from. */
const isMadeOver = ({ edits }: Journal, { id, at }: SystemWrite): boolean =>
  new Set(edits.filter((edit) => edit.id === id && edit.at - at < anHour).map(({ field }) => field))
    .size > 1;

/** I5: both sides are equal on mapped fields unless listed. */
const i5SidesAreEqual = (scene: Scene): readonly Finding[] =>
  quietPairs(scene).flatMap(({ coupling, records: { businessCentral, dataverse } }) =>
    simulatedFields
      .filter(({ name, oneWay }) => {
        const [one, other] = [businessCentral.values[name] ?? "", dataverse.values[name] ?? ""];
        if (one === other) return false;
        if (oneWay !== true) return true;
        // An edit on the receiving side stays until the origin changes again; a blank erases nothing.
        const token = tokenIn(one);
        return token !== undefined && !supersedes(scene.journal, tokenIn(other), token);
      })
      .map(
        ({ name }): Finding => ({
          invariant: "I5",
          message: `${name} of ${coupling.id} is "${businessCentral.values[name]}" and "${dataverse.values[name]}", and nothing is listed`,
        }),
      ),
  );

/** I6: no write that changes nothing, which is what an echo is. */
const i6NoEcho = ({ writes }: Journal): readonly Finding[] =>
  writes
    .filter(({ kind }) => kind === "nothing")
    .map(({ side, at, id }) => ({
      invariant: "I6",
      message: `a write to ${side} at ${minuteOf(at)} changed nothing: ${id.slice(0, 400)}`,
    }));

/** I7: no cursor passed a change that was not read. */
const i7EveryChangeWasRead = ({ journal, standing }: Scene): readonly Finding[] =>
  sides.flatMap((side) =>
    [...standing[side].values()].flatMap(({ id, values }) =>
      Object.entries(values).flatMap(([field, value]): readonly Finding[] => {
        const edit = journal.editOf(tokenIn(value) ?? 0);
        const isOwn = edit?.side === side && edit.id === id;
        if (!isOwn || journal.isShown(side, edit.token)) return [];
        return [
          { invariant: "I7", message: `${field} "${value}" of ${id} in ${side} was never read` },
        ];
      }),
    ),
  );

const minuteOf = (at: number): string => new Date(at).toISOString().slice(11, 23);
