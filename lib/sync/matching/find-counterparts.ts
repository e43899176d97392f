import type { MappingContext } from "../../domain/conversion/context.ts";
import { wireOf } from "../../domain/conversion/wire.ts";
import { criteriaOf } from "../../domain/decision/match.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import { type ErrorId, errorIdOf, type RecordId } from "../../domain/ids.ts";
import type { ValueField } from "../../domain/mapping/mapping.ts";
import { type MatchGroup, searchColumnOf } from "../../domain/mapping-checks/match-groups.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Side } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { observePairs } from "../observe/observe-pairs.ts";
import { singleRun } from "../pair/pair.ts";
import { titleOf } from "../pair/titles.ts";
import type { Counterpart, UncoupledRecord } from "./match-outcome.ts";

type Deps = Pick<SyncApp, "store" | "apps" | "ids" | "clock">;

/** Those of the records that are not coupled, but for those that a person took apart (K13). */
export async function uncoupledAmong(
  app: Deps,
  work: StepWork,
  records: readonly AppRecord[],
): Promise<Result<readonly UncoupledRecord[], AppFailure>> {
  const { mapping } = work;
  const ids = records.map(({ id }) => id);
  const { couplings } = app.store;
  const [coupled, apart] = await Promise.all([
    couplings.bySide(mapping.name, "businessCentral", ids),
    couplings.apart(mapping.name, "businessCentral", ids),
  ]);
  const free = records.filter(({ id }) => !coupled.has(id) && !apart.has(id));
  return observed(app, work, "businessCentral", free);
}

/** Records that are not coupled in their shared form, each with its open error item. */
async function observed(
  app: Deps,
  { mapping }: StepWork,
  side: Side,
  records: readonly AppRecord[],
): Promise<Result<readonly UncoupledRecord[], AppFailure>> {
  const errorIds = records.map(({ id }) => errorIdOf(mapping.name, side, id));
  const [seen, errors] = await Promise.all([
    observePairs(
      app,
      mapping,
      records.map((record) => singleRun(side, record)),
    ),
    errorIds.length === 0 ? noErrors : app.store.errors.get(errorIds),
  ]);
  if (!seen.ok) return seen;
  return ok(
    seen.value.runs.flatMap(({ states }): readonly UncoupledRecord[] => {
      const state = states[side];
      if (state.kind !== "read") return [];
      const { record, values, inFilter } = state.observed;
      const error = errors.get(errorIdOf(mapping.name, side, record.id));
      return [
        { id: record.id, title: titleOf(mapping, side, record), record, values, inFilter, error },
      ];
    }),
  );
}

const noErrors: ReadonlyMap<ErrorId, ErrorItem> = new Map();

/** K5: one search for each column, whatever the number of records. */
export async function counterpartsFor(
  app: Deps,
  work: StepWork,
  group: MatchGroup,
  uncoupled: readonly UncoupledRecord[],
): Promise<Result<readonly Counterpart[], AppFailure>> {
  const records = new Map<RecordId, AppRecord>();
  for (const [column, values] of searchesFor(group, uncoupled)) {
    const found = await app.apps.dataverse.findByValues(work.entities.dataverse, column, [
      ...values,
    ]);
    if (!found.ok) return found;
    for (const record of found.value) records.set(record.id, record);
  }
  const rows = await observed(app, work, "dataverse", [...records.values()]);
  if (!rows.ok) return rows;
  const { mapping } = work;
  const ids = [...records.keys()];
  const [couplings, apart] = await Promise.all([
    app.store.couplings.bySide(mapping.name, "dataverse", ids),
    app.store.couplings.apart(mapping.name, "dataverse", ids),
  ]);
  return ok(
    rows.value.map((row) => {
      const coupling = couplings.get(row.id);
      if (apart.has(row.id)) return { ...row, unavailable: "was uncoupled by a person" };
      if (coupling !== undefined) {
        return {
          ...row,
          unavailable: `is coupled with "${coupling.title}" (${coupling.id}) already`,
        };
      }
      return row.inFilter ? row : { ...row, unavailable: "is outside the mapping's filter" };
    }),
  );
}

function searchesFor(
  { fields }: MatchGroup,
  uncoupled: readonly UncoupledRecord[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const searches = new Map<string, Set<string>>();
  for (const uncoupledRecord of uncoupled) {
    for (const field of criteriaOf(fields, uncoupledRecord)) {
      const column = searchColumnOf(field);
      if (column === undefined) continue;
      const text = textToSearch(field, column, uncoupledRecord);
      // What Dataverse cannot hold, it does not hold.
      if (text === undefined) break;
      const values = searches.get(column) ?? new Set();
      searches.set(column, values.add(text));
      break;
    }
  }
  return searches;
}

/** Of the fields that Dataverse is searched by none is a link. */
const noContext: MappingContext = { links: new Map(), rows: new Map() };

function textToSearch(
  field: ValueField,
  column: string,
  { values }: UncoupledRecord,
): string | undefined {
  const wire = wireOf(field, "dataverse", values[field.name] ?? null, noContext);
  const value = wire.ok ? wire.value[column] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
