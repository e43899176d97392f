import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { StoredAppHealth } from "../../lib/store/app-healths.ts";
import { StoredApartMark } from "../../lib/store/couplings/apart-marks.ts";
import { StoredCoupling } from "../../lib/store/couplings/coupling-item.ts";
import { StoredPointer } from "../../lib/store/couplings/coupling-pointers.ts";
import { StoredFormerCoupling } from "../../lib/store/couplings/former-couplings.ts";
import { StoredDescription, StoredTables } from "../../lib/store/descriptions.ts";
import { StoredErrorItem } from "../../lib/store/errors/error-item-row.ts";
import { StoredHistory } from "../../lib/store/history/history-item.ts";
import { StoredKey } from "../../lib/store/idempotency-keys.ts";
import { StoredIntent } from "../../lib/store/intents.ts";
import { StoredJob } from "../../lib/store/jobs.ts";
import { StoredSecret } from "../../lib/store/list/list-cursor.ts";
import { StoredLook } from "../../lib/store/looks.ts";
import { StoredMappingState } from "../../lib/store/mapping-states.ts";
import { StoredTableMapping } from "../../lib/store/mappings.ts";
import type { StoredShape } from "../../lib/store/table/stored-shape.ts";
import type { Row, Table } from "../../lib/store/table/table.ts";
import type { LocalStore } from "./local-store.ts";
import {
  aCoupling,
  aDescription,
  aFormer,
  aJob,
  aLook,
  aMapping,
  anEntry,
  anError,
  anIntent,
  aState,
  at,
  customer,
  jobId,
  recordId,
} from "./samples.ts";

interface Kind {
  readonly shape: StoredShape<unknown>;
  /** Where `writeOneOfEach` puts one. */
  readonly partition: string;
}

/** Every kind of item in the table, by the name of its shape. */
export const storedKinds: Readonly<Record<string, Kind>> = {
  StoredCoupling: { shape: StoredCoupling, partition: "c#CUSTOMER" },
  StoredFormerCoupling: { shape: StoredFormerCoupling, partition: "gone#CUSTOMER" },
  StoredApartMark: { shape: StoredApartMark, partition: "apart#CUSTOMER" },
  StoredPointer: { shape: StoredPointer, partition: "d#CUSTOMER" },
  StoredErrorItem: { shape: StoredErrorItem, partition: "e#CUSTOMER" },
  StoredJob: { shape: StoredJob, partition: "job#CUSTOMER" },
  StoredHistory: { shape: StoredHistory, partition: `h#${jobId(1)}` },
  StoredIntent: { shape: StoredIntent, partition: "i#CUSTOMER" },
  StoredTableMapping: { shape: StoredTableMapping, partition: "mapping" },
  StoredMappingState: { shape: StoredMappingState, partition: "state" },
  StoredAppHealth: { shape: StoredAppHealth, partition: "app" },
  StoredSecret: { shape: StoredSecret, partition: "secret" },
  StoredKey: { shape: StoredKey, partition: "idem#k" },
  StoredLook: { shape: StoredLook, partition: `look#${aLook().id}` },
  StoredDescription: { shape: StoredDescription, partition: "table#dataverse" },
  StoredTables: { shape: StoredTables, partition: "tables#dataverse" },
};

/** Any change of what is read or written makes another one: attributes, their types, their checks. */
export function fingerprintOf({ shape }: Kind): string {
  const schemas = [
    z.toJSONSchema(shape.schema, { unrepresentable: "any", metadata: z.registry() }),
  ];
  return createHash("sha256").update(JSON.stringify(schemas)).digest("hex").slice(0, 16);
}

/** As the store of today writes them. */
export async function writeOneOfEach({ store }: LocalStore): Promise<void> {
  const held = { businessCentral: {}, dataverse: {} };
  await store.couplings.save([
    { kind: "create", coupling: aCoupling(1, { status: "skipped", unacknowledged: held }) },
  ]);
  await store.couplings.save([
    { kind: "remove", coupling: aCoupling(2), former: aFormer(aCoupling(2)), apart: true },
  ]);
  await store.errors.save([
    anError(1, {
      status: "retrying",
      fields: [{ field: "name", base: "A", businessCentral: "B", dataverse: null, conflict: true }],
      candidates: [recordId(3)],
      assignee: "ann",
      note: "Asked the shop.",
      edits: [{ at: at(1), by: "ann", note: "Asked the shop." }],
    }),
  ]);
  await store.jobs.create(
    aJob(1, {
      request: { kind: "synchronizeChanges" },
      checkpoint: { phase: "dueErrors", again: 0 },
      startedAt: at(1),
      sentAt: at(1),
      message: "Waits for Dataverse.",
      requestedBy: "ann",
      unpublished: [{ opened: [], resolved: [] }],
    }),
  );
  await store.history.append(jobId(1), [[anEntry(1)]], at(60 * 24 * 365));
  await store.intents.put(anIntent(1));
  await store.mappings.save(aMapping(), 0);
  await store.states.save(aState());
  await store.apps.save({ side: "dataverse", reachable: false, at: at(0), message: "Is away." });
  await store.couplings.list({ mapping: customer }, { limit: 1, cursor: "x" });
  await store.looks.ask(aLook());
  await store.looks.answer(aLook(), { kind: "table", description: aDescription() });
  await store.descriptions.keepTable("dataverse", { name: "account" }, aDescription());
  await store.descriptions.keepTables("dataverse", [
    { name: "account", title: { text: "Account" } },
  ]);
  const request = { key: "k", content: "c" };
  await store.keys.claim(request);
  await store.keys.keep(request, at(0), { status: 202, headers: { a: "b" }, body: "{}" });
}

export async function oneOf(table: Table, { partition }: Kind): Promise<Row> {
  const [row] = await table.queryAll({ partition, consistent: true });
  if (row === undefined) throw new Error(`Nothing was written to ${partition}`);
  return row;
}
