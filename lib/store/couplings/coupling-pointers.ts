import * as z from "zod/mini";
import { type MappingName, RecordId } from "../../domain/ids.ts";
import type { PerSide } from "../../domain/side.ts";
import { storedShape } from "../table/stored-shape.ts";
import { absent, type Item, type Key, type Row, type Table } from "../table/table.ts";
import { couplingKey, couplingOf } from "./coupling-item.ts";

/**
 * Pointers find a coupling by Dataverse's id (`d#`) or by key (`k#`). They are hints: one that a
 * crash left behind points at no coupling, or at one that does not say the same, and does not count.
 */
export const StoredPointer = storedShape({ pk: z.string(), sk: z.string(), b: RecordId });

export const dataversePointerKey = (mapping: MappingName, dataverseId: string): Key => ({
  pk: `d#${mapping}`,
  sk: dataverseId,
});

export const keyPointerKey = (mapping: MappingName, key: string): Key => ({
  pk: `k#${mapping}`,
  sk: key,
});

export const pointerOf = (row: Row): ReturnType<typeof StoredPointer.parse> =>
  StoredPointer.parse(row);

export interface Pair {
  readonly mapping: MappingName;
  readonly ids: PerSide<RecordId>;
}

/** Claims the Dataverse record for the pair; false when another stored coupling has it. */
export const claimDataverseId = async (table: Table, pair: Pair): Promise<boolean> => {
  const { mapping, ids } = pair;
  const { businessCentral: businessCentralId, dataverse: dataverseId } = ids;
  const pointer = pointerItem(dataversePointerKey(mapping, dataverseId), businessCentralId);
  const written = await table.put(pointer, {
    expression: `${absent.expression} OR b = :b`,
    values: { ":b": businessCentralId },
  });
  if (written === "done") return true;

  const standing = await table.get(pointer);
  if (standing === undefined) return claimDataverseId(table, pair);
  const holder = pointerOf(standing).b;
  const rival = await table.get(couplingKey(mapping, holder));
  if (rival !== undefined && couplingOf(rival).ids.dataverse === dataverseId) return false;
  const taken = await table.put(pointer, pointsAt(holder));
  return taken === "done" || claimDataverseId(table, pair);
};

/** None for a record without a key. */
export const keyPointerItem = ({ mapping, ids }: Pair, key: string): Item | undefined =>
  key === "" ? undefined : pointerItem(keyPointerKey(mapping, key), ids.businessCentral);

/** The key belongs to whom Business Central gave it last. Answers who had it before. */
export const takeKey = async (
  table: Table,
  pair: Pair,
  key: string,
): Promise<RecordId | undefined> => {
  const pointer = keyPointerItem(pair, key);
  if (pointer === undefined || (await table.put(pointer, absent)) === "done") return undefined;
  const before = await table.get(pointer);
  await table.put(pointer);
  return before && pointerOf(before).b;
};

/** Undoes `takeKey`. */
export const giveKeyBack = async (
  table: Table,
  pair: Pair,
  key: string,
  before: RecordId | undefined,
): Promise<void> => {
  if (before === undefined) return releaseKey(table, pair, key);
  const pointer = pointerItem(keyPointerKey(pair.mapping, key), before);
  await table.put(pointer, pointsAt(pair.ids.businessCentral));
};

/** A pointer that meanwhile leads elsewhere stays. */
export const releaseKey = async (table: Table, pair: Pair, key: string): Promise<void> => {
  if (key === "") return;
  await table.remove(keyPointerKey(pair.mapping, key), pointsAt(pair.ids.businessCentral));
};

export const releaseDataverseId = async (table: Table, pair: Pair): Promise<void> => {
  const key = dataversePointerKey(pair.mapping, pair.ids.dataverse);
  await table.remove(key, pointsAt(pair.ids.businessCentral));
};

const pointerItem = (key: Key, businessCentralId: RecordId): Item => ({
  ...key,
  v: StoredPointer.version,
  b: businessCentralId,
});

const pointsAt = (businessCentralId: RecordId) => ({
  expression: "b = :b",
  values: { ":b": businessCentralId },
});
