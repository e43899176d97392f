import { type LookupRef, lookupRefKey } from "../../domain/coupling.ts";
import { dependencyMessage } from "../../domain/error/error-messages.ts";
import { couplingIdOf, errorIdOf, RecordId } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { SyncApp } from "../context/sync-app.ts";
import type { PairWork } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";

/**
 * E9: the records that others wait for, as people call them. One that is listed itself, or was coupled
 * before, has a title; of any other the field is named that leads to it.
 */
export async function nameMissing(
  { store }: Pick<SyncApp, "store">,
  mapping: TableMapping,
  runs: readonly PairWork[],
): Promise<readonly PairWork[]> {
  const refs = runs.flatMap(missingIn);
  if (refs.length === 0) return runs;
  const titles = await titlesOfRefs({ store }, refs);
  const called = (ref: LookupRef): LookupRef => ({
    ...ref,
    title: titles.get(lookupRefKey(ref)),
    field: fieldTo(mapping, ref),
  });
  return runs.map((run) => withNames(mapping, run, called));
}

const missingIn = ({ end, waiting }: PairWork): readonly LookupRef[] =>
  end?.kind === "listed" ? (end.problem.waitsFor ?? []) : waiting;

async function titlesOfRefs(
  { store }: Pick<SyncApp, "store">,
  refs: readonly LookupRef[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const named = refs.flatMap((ref) => {
    const id = ref.by === "id" ? RecordId.safeParse(ref.ref) : undefined;
    return id?.success === true ? [{ ref, id: id.data }] : [];
  });
  if (named.length === 0) return new Map();
  const errorOf = ({ ref, id }: (typeof named)[number]) => errorIdOf(ref.mapping, ref.side, id);
  const formerOf = ({ ref, id }: (typeof named)[number]) => couplingIdOf(ref.mapping, id);
  const [errors, former] = await Promise.all([
    store.errors.get(named.map(errorOf)),
    store.couplings.former(named.filter(({ ref }) => ref.side === "businessCentral").map(formerOf)),
  ]);
  return new Map(
    named.map((one) => [
      lookupRefKey(one.ref),
      errors.get(errorOf(one))?.sides[one.ref.side].title ?? former.get(formerOf(one))?.title,
    ]),
  );
}

/** Several fields may lead to the same table: then it is not known which one this is. */
function fieldTo({ fields }: TableMapping, ref: LookupRef): string | undefined {
  const leading = fields.filter(
    (field) => field.enabled && field.kind === "lookup" && field.mapping === ref.mapping,
  );
  return leading.length === 1 ? leading[0]?.name : undefined;
}

function withNames(
  mapping: TableMapping,
  run: PairWork,
  called: (ref: LookupRef) => LookupRef,
): PairWork {
  const { end } = run;
  if (end?.kind !== "listed") return { ...run, waiting: run.waiting.map(called) };
  const { problem } = end;
  if (problem.kind !== "dependencyMissing" || (problem.waitsFor ?? []).length === 0) return run;
  const waitsFor = (problem.waitsFor ?? []).map(called);
  const { message } = dependencyMessage(mapping.name, waitsFor, titlesOf(mapping, run));
  return { ...run, end: { ...end, problem: { ...problem, message, waitsFor } } };
}
