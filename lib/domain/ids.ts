import * as z from "zod/mini";
import type { Side } from "./side.ts";

/** Name of an integration table mapping, as Business Central writes them: `CUSTOMER`, `ITEM-PRODUCT`. */
export const MappingName = z
  .string()
  .check(
    z.regex(/^[A-Z][A-Z0-9-]{0,39}$/, "This must be the name of a mapping, in capitals: CUSTOMER."),
  )
  .brand<"MappingName">();
export type MappingName = z.infer<typeof MappingName>;

/** Name of a field mapping inside its table mapping. */
export const FieldName = z
  .string()
  .check(
    z.regex(
      /^[a-z][A-Za-z0-9]{0,59}$/,
      "This must be the name of a field: letters and digits, a small letter first.",
    ),
    // Values are kept by field name: a name that every object answers to would always be there.
    z.refine(
      (name) => !(name in Object.prototype),
      "This must be another name: this one is reserved.",
    ),
  )
  .brand<"FieldName">();
export type FieldName = z.infer<typeof FieldName>;

/** A record's GUID in either app, lower case without braces. */
export const RecordId = z
  .string()
  .check(
    z.toLowerCase(),
    z.regex(
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
      "This must be a record's id, a GUID without braces.",
    ),
  )
  .brand<"RecordId">();
export type RecordId = z.infer<typeof RecordId>;

/** `<mapping>.<time-ordered part>`: newest jobs sort last, and the mapping is read off the id. */
export const JobId = z
  .string()
  .check(
    z.regex(
      /^[A-Z][A-Z0-9-]{0,39}\.[0-9a-z-]{8,60}$/,
      "This must be the id of a job, as the list of jobs names it.",
    ),
  )
  .brand<"JobId">();
export type JobId = z.infer<typeof JobId>;

/** `<app>.<time-ordered part>`: the app that is looked at stands in the id, as the queue's group. */
export const LookId = z
  .string()
  .check(
    z.regex(
      /^(?:businessCentral|dataverse)\.[0-9a-z-]{8,60}$/,
      "This must be the id of a look, as its address names it.",
    ),
  )
  .brand<"LookId">();
export type LookId = z.infer<typeof LookId>;

/** `<mapping>.<record id in Business Central>`: a Business Central record has at most one coupling in a mapping. */
export const CouplingId = z
  .string()
  .check(
    z.regex(
      /^[A-Z][A-Z0-9-]{0,39}\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
      "This must be the id of a coupling, as the list of couplings names it.",
    ),
  )
  .brand<"CouplingId">();
export type CouplingId = z.infer<typeof CouplingId>;

/**
 * `<mapping>.<side letter><record id>`: one error item per record, so that a repeated failure finds
 * its item. A coupled pair is named by its Business Central record.
 */
export const ErrorId = z
  .string()
  .check(
    z.regex(
      /^[A-Z][A-Z0-9-]{0,39}\.[bd][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
      "This must be the id of an error, as the list of errors names it.",
    ),
  )
  .brand<"ErrorId">();
export type ErrorId = z.infer<typeof ErrorId>;

/** Where a history entry is kept: `<job id>/<chunk>/<index in the chunk>`. */
export const HistoryRef = z.string().check(z.minLength(1), z.maxLength(160)).brand<"HistoryRef">();
export type HistoryRef = z.infer<typeof HistoryRef>;

export const couplingIdOf = (mapping: MappingName, businessCentralId: RecordId): CouplingId =>
  CouplingId.parse(`${mapping}.${businessCentralId}`);

/** The Business Central record that a coupling is named by. */
export const recordOfCoupling = (id: CouplingId): RecordId =>
  RecordId.parse(id.slice(id.indexOf(".") + 1));

export const errorIdOf = (mapping: MappingName, side: Side, recordId: RecordId): ErrorId =>
  ErrorId.parse(`${mapping}.${side === "businessCentral" ? "b" : "d"}${recordId}`);

/** The record that an error item is named by. */
export const recordOfError = (
  id: ErrorId,
): { readonly side: Side; readonly recordId: RecordId } => {
  const [, named = ""] = id.split(".");
  return {
    side: named.startsWith("b") ? "businessCentral" : "dataverse",
    recordId: RecordId.parse(named.slice(1)),
  };
};

/** The app that a look asks. */
export const appOfLook = (id: LookId): Side =>
  id.startsWith("businessCentral.") ? "businessCentral" : "dataverse";

/** The mapping that a job, coupling or error id belongs to. */
export const mappingOfId = (id: JobId | CouplingId | ErrorId): MappingName =>
  MappingName.parse(id.slice(0, id.indexOf(".")));
