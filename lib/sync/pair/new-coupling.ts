import type { Coupling } from "../../domain/coupling.ts";
import { couplingIdOf } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { textOf, titleOf } from "./titles.ts";

/** A coupling of two records that never agreed on anything yet, not stored. */
export const draftCoupling = (
  mapping: TableMapping,
  businessCentral: AppRecord,
  dataverse: AppRecord,
): Coupling => ({
  id: couplingIdOf(mapping.name, businessCentral.id),
  mapping: mapping.name,
  ids: { businessCentral: businessCentral.id, dataverse: dataverse.id },
  base: {},
  versions: { businessCentral: businessCentral.version, dataverse: dataverse.version },
  unread: [],
  key: textOf(businessCentral.fields[mapping.businessCentral.key]),
  title: titleOf(mapping, "businessCentral", businessCentral),
  status: "active",
  revision: 0,
});
