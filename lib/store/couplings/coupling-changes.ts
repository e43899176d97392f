import type { Coupling } from "../../domain/coupling.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { CouplingChange, CouplingSaved } from "../../ports/store.ts";
import { mapInFlight } from "../table/in-flight.ts";
import { absent, atRevision, type Item, type Table } from "../table/table.ts";
import { apartMarks, removeApartMarks } from "./apart-marks.ts";
import { couplingItem, couplingKey, couplingOf } from "./coupling-item.ts";
import {
  claimDataverseId,
  giveKeyBack,
  keyPointerItem,
  releaseDataverseId,
  releaseKey,
  takeKey,
} from "./coupling-pointers.ts";
import { formerItem } from "./former-couplings.ts";

/** Conditional writes cannot be batched at single price, so they run side by side. */
const writesInFlight = 32;

export const saveCouplings = async (
  table: Table,
  changes: readonly CouplingChange[],
): Promise<readonly CouplingSaved[]> => {
  // What is kept of a coupling is stored before the coupling goes, and what leads to one before it comes.
  await table.putMany(changes.flatMap(itemsBefore));
  const turns = new Map<RecordId, Promise<CouplingSaved>>();
  return mapInFlight(changes, writesInFlight, (change) => {
    if (change.kind !== "create") return saveCoupling(table, change);
    const { dataverse: dataverseId } = change.coupling.ids;
    const before = turns.get(dataverseId) ?? Promise.resolve();
    const turn = before.then(() => createAsAsked(table, change));
    turns.set(dataverseId, turn);
    return turn;
  });
};

const itemsBefore = (change: CouplingChange): readonly Item[] => {
  switch (change.kind) {
    case "create":
      return [keyPointerItem(change.coupling, change.coupling.key)].filter(isThere);
    case "remove":
      return [
        ...(change.former === undefined ? [] : [formerItem(change.former)]),
        ...(change.apart === undefined ? [] : apartMarks(change.coupling)),
      ];
    case "update":
      return [];
  }
};

const isThere = (item: Item | undefined): item is Item => item !== undefined;

const saveCoupling = async (
  table: Table,
  change: Exclude<CouplingChange, { kind: "create" }>,
): Promise<CouplingSaved> =>
  change.kind === "update"
    ? update(table, change.before, change.after)
    : remove(table, change.coupling);

const keyOf = ({ mapping, ids }: Coupling) => couplingKey(mapping, ids.businessCentral);

const createAsAsked = async (
  table: Table,
  { coupling, endsApart }: Extract<CouplingChange, { kind: "create" }>,
): Promise<CouplingSaved> => {
  const saved = await create(table, coupling);
  if (saved === "saved" && endsApart === true) await removeApartMarks(table, coupling);
  return saved;
};

/**
 * What leads to a coupling is stored before it: a crash in between leaves pointers to nothing, which
 * do not count, and never a coupling that one of its records does not know of. Rivals for one
 * Dataverse record have to come one after the other.
 */
const create = async (table: Table, coupling: Coupling): Promise<CouplingSaved> => {
  if (!(await claimDataverseId(table, coupling))) {
    if ((await standing(table, coupling)) === undefined) {
      await releaseKey(table, coupling, coupling.key);
    }
    return "taken";
  }
  const written = await table.put(couplingItem({ ...coupling, revision: 0 }), absent);
  if (written === "done") return "saved";
  const stored = await standing(table, coupling);
  if (stored === undefined) return create(table, coupling);
  if (stored.ids.dataverse === coupling.ids.dataverse) return "saved";
  await releaseDataverseId(table, coupling);
  return "taken";
};

const standing = async (table: Table, coupling: Coupling): Promise<Coupling | undefined> => {
  const row = await table.get(keyOf(coupling));
  return row && couplingOf(row);
};

/** One write, unless the key changed or the pair got another Dataverse record (restore). */
const update = async (table: Table, before: Coupling, after: Coupling): Promise<CouplingSaved> => {
  if (before.id !== after.id) throw new Error(`${before.id} cannot become ${after.id}`);
  const moved = before.ids.dataverse !== after.ids.dataverse;
  if (moved && !(await claimDataverseId(table, after))) return "taken";
  const renamed = before.key !== after.key;
  const keyHolder = renamed ? await takeKey(table, after, after.key) : undefined;

  const item = couplingItem({ ...after, revision: before.revision });
  if ((await table.put(item, atRevision(before.revision))) === "refused") {
    const stored = await standing(table, after);
    if (moved && stored?.ids.dataverse !== after.ids.dataverse)
      await releaseDataverseId(table, after);
    if (renamed && stored?.key !== after.key) await giveKeyBack(table, after, after.key, keyHolder);
    return "stale";
  }
  if (moved) await releaseDataverseId(table, before);
  if (renamed) await releaseKey(table, before, before.key);
  return "saved";
};

/** The coupling first: pointers without one do not count. Gone already is as good as removed. */
const remove = async (table: Table, coupling: Coupling): Promise<CouplingSaved> => {
  const removed = await table.remove(keyOf(coupling), atRevision(coupling.revision));
  if (removed === "refused" && (await standing(table, coupling)) !== undefined) return "stale";
  await Promise.all([
    releaseDataverseId(table, coupling),
    releaseKey(table, coupling, coupling.key),
  ]);
  return "saved";
};
