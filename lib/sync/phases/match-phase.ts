import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { CheckpointOf } from "../../domain/job/checkpoint.ts";
import type { RequestOf } from "../../domain/job/request-kinds.ts";
import { matchGroupsOf } from "../../domain/mapping-checks/match-groups.ts";
import type { AppRecord } from "../../domain/record.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { StepWork } from "../context/step-context.ts";
import type { SyncApp } from "../context/sync-app.ts";
import { gatherMatch } from "../matching/gather-match.ts";
import { type Matching, type MatchRequest, noSuchRecord } from "../matching/match-outcome.ts";
import type { PairWork } from "../pair/pair.ts";
import type { Gathered } from "../process/run-piece.ts";

type Checkpointed = CheckpointOf<"match">;

/** Match-based coupling of the next Business Central records: a page of all of them, or of those named. */
export async function matchPiece(
  app: SyncApp,
  work: StepWork,
  request: RequestOf<"match">,
  checkpoint: Checkpointed,
): Gathered {
  const groups = matchGroupsOf(work.mapping);
  if (groups.length === 0) return failed(noMatchFields(work));
  const page = await nextRecords(app, work, request, checkpoint);
  if (!page.ok) return page;
  const isPart =
    page.value.next !== undefined || checkpoint.next > 0 || checkpoint.page !== undefined;
  const gathered = await gatherPage(app, work, { request, groups, isPart }, page.value);
  if (!gathered.ok) return gathered;
  return ok({ runs: gathered.value, next: page.value.next ?? { positions: {} } });
}

interface Records {
  readonly records: readonly AppRecord[];
  /** Named records that are not there. */
  readonly missing: readonly AppRecord["id"][];
  readonly next: Checkpointed | undefined;
}

async function nextRecords(
  { apps, settings }: Pick<SyncApp, "apps" | "settings">,
  { entities }: StepWork,
  { ids }: MatchRequest,
  { next: start, page }: Checkpointed,
): Promise<Result<Records, AppFailure>> {
  const { businessCentral } = entities;
  if (ids === undefined) {
    const read = await apps.businessCentral.readChanges(
      businessCentral,
      page === undefined ? { kind: "beginning" } : { kind: "page", page },
    );
    if (!read.ok) return read;
    const { records, next } = read.value;
    return ok({
      records,
      missing: [],
      next: next === undefined ? undefined : { phase: "match", next: 0, page: next, again: 0 },
    });
  }
  const end = start + settings.recordsPerStep;
  const wanted = [...new Set(ids.slice(start, end))];
  const found = await apps.businessCentral.readByIds(businessCentral, wanted);
  if (!found.ok) return found;
  return ok({
    records: [...found.value.records.values()],
    missing: wanted.filter((id) => !found.value.records.has(id)),
    next: end >= ids.length ? undefined : { phase: "match", next: end, again: 0 },
  });
}

async function gatherPage(
  app: SyncApp,
  work: StepWork,
  matching: Matching,
  { records, missing }: Records,
): Promise<Result<readonly PairWork[], AppFailure>> {
  const runs = await gatherMatch(app, work, matching, records);
  return runs.ok ? ok([...missing.map(noSuchRecord), ...runs.value]) : runs;
}

/** K6 */
const noMatchFields = ({ mapping }: StepWork): AppFailure => ({
  code: "badRequest",
  side: "businessCentral",
  message: `Mapping ${mapping.name} does not say by which fields records match. Give at least one enabled field a match, e.g. {"priority": 0}, or couple the records by hand.`,
});
