import { MappingName } from "../../lib/domain/ids.ts";
import type { Entity } from "../../lib/domain/mapping/entity.ts";
import { metadataContract } from "../contract/metadata-contract.ts";
import { aSandboxCompany } from "./business-central/sandbox-company.ts";
import { idOf } from "./dataverse/organisation.ts";
import { accounts, aSandbox, create } from "./dataverse/sandbox-organisation.ts";

const customers: Entity = {
  mapping: MappingName.parse("CUSTOMER"),
  set: "customers",
  id: "id",
  changeTracking: false,
  columns: ["displayName", "number"],
  filter: [],
};

metadataContract("Business Central", {
  async open() {
    const { company } = await aSandboxCompany();
    await company.write(
      customers,
      ["Adatum", "Fabrikam"].map((displayName) => ({
        kind: "create" as const,
        plannedId: idOf(displayName.length),
        fields: { displayName },
      })),
    );
    return company;
  },
  table: { name: "customers" },
  entity: customers,
  text: { name: "displayName", maxLength: 100 },
  choice: { name: "blocked", value: "_x0020_", label: " " },
  computed: "balanceDue",
  sought: { column: "displayName", text: "DATU", title: "Adatum" },
});

metadataContract("Dataverse", {
  async open() {
    const { dataverse } = await aSandbox();
    await dataverse.write(accounts, [
      create(1, { name: "Adatum" }),
      create(2, { name: "Fabrikam" }),
    ]);
    return dataverse;
  },
  table: { name: "account" },
  entity: accounts,
  text: { name: "telephone1", maxLength: 50 },
  choice: { name: "statecode", value: 1, label: "Inactive" },
  computed: "modifiedon",
  sought: { column: "name", text: "DATU", title: "Adatum" },
});
