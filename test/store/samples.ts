import type { Coupling, FormerCoupling } from "../../lib/domain/coupling.ts";
import type { ErrorItem } from "../../lib/domain/error/error-item.ts";
import {
  couplingIdOf,
  errorIdOf,
  FieldName,
  HistoryRef,
  JobId,
  LookId,
  MappingName,
  RecordId,
} from "../../lib/domain/ids.ts";
import { type Instant, instantOf } from "../../lib/domain/instant.ts";
import type { HistoryEntry } from "../../lib/domain/job/history.ts";
import type { Intent } from "../../lib/domain/job/intent.ts";
import { type Job, noCounts } from "../../lib/domain/job/job.ts";
import type { MappingState } from "../../lib/domain/job/mapping-state.ts";
import type { Look } from "../../lib/domain/look/look.ts";
import { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import type { TableDescription } from "../../lib/domain/metadata/table-description.ts";

export const customer = MappingName.parse("CUSTOMER");
export const vendor = MappingName.parse("VENDOR");

/** The test clock starts here: far ahead, so that DynamoDB Local's own clock expires nothing. */
export const start = Date.parse("2040-11-23T08:00:00.000Z");
export const at = (minutes: number): Instant => instantOf(start + minutes * 60_000);

/** Record ids that look like GUIDs, so that nothing deflates better than it would in life. */
export const recordId = (number: number, series = 0): RecordId => {
  const digits = (factor: number): string =>
    (((number + 1) * factor + series * 7_919) % 0xffffffff).toString(16).padStart(8, "0");
  const text = `${digits(2_654_435_761)}${digits(40_503)}${digits(2_246_822_519)}${digits(3_266_489_917)}`;
  return RecordId.parse(
    [
      [0, 8],
      [8, 12],
      [12, 16],
      [16, 20],
      [20, 32],
    ]
      .map(([from, to]) => text.slice(from, to))
      .join("-"),
  );
};

export const jobId = (number: number, mapping = customer): JobId =>
  JobId.parse(`${mapping}.${(start + number).toString(36).padStart(9, "0")}-k3x9q2`);

export const aJob = (number: number, parts: Partial<Job> = {}): Job => {
  const mapping = parts.mapping ?? customer;
  return {
    id: jobId(number, mapping),
    mapping,
    type: "synchronize",
    trigger: "schedule",
    state: "queued",
    createdAt: instantOf(start + number),
    progress: { done: 0 },
    counters: { businessCentral: noCounts, dataverse: noCounts },
    coupled: 0,
    request: { kind: "synchronizeChanges" },
    step: 0,
    after: [],
    cancelRequested: false,
    revision: 0,
    ...parts,
  };
};

/** The mapped fields of a customer, filled as in Microsoft's demo company. */
const customerBase = (number: number) =>
  Object.fromEntries(
    Object.entries({
      name: `Adatum Corporation ${number}`,
      street: `Station Road, ${number}`,
      street2: "Suite 200",
      city: "Cambridge",
      postCode: "CB1 2FB",
      country: "GB",
      county: "Cambridgeshire",
      email: `robert.townes.${number}@contoso.com`,
      phone: "+44 1223 555 0100",
      website: "https://www.adatum.example",
      creditLimit: "12500",
      currency: `GBP|${recordId(1, 7)}`,
      paymentTerms: 10045,
      salesperson: `JO|${recordId(2, 7)}`,
      blocked: false,
    }).map(([name, value]) => [FieldName.parse(name), value]),
  );

type CouplingParts = Partial<Omit<Coupling, "ids">> & {
  readonly ids?: Partial<Coupling["ids"]>;
};

export const aCoupling = (number: number, parts: CouplingParts = {}): Coupling => {
  const mapping = parts.mapping ?? customer;
  const businessCentralId = parts.ids?.businessCentral ?? recordId(number, 1);
  return {
    id: couplingIdOf(mapping, businessCentralId),
    mapping,
    base: customerBase(number),
    versions: {
      businessCentral: 'W/"JzE5OzEwNDE3NTkxNzg4MDA1MzU3MzkxMTswMDsn"',
      dataverse: `W/"${4_512_877 + number}"`,
    },
    unread: [],
    key: `C${String(number).padStart(5, "0")}`,
    title: `Adatum Corporation ${number}`,
    status: "active",
    lastSynchronizedAt: at(0),
    lastJobId: jobId(1, mapping),
    history: HistoryRef.parse(`${jobId(1, mapping)}/0mf5x8q2k-k3x9q2/${number}`),
    revision: 0,
    ...parts,
    ids: { businessCentral: businessCentralId, dataverse: recordId(number, 2), ...parts.ids },
  };
};

export const creationOf = (coupling: Coupling) => ({ kind: "create", coupling }) as const;

export const anError = (number: number, parts: Partial<ErrorItem> = {}): ErrorItem => {
  const mapping = parts.mapping ?? customer;
  return {
    id: errorIdOf(mapping, "businessCentral", recordId(number, 1)),
    mapping,
    kind: "updateConflict",
    status: "skipped",
    message: "Both sides changed the name.",
    hint: "Choose the side that is right.",
    occurrences: 1,
    firstFailedAt: at(number),
    lastFailedAt: at(number),
    jobId: jobId(1, mapping),
    sides: { businessCentral: { id: recordId(number, 1), exists: true }, dataverse: {} },
    retryRequested: false,
    revision: 0,
    ...parts,
  };
};

export const anEntry = (number: number, parts: Partial<HistoryEntry> = {}): HistoryEntry => ({
  at: at(0),
  jobId: jobId(1),
  jobType: "synchronize",
  trigger: "schedule",
  side: "dataverse",
  outcome: "modified",
  businessCentralId: recordId(number, 1),
  dataverseId: recordId(number, 2),
  title: `Adatum Corporation ${number}`,
  changes: [
    { field: "phone", from: `+44 1223 555 ${number}`, to: `+44 1223 556 ${number}` },
    { field: "city", from: "Cambridge", to: "Ely" },
  ],
  ...parts,
});

export const anIntent = (creates: number, parts: Partial<Intent> = {}): Intent => ({
  mapping: customer,
  jobId: jobId(1),
  step: 2,
  round: 0,
  side: "dataverse",
  since: at(0),
  creates: Array.from({ length: creates }, (_, number) => ({
    sourceId: recordId(number, 1),
    plannedId: recordId(number, 2),
    fields: { name: `Adatum ${number}`, creditlimit: { decimal: "12345678901234567.89" } },
  })),
  ...parts,
});

export const aState = (parts: Partial<MappingState> = {}): MappingState => ({
  mapping: customer,
  schedule: {
    mapping: customer,
    minutesBetweenRuns: 30,
    inactivityTimeoutMinutes: 720,
    status: "ready",
    nextRunAt: at(30),
    lastRunAt: at(0),
    attempts: 0,
  },
  cursors: {
    businessCentral: { position: "2040-11-23T07:58:00.000Z", selection: "5f0c", at: at(0) },
    dataverse: {
      position: "4512877%2111%2f23%2f2040%2008%3a00%3a00",
      selection: "9be1",
      at: at(0),
    },
  },
  coupled: 1000,
  revision: 0,
  ...parts,
});

export const aMapping = (name = customer): TableMapping =>
  TableMapping.parse({
    name,
    direction: "bidirectional",
    businessCentral: { entity: "customers", key: "number", title: "displayName" },
    dataverse: { set: "accounts", table: "account", id: "accountid", title: "name" },
    fields: [
      {
        name: "name",
        kind: "text",
        direction: "bidirectional",
        businessCentral: { column: "displayName" },
        dataverse: { column: "name" },
      },
    ],
  });

/** What is kept of the coupling for an hour. */
export const aFormer = (coupling: Coupling): FormerCoupling => ({
  id: coupling.id,
  mapping: coupling.mapping,
  ids: coupling.ids,
  title: coupling.title,
  removedAt: at(0),
  jobId: jobId(1),
  history: HistoryRef.parse(`${jobId(1)}/0-1/0`),
  expiresAt: at(60),
});

export const aLook = (given: Partial<Look> = {}): Look => ({
  id: LookId.parse("dataverse.0mwt00000-first"),
  request: { kind: "table", app: "dataverse", table: { name: "account" } },
  askedAt: at(0),
  ...given,
});

export const aDescription = (given: Partial<TableDescription> = {}): TableDescription => ({
  name: "account",
  title: { text: "Account", cs: "Obchodní vztah" },
  set: "accounts",
  id: "accountid",
  changeTracking: true,
  columns: [
    {
      name: "name",
      title: { text: "Account Name" },
      type: "text",
      maxLength: 160,
      required: true,
      writes: "always",
    },
    {
      name: "_primarycontactid_value",
      title: { text: "Primary Contact" },
      type: "lookup",
      required: false,
      writes: "always",
      targets: [{ table: "contact", navigation: "primarycontactid", set: "contacts" }],
    },
    {
      name: "statecode",
      title: { text: "Status" },
      type: "choice",
      required: false,
      writes: "onUpdate",
      options: [{ value: 0, label: { text: "Active", cs: "Aktivní" } }],
    },
  ],
  leftOut: 0,
  ...given,
});
