import type { Coupling } from "../domain/coupling.ts";
import { couplingIdOf } from "../domain/ids.ts";
import type { TableMapping } from "../domain/mapping.ts";
import type { AppRecord, WireValue } from "../domain/record.ts";

/** A coupling of two records that never agreed on anything yet, not stored. */
export const draftCoupling = (
  mapping: TableMapping,
  businessCentral: AppRecord,
  dataverse: AppRecord,
): Coupling => ({
  id: couplingIdOf(mapping.name, businessCentral.id),
  mapping: mapping.name,
  businessCentralId: businessCentral.id,
  dataverseId: dataverse.id,
  base: {},
  versions: { businessCentral: businessCentral.version, dataverse: dataverse.version },
  unread: [],
  key: textOf(businessCentral.fields[mapping.businessCentral.key]),
  title: titleOf(mapping, "businessCentral", businessCentral),
  status: "active",
  revision: 0,
});

/** What people call the record: its title column, else its key or id. */
export function titleOf(
  mapping: TableMapping,
  side: "businessCentral" | "dataverse",
  record: AppRecord,
): string {
  const title = textOf(record.fields[mapping[side].title]);
  return title === "" ? record.id : title;
}

const textOf = (value: WireValue | undefined): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
