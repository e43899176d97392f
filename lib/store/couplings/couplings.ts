import type { Coupling, LinkedPair, LookupRef } from "../../domain/coupling.ts";
import { lookupRefKey } from "../../domain/coupling.ts";
import { mappingOfId, type RecordId, recordOfCoupling } from "../../domain/ids.ts";
import { isFoundIn } from "../../domain/search.ts";
import type { Couplings } from "../../ports/store.ts";
import type { ListCursors } from "../list/list-cursor.ts";
import { listPage, type ReadBehind } from "../list/list-page.ts";
import { type Key, keyText, type Table, TableKey } from "../table/table.ts";
import { markedApart } from "./apart-marks.ts";
import { saveCouplings } from "./coupling-changes.ts";
import {
  couplingKey,
  couplingOf,
  couplingPartition,
  couplingStatusPartition,
} from "./coupling-item.ts";
import { dataversePointerKey, keyPointerKey, pointerOf } from "./coupling-pointers.ts";
import { formerCouplings } from "./former-couplings.ts";

export const couplingsOf = (table: Table, cursors: ListCursors): Couplings => ({
  async get(id) {
    const row = await table.get(couplingKey(mappingOfId(id), recordOfCoupling(id)));
    return row && couplingOf(row);
  },

  async bySide(mapping, side, ids) {
    const refs = ids.map((ref): LookupRef => ({ mapping, side, by: "id", ref }));
    const found = await couplingsByRef(table, refs);
    const bySideId = new Map<RecordId, Coupling>();
    for (const coupling of found.values()) {
      bySideId.set(coupling.ids[side], coupling);
    }
    return bySideId;
  },

  async links(refs) {
    const links = new Map<string, LinkedPair>();
    for (const [ref, coupling] of await couplingsByRef(table, refs)) {
      links.set(ref, { ids: coupling.ids, key: coupling.key });
    }
    return links;
  },

  apart: (mapping, side, ids) => markedApart(table, mapping, side, ids),

  former: (ids) => formerCouplings(table, ids),

  save: (changes) => saveCouplings(table, changes),

  list: ({ mapping, status, search }, page) =>
    listPage({
      cursors,
      list: `couplings ${mapping} ${status ?? "all"}${search === undefined ? "" : ` ${search}`}`,
      page,
      sparse: search !== undefined,
      read: readFound(
        search,
        status === undefined || status === "active"
          ? readAll(table, couplingPartition(mapping), status)
          : readByStatus(table, couplingStatusPartition(mapping, status), status),
      ),
    }),
});

/**
 * By `lookupRefKey`. What is not found is looked for once more, and certain to be absent then: a record
 * that was coupled a moment ago would get a second counterpart. What is found may be a moment old, and
 * is changed under its revision only.
 */
const couplingsByRef = async (
  table: Table,
  refs: readonly LookupRef[],
): Promise<ReadonlyMap<string, Coupling>> => {
  const found = await lookUp(table, refs, "eventual");
  const missing = refs.filter((ref) => !found.has(lookupRefKey(ref)));
  if (missing.length === 0) return found;
  return new Map([...found, ...(await lookUp(table, missing, "consistent"))]);
};

/** At most two rounds of batch reads: pointers, then couplings. */
const lookUp = async (
  table: Table,
  refs: readonly LookupRef[],
  read: "eventual" | "consistent",
): Promise<ReadonlyMap<string, Coupling>> => {
  const named = refs.filter(({ ref }) => ref !== "");
  const pointers = named.flatMap((ref) => pointerKeyOf(ref) ?? []);
  const targets = new Map<string, RecordId>();
  for (const row of await table.getMany(pointers, read)) {
    const pointer = pointerOf(row);
    targets.set(keyText(pointer), pointer.b);
  }
  const places = named.flatMap((ref) => {
    const pointer = pointerKeyOf(ref);
    const id = pointer === undefined ? ref.ref : targets.get(keyText(pointer));
    return id === undefined ? [] : [{ ref, key: couplingKey(ref.mapping, id) }];
  });

  const couplings = new Map<string, Coupling>();
  const keys = places.map(({ key }) => key);
  for (const row of await table.getMany(keys, read)) {
    couplings.set(keyText(TableKey.parse(row)), couplingOf(row));
  }
  const found = new Map<string, Coupling>();
  for (const { ref, key } of places) {
    const coupling = couplings.get(keyText(key));
    if (coupling !== undefined && isNamedBy(coupling, ref)) found.set(lookupRefKey(ref), coupling);
  }
  return found;
};

const pointerKeyOf = ({ mapping, side, by, ref }: LookupRef): Key | undefined => {
  if (by === "key") return keyPointerKey(mapping, ref);
  return side === "dataverse" ? dataversePointerKey(mapping, ref) : undefined;
};

/** A pointer that a crash left behind leads to a coupling that says otherwise. */
const isNamedBy = (coupling: Coupling, { side, by, ref }: LookupRef): boolean => {
  if (by === "key") return coupling.key === ref;
  return coupling.ids[side] === ref;
};

const readFound =
  (search: string | undefined, read: ReadBehind<Coupling>): ReadBehind<Coupling> =>
  async (position, limit) => {
    const { rows, next } = await read(position, limit);
    const found = rows.map(({ at, item }) => ({
      at,
      item: item !== undefined && isFoundIn(search, [item.title, item.key]) ? item : undefined,
    }));
    return { rows: found, next };
  };

const readAll =
  (table: Table, partition: string, status: "active" | undefined): ReadBehind<Coupling> =>
  async (position, limit) => {
    const sort = position === undefined ? undefined : ({ is: "above", value: position } as const);
    const { rows, next } = await table.query({ partition, sort, limit });
    const placed = rows.map((row) => {
      const coupling = couplingOf(row);
      const belongs = status === undefined || coupling.status === status;
      return { at: coupling.ids.businessCentral, item: belongs ? coupling : undefined };
    });
    return { rows: placed, next };
  };

/** The index may be behind: what has another status by now is passed over. */
const readByStatus =
  (table: Table, partition: string, status: Coupling["status"]): ReadBehind<Coupling> =>
  async (position, limit) => {
    const sort = position === undefined ? undefined : ({ is: "above", value: position } as const);
    const { rows, next } = await table.query({ index: "by-status", partition, sort, limit });
    const keys = rows.map((row) => TableKey.parse(row));
    const couplings = new Map<string, Coupling>();
    for (const row of await table.getMany(keys, "eventual")) {
      const coupling = couplingOf(row);
      if (coupling.status === status) couplings.set(coupling.ids.businessCentral, coupling);
    }
    return { rows: keys.map(({ sk }) => ({ at: sk, item: couplings.get(sk) })), next };
  };
