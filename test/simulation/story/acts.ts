import type { ErrorAction, ErrorItem } from "../../../lib/domain/error/error-item.ts";
import { actionsOf } from "../../../lib/domain/error/error-transitions.ts";
import { type MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { epochOf } from "../../../lib/domain/instant.ts";
import { coupleRecords } from "../../../lib/manage/couplings/couple-records.ts";
import { type Act, actOnErrors } from "../../../lib/manage/errors/act-on-errors.ts";
import { annotateError } from "../../../lib/manage/errors/annotate-error.ts";
import { retryErrors } from "../../../lib/manage/errors/retry-errors.ts";
import { cancelJob } from "../../../lib/manage/jobs/jobs.ts";
import { fullySynchronizeMapping } from "../../../lib/manage/mappings/start-synchronization.ts";
import {
  findDeleted,
  verifyMapping,
} from "../../../lib/manage/mappings/verify-match-find-deleted.ts";
import { holdSchedule } from "../../../lib/manage/schedules/schedules.ts";
import type { SyncApp } from "../../../lib/sync/context/sync-app.ts";
import type { Coverage } from "../coverage.ts";
import type { SimulatedApps, Standing } from "../world/apps.ts";
import { managing } from "../world/manage.ts";
import { tokensIn } from "./fields.ts";
import type { Act as ActKind } from "./happenings.ts";
import type { Journal } from "./journal.ts";

interface ActsOptions {
  readonly app: SyncApp;
  readonly mapping: MappingName;
  readonly apps: SimulatedApps;
  readonly journal: Journal;
  readonly coverage: Coverage;
}

/** What a person does on the page of errors; `pick` and `choice` say to what and how. */
export async function act(
  { app, mapping, apps, journal, coverage }: ActsOptions,
  kind: ActKind,
  pick: number,
  choice: number,
): Promise<void> {
  const manage = managing(app, apps.urls);
  const asked = { mapping, preview: undefined, requestedBy: "ida" } as const;
  const items = async (action: ErrorAction): Promise<readonly ErrorItem[]> => {
    const page = await app.store.errors.list({}, { limit: 500 });
    return page.ok ? page.value.items.filter((item) => actionsOf(item).includes(action)) : [];
  };
  const onItem = async (action: ErrorAction, how: Act): Promise<void> => {
    const all = await items(action);
    const item = all[Math.floor(pick * all.length)];
    if (item === undefined) return;
    coverage.count(`act ${action}`, 1);
    for (const record of recordsOf(apps, item)) {
      journal.excuse(tokensOf(record));
      if (action === "remove-coupling") journal.loosen(record.id);
    }
    const selection = { ids: [item.id] };
    await actOnErrors(manage, { act: how, selection, preview: undefined, requestedBy: "ida" });
  };

  switch (kind) {
    case "retryAll": {
      coverage.count("act retryAll", 1);
      // Whoever retries what may have a counterpart already says that it is to get one.
      for (const { kind: wrong, sides: named, candidates = [] } of await items("retry")) {
        if (wrong !== "ambiguousMatch") continue;
        const ids = [named.businessCentral.id, named.dataverse.id, ...candidates];
        for (const id of ids) if (id !== undefined) journal.loosen(id);
      }
      const selection = { all: true } as const;
      await retryErrors(manage, { selection, runNow: choice < 0.5, requestedBy: "ida" });
      return;
    }
    case "resolve": {
      const use = (["businessCentral", "dataverse", "merge"] as const)[Math.floor(choice * 3)];
      return onItem("synchronize", { kind: "synchronizeErrors", use: use ?? "merge" });
    }
    case "restore":
      return onItem("restore", { kind: "restore" });
    case "delete":
      return onItem("delete", { kind: "delete" });
    case "removeCoupling":
      return onItem("remove-coupling", { kind: "removeCoupling" });
    case "couple":
      return couple();
    case "coupleNew":
      return coupleNew();
    case "findDeleted":
      coverage.count("act findDeleted", 1);
      await findDeleted(manage, asked);
      return;
    case "verify":
      coverage.count("act verify", 1);
      await verifyMapping(manage, asked);
      return;
    case "cancel": {
      const open = await app.store.jobs.open();
      const job = open[Math.floor(pick * open.length)];
      if (job === undefined) return;
      coverage.count("act cancel", 1);
      const cancelled = await cancelJob(manage, job.id);
      if (cancelled.ok) journal.request({ kind: "cancel", jobId: job.id });
      return;
    }
    case "everything":
      coverage.count("act everything", 1);
      await fullySynchronizeMapping(manage, asked);
      return;
    case "hold":
      coverage.count("act hold", 1);
      await holdSchedule(manage, mapping);
      journal.request({ kind: "hold", at: epochOf(app.clock.now()) });
      return;
    case "annotate": {
      const all = await app.store.errors.list({}, { limit: 500 });
      const item = all.ok ? all.value.items[Math.floor(pick * all.value.items.length)] : undefined;
      if (item === undefined) return;
      coverage.count("act annotate", 1);
      const note = `Note ${Math.floor(choice * 1e9)}`;
      const kept = await annotateError(manage, item.id, { notes: { note }, requestedBy: "ida" });
      const at = epochOf(app.clock.now());
      if (kept.ok) journal.request({ kind: "note", errorId: item.id, note, at });
      return;
    }
  }

  async function couple(): Promise<void> {
    const one = at(apps, "businessCentral", pick);
    const other = at(apps, "dataverse", choice);
    if (one === undefined || other === undefined) return;
    const answer = await coupleRecords(manage, {
      mapping,
      businessCentralId: RecordId.parse(one.id),
      dataverseId: RecordId.parse(other.id),
      initialSync: pick < 0.5 ? "businessCentral" : "dataverse",
      requestedBy: "ida",
    });
    if (!answer.ok) return;
    coverage.count("act couple", 1);
    journal.join(one.id, other.id);
    journal.loosen(one.id);
    journal.request({ kind: "couple", jobId: answer.value.id, records: [one.id, other.id] });
    journal.excuse([...tokensOf(one), ...tokensOf(other)]);
  }

  async function coupleNew(): Promise<void> {
    const side = choice < 0.5 ? "businessCentral" : "dataverse";
    const record = at(apps, side, pick);
    if (record === undefined) return;
    const id = RecordId.parse(record.id);
    const answer = await coupleRecords(manage, {
      mapping,
      ...(side === "businessCentral" ? { businessCentralId: id } : { dataverseId: id }),
      create: side === "businessCentral" ? "dataverse" : "businessCentral",
      requestedBy: "ida",
    });
    if (!answer.ok) return;
    coverage.count("act coupleNew", 1);
    journal.loosen(record.id);
  }
}

const at = (
  apps: SimulatedApps,
  side: "businessCentral" | "dataverse",
  pick: number,
): Standing | undefined => {
  const all = [...apps.standing(side).values()];
  return all[Math.floor(pick * all.length)];
};

function recordsOf(apps: SimulatedApps, item: ErrorItem): readonly Standing[] {
  return (["businessCentral", "dataverse"] as const).flatMap((side) => {
    const { id } = item.sides[side];
    const record = id === undefined ? undefined : apps.standing(side).get(id);
    return record === undefined ? [] : [record];
  });
}

const tokensOf = ({ values }: Standing): readonly number[] =>
  Object.values(values).flatMap(tokensIn);
