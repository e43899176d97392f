import { failed } from "../../../domain/result.ts";
import type { SandboxClock } from "../../web/clock.ts";
import type { Faults } from "../../web/faults.ts";
import { refuse, troubles } from "../refusals/refusal.ts";
import type { TableDefinition } from "../tables/table-definition.ts";
import type { RowStore } from "./row-store.ts";

/**
 * Where the sources differ, the other way: a duplicate is refused with 500 · a missing privilege has code
 * 0x80048306 · closed rows can be changed · an expired delta token is answered with 410 · the error of a
 * change set stands inside a changesetresponse · too many requests by time or by concurrency.
 */
export const variants = [
  "duplicateIs500",
  "privilegeIs80048306",
  "closedRowsWritable",
  "expiredTokenIs410",
  "changeSetErrorWrapped",
  "throttledByTime",
  "throttledByConcurrency",
] as const;
export type Variant = (typeof variants)[number];

/** One pretend organisation: what all requests to it share. */
export interface Organization {
  readonly store: RowStore;
  readonly tables: readonly TableDefinition[];
  readonly clock: SandboxClock;
  readonly faults: Faults<Variant>;
  readonly newId: () => string;
  /** E.g. `prvCreateAccount`: whoever calls lacks it. */
  readonly missingPrivileges: ReadonlySet<string>;
}

/** One request, or one part of a batch. */
export interface Call {
  readonly organization: Organization;
  /** Ends in `/api/data/v9.2/`. */
  readonly root: string;
  /** The system user who calls. */
  readonly userId: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly preferences: ReadonlyMap<string, string>;
}

export const tableNamed = (organization: Organization, logicalName: string) =>
  organization.store.table(logicalName).definition;

export const tableOfSet = (organization: Organization, entitySet: string) =>
  organization.tables.find((table) => table.entitySet === entitySet);

export const secondOf = (epochMs: number) => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

export const nowOf = (organization: Organization) => secondOf(organization.clock.now());

/** The refusal when the caller may not do this, else undefined. */
export function lacking(
  call: Call,
  privilege: "Create" | "Read" | "Write" | "Delete",
  table: TableDefinition,
) {
  const { faults, missingPrivileges } = call.organization;
  const name = `prv${privilege}${table.schemaName}`;
  const isReadOnly = privilege !== "Read" && faults.settings().readOnly === true;
  if (!isReadOnly && !missingPrivileges.has(name)) return undefined;
  return refuse(
    403,
    faults.variant("privilegeIs80048306") ? "0x80048306" : "0x80040220",
    `Principal user (Id=${call.userId}, type=8, roleCount=1, privilegeCount=100, accessMode=4) is missing ${name} privilege (Id=00000000-0000-0000-0000-000000000000) on OTC=${table.objectTypeCode} for entity '${table.logicalName}'.`,
  );
}

/** The refusal when this one record is not to be written (the fault `refuseRecords`), else undefined. */
export function troubleWith({ organization: { faults } }: Call, id: string) {
  const trouble = faults.troubleOf(id);
  return trouble === undefined ? undefined : failed(troubles[trouble]);
}

/** With the fault `lateCommitMs`, until when a write of now stays out of the deltas. */
export function heldUntil({ faults, clock }: Organization): number | undefined {
  const late = faults.settings().lateCommitMs;
  return late === undefined ? undefined : clock.now() + late;
}
