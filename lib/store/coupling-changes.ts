import type { Coupling } from "../domain/coupling.ts";
import type { CouplingChange, CouplingSaved } from "../ports/store.ts";
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
import { mapInFlight } from "./in-flight.ts";
import { absent, atRevision, type Item, type Table } from "./table.ts";

/** Conditional writes cannot be batched at single price, so they run side by side. */
const writesInFlight = 32;

interface Done {
  readonly answer: CouplingSaved;
  /** A pointer that needs no condition and can be written with many others. */
  readonly pointer?: Item | undefined;
}

export const saveCouplings = async (
  table: Table,
  changes: readonly CouplingChange[],
): Promise<readonly CouplingSaved[]> => {
  // What is kept of a coupling is stored before the coupling goes: a repeat after a crash finds either.
  await table.putMany(changes.flatMap(formerItems));
  const done = await mapInFlight(changes, writesInFlight, (change) => saveCoupling(table, change));
  await table.putMany(done.flatMap(({ pointer }) => pointer ?? []));
  return done.map(({ answer }) => answer);
};

const formerItems = (change: CouplingChange): readonly Item[] =>
  change.kind === "remove" && change.former !== undefined ? [formerItem(change.former)] : [];

const saveCoupling = async (table: Table, change: CouplingChange): Promise<Done> => {
  switch (change.kind) {
    case "create":
      return create(table, change.coupling);
    case "update":
      return { answer: await update(table, change.before, change.after) };
    case "remove":
      return { answer: await remove(table, change.coupling) };
  }
};

const keyOf = ({ mapping, businessCentralId }: Coupling) => couplingKey(mapping, businessCentralId);

/**
 * The coupling first, then its pointers: a repeat after a crash finds the coupling and completes the
 * pointers. A coupling that cannot have its Dataverse record is taken back.
 */
const create = async (table: Table, coupling: Coupling): Promise<Done> => {
  const written = await table.put(couplingItem({ ...coupling, revision: 0 }), absent);
  const stored =
    written === "done" ? { ...coupling, revision: 1 } : await standing(table, coupling);
  if (stored === undefined) return create(table, coupling);
  if (stored.dataverseId !== coupling.dataverseId) return { answer: "taken" };

  if (!(await claimDataverseId(table, stored))) {
    await table.remove(keyOf(stored), atRevision(stored.revision));
    return { answer: "taken" };
  }
  return { answer: "saved", pointer: keyPointerItem(stored, stored.key) };
};

const standing = async (table: Table, coupling: Coupling): Promise<Coupling | undefined> => {
  const row = await table.get(keyOf(coupling));
  return row && couplingOf(row);
};

/** One write, unless the key changed or the pair got another Dataverse record (restore). */
const update = async (table: Table, before: Coupling, after: Coupling): Promise<CouplingSaved> => {
  if (before.id !== after.id) throw new Error(`${before.id} cannot become ${after.id}`);
  const moved = before.dataverseId !== after.dataverseId;
  if (moved && !(await claimDataverseId(table, after))) return "taken";
  const renamed = before.key !== after.key;
  const keyHolder = renamed ? await takeKey(table, after, after.key) : undefined;

  const item = couplingItem({ ...after, revision: before.revision });
  if ((await table.put(item, atRevision(before.revision))) === "refused") {
    const stored = await standing(table, after);
    if (moved && stored?.dataverseId !== after.dataverseId) await releaseDataverseId(table, after);
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
