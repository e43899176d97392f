import type { MappingContext } from "../../domain/conversion/context.ts";
import { lookupRefsOf } from "../../domain/conversion/observe.ts";
import { type Base, type LinkedPair, type LookupRef, lookupRefKey } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Side } from "../../domain/side.ts";
import type { BusinessApps } from "../../ports/business-app.ts";
import type { SyncApp } from "../context/sync-app.ts";

export interface RecordToResolve {
  readonly side: Side;
  readonly record: AppRecord;
  readonly base: Base;
}

/**
 * Reads what the records' lookups point at (only those that the base does not answer) and what the
 * mapping's constants name. Nothing is read when there are no records.
 */
export async function loadContext(
  { store, apps }: Pick<SyncApp, "store" | "apps">,
  mapping: TableMapping,
  records: readonly RecordToResolve[],
): Promise<Result<MappingContext, AppFailure>> {
  const none: MappingContext = { links: new Map(), rows: new Map() };
  if (records.length === 0) return ok(none);
  const refs = new Map(
    records
      .flatMap(({ side, record, base }) => lookupRefsOf(mapping, side, record, base))
      .map((ref) => [lookupRefKey(ref), ref]),
  );
  const links = refs.size === 0 ? none.links : fromBothSides(await resolve({ store }, refs), refs);
  const baseCurrency = await baseCurrencyOf(apps, mapping);
  if (!baseCurrency.ok) return baseCurrency;
  const rows = await namedRows(apps, mapping);
  if (!rows.ok) return rows;
  return ok({ links, rows: rows.value, baseCurrencyId: baseCurrency.value });
}

type Links = ReadonlyMap<string, LinkedPair>;

const resolve = (
  { store }: Pick<SyncApp, "store">,
  refs: ReadonlyMap<string, LookupRef>,
): Promise<Links> => store.couplings.links([...refs.values()]);

/** A link is written under one side's name and read back under the other's: known by all its names. */
function fromBothSides(links: Links, refs: ReadonlyMap<string, LookupRef>): Links {
  const named = new Map(links);
  for (const [key, pair] of links) {
    const mapping = refs.get(key)?.mapping;
    if (mapping === undefined) continue;
    const { businessCentral, dataverse } = pair.ids;
    const names: readonly LookupRef[] = [
      { mapping, side: "businessCentral", by: "id", ref: businessCentral },
      { mapping, side: "businessCentral", by: "key", ref: pair.key },
      { mapping, side: "dataverse", by: "id", ref: dataverse },
    ];
    for (const name of names) named.set(lookupRefKey(name), pair);
  }
  return named;
}

async function baseCurrencyOf(
  { dataverse }: BusinessApps,
  { fields }: TableMapping,
): Promise<Result<RecordId | undefined, AppFailure>> {
  const needed = fields.some(
    (field) => field.enabled && field.kind === "lookup" && field.blankIs === "baseCurrency",
  );
  return needed ? dataverse.baseCurrencyId() : ok(undefined);
}

async function namedRows(
  { dataverse }: BusinessApps,
  { name, fields }: TableMapping,
): Promise<Result<ReadonlyMap<string, RecordId>, AppFailure>> {
  const rows = new Map<string, RecordId>();
  for (const field of fields) {
    if (!field.enabled || field.kind !== "constant") continue;
    if (typeof field.value !== "object" || field.value === null) continue;
    const id = await dataverse.rowId(field.value.row);
    if (!id.ok) return id;
    if (id.value === undefined) return failed(noSuchRow(name, field.name, field.value.row));
    rows.set(field.name, id.value);
  }
  return ok(rows);
}

const noSuchRow = (
  mapping: string,
  field: string,
  row: { readonly set: string; readonly column: string; readonly equals: string },
): AppFailure => ({
  code: "badRequest",
  side: "dataverse",
  message: `Field ${field} of mapping ${mapping} names the row of ${row.set} whose ${row.column} is "${row.equals}", but Dataverse has none. Create that row or change the field mapping.`,
});
