import * as z from "zod/mini";
import type { Coupling } from "../../../domain/coupling.ts";
import { CouplingId, ErrorId, JobId, MappingName, RecordId } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import type { Links } from "./links.ts";

export const couplingStatuses = ["active", "retrying", "skipped"] as const;

export const CouplingShape = z.object({
  id: CouplingId,
  mapping: MappingName,
  businessCentralId: RecordId,
  dataverseId: RecordId,
  status: z.enum(couplingStatuses),
  errorId: z.optional(ErrorId),
  lastSynchronizedAt: z.optional(Instant),
  lastJobId: z.optional(JobId),
  titles: z.object({ businessCentral: z.string(), dataverse: z.string() }),
  /** Where a person opens each record. */
  urls: z.object({
    businessCentral: z.nullable(z.string()),
    dataverse: z.nullable(z.string()),
  }),
});

export const showCoupling = (links: Links) => (coupling: Coupling) => ({
  id: coupling.id,
  mapping: coupling.mapping,
  businessCentralId: coupling.ids.businessCentral,
  dataverseId: coupling.ids.dataverse,
  status: coupling.status,
  errorId: coupling.errorId,
  lastSynchronizedAt: coupling.lastSynchronizedAt,
  lastJobId: coupling.lastJobId,
  titles: { businessCentral: coupling.title, dataverse: coupling.title },
  urls: {
    businessCentral: links(coupling.mapping, "businessCentral", coupling.ids.businessCentral),
    dataverse: links(coupling.mapping, "dataverse", coupling.ids.dataverse),
  },
});
