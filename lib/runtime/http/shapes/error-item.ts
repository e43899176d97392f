import * as z from "zod/mini";
import {
  type ErrorItem,
  errorActions,
  errorKinds,
  errorStatuses,
  type FieldComparison,
} from "../../../domain/error/error-item.ts";
import { actionsOf } from "../../../domain/error/error-transitions.ts";
import { CouplingId, ErrorId, JobId, MappingName, RecordId } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import { Value } from "../../../domain/record.ts";
import type { Side } from "../../../domain/side.ts";
import type { Tell } from "../../../manage/display-links.ts";
import type { Links } from "./links.ts";

/** Null where nobody knows. */
const SideShape = z.object({
  id: z.nullable(RecordId),
  exists: z.nullable(z.boolean()),
  title: z.nullable(z.string()),
  /** Where a person opens the record. */
  url: z.nullable(z.string()),
  modifiedOn: z.optional(Instant),
});

export const ErrorItemShape = z.object({
  id: ErrorId,
  mapping: MappingName,
  kind: z.enum(errorKinds),
  status: z.enum(errorStatuses),
  message: z.string(),
  hint: z.string(),
  occurrences: z.int(),
  firstFailedAt: Instant,
  lastFailedAt: Instant,
  jobId: JobId,
  couplingId: z.optional(CouplingId),
  /** The next synchronization takes it up again. */
  retryRequested: z.boolean(),
  businessCentral: SideShape,
  dataverse: SideShape,
  /** Records that could be the counterpart (`ambiguousMatch`). */
  candidates: z.optional(z.array(RecordId)),
  fields: z.optional(
    z.array(
      z.object({
        field: z.string(),
        /** Absent when the sides never agreed on this field. */
        base: z.optional(Value),
        businessCentral: Value,
        dataverse: Value,
        conflict: z.boolean(),
      }),
    ),
  ),
  actions: z.array(z.enum(errorActions)),
  /** Who looks after it, what people know about it, and who wrote which of the two when. */
  assignee: z.optional(z.string()),
  note: z.optional(z.string()),
  edits: z.array(
    z.object({
      at: Instant,
      by: z.optional(z.string()),
      assignee: z.optional(z.nullable(z.string())),
      note: z.optional(z.nullable(z.string())),
    }),
  ),
  /** Sent back with an action, it is refused when the item changed meanwhile. */
  revision: z.int(),
});

export type ShownError = ReturnType<ReturnType<typeof showError>>;

export const showError = (links: Links, tell: Tell) => (item: ErrorItem) => ({
  id: item.id,
  mapping: item.mapping,
  kind: item.kind,
  status: item.status,
  message: item.message,
  hint: item.hint,
  occurrences: item.occurrences,
  firstFailedAt: item.firstFailedAt,
  lastFailedAt: item.lastFailedAt,
  jobId: item.jobId,
  couplingId: item.couplingId,
  retryRequested: item.retryRequested,
  businessCentral: showSide(links, item, "businessCentral"),
  dataverse: showSide(links, item, "dataverse"),
  candidates: item.candidates,
  fields: item.fields?.map((compared) => showField(item.mapping, compared, tell)),
  actions: actionsOf(item),
  assignee: item.assignee,
  note: item.note,
  edits: item.edits ?? [],
  revision: item.revision,
});

function showField(mapping: MappingName, compared: FieldComparison, tell: Tell) {
  const { field, base, businessCentral, dataverse, conflict } = compared;
  const told = (value: Value): Value => tell({ mapping, field, value });
  return {
    field,
    base: base === undefined ? undefined : told(base),
    businessCentral: told(businessCentral),
    dataverse: told(dataverse),
    conflict,
  };
}

function showSide(links: Links, { mapping, sides }: ErrorItem, side: Side) {
  const { id, exists, title, modifiedOn } = sides[side];
  return {
    id: id ?? null,
    exists: exists ?? null,
    title: title ?? null,
    /** A link to a record that is gone would lead nowhere. */
    url: exists === false ? null : links(mapping, side, id),
    modifiedOn,
  };
}
