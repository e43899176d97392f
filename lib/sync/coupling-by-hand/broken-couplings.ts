import type { Coupling } from "../../domain/coupling.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { ErrorItem } from "../../domain/error/error-item.ts";
import type { CouplingId, ErrorId, RecordId } from "../../domain/ids.ts";
import { mergedInto } from "../../domain/mapping/merged-rows.ts";
import type { AppRecord } from "../../domain/record.ts";
import { ok, type Result } from "../../domain/result.ts";
import { otherSide, type PerSide, type Side, sides } from "../../domain/side.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";

/** They give way to new couplings of the record that is left; with their error items. */
export type BrokenCouplings = ReadonlyMap<CouplingId, ErrorItem | undefined>;

/** Of the couplings in the way, those whose record on the other side is gone or was merged, with their error items. */
export async function brokenCouplings(
  { store, apps }: Pick<SyncApp, "store" | "apps">,
  { entities, mapping }: StepWork,
  couplings: PerSide<ReadonlyMap<RecordId, Coupling>>,
): Promise<Result<BrokenCouplings, AppFailure>> {
  const broken: Coupling[] = [];
  for (const side of sides) {
    const held = [...couplings[otherSide[side]].values()];
    if (held.length === 0) continue;
    const found = await apps[side].readByIds(
      entities[side],
      held.map(({ ids }) => ids[side]),
    );
    if (!found.ok) return found;
    broken.push(
      ...held.filter((coupling) => {
        const id = coupling.ids[side];
        const record = found.value.records.get(id);
        return (
          found.value.gone.has(id) || (record !== undefined && isMerged(mapping, side, record))
        );
      }),
    );
  }
  const errorIds = broken.flatMap(({ errorId }) => (errorId === undefined ? [] : [errorId]));
  const errors: ReadonlyMap<ErrorId, ErrorItem> =
    errorIds.length === 0 ? new Map() : await store.errors.get(errorIds);
  return ok(
    new Map(
      broken.map(({ id, errorId }) => [
        id,
        errorId === undefined ? undefined : errors.get(errorId),
      ]),
    ),
  );
}

const isMerged = (mapping: StepWork["mapping"], side: Side, record: AppRecord): boolean =>
  side === "dataverse" && mergedInto(mapping, record) !== undefined;
