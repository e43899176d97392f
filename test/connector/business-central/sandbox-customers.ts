import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { AppRecord, WireFields } from "../../../lib/domain/record.ts";
import type { Write } from "../../../lib/ports/business-app.ts";
import { type aSandboxCompany, recordId } from "./sandbox-company.ts";
import { customers as customersOf, idOf } from "./told-company.ts";

export const customers: Entity = {
  ...customersOf,
  columns: [...customersOf.columns, "paymentTermsId"],
};

export const someCustomers = (world: Awaited<ReturnType<typeof aSandboxCompany>>, count: number) =>
  Array.from({ length: count }, (_, index) =>
    recordId(world.sandbox.data.insert("customers", { displayName: `Customer ${index + 1}` })),
  );

export const update = (record: AppRecord, fields: WireFields, keep: WireFields = {}): Write => ({
  kind: "update",
  id: record.id,
  version: record.version,
  fields,
  keep: () => keep,
});

export const create = (n: number, fields: WireFields): Write => ({
  kind: "create",
  plannedId: idOf(n),
  fields,
});
