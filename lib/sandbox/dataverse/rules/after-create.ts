import { type Call, heldUntil } from "../store/organization.ts";
import type { Row } from "../tables/row.ts";
import type { TableDefinition } from "../tables/table-definition.ts";

/** A unit group brings its base unit with it. */
export function noteCreated(call: Call, table: TableDefinition, row: Row): void {
  if (table.logicalName !== "uomschedule") return;
  const { createdon, createdby, modifiedon, modifiedby, baseuomname } = row.values;
  const base = {
    name: baseuomname ?? null,
    uomscheduleid: { table: "uomschedule", id: row.id },
    quantity: { decimal: "1.0000000000" },
    isschedulebaseuom: true,
    createdon: createdon ?? null,
    createdby: createdby ?? null,
    modifiedon: modifiedon ?? null,
    modifiedby: modifiedby ?? null,
  };
  const { organization } = call;
  organization.store.put("uom", organization.newId(), base, heldUntil(organization));
}
