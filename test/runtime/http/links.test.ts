import { describe, expect, test } from "vitest";
import { MappingName, RecordId } from "../../../lib/domain/ids.ts";
import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import type { PerSide } from "../../../lib/domain/side.ts";
import { linksTo } from "../../../lib/runtime/http/shapes/links.ts";
import { creatingMappings } from "../../world/creating-mappings.ts";

const id = RecordId.parse("11111111-0000-4000-8000-000000000001");
const customer = MappingName.parse("CUSTOMER");
const online: PerSide<string> = {
  businessCentral:
    "https://api.businesscentral.dynamics.com/v2.0/7a7d/production/api/v2.0/companies(c0)",
  dataverse: "https://adatum.crm4.dynamics.com/",
};
const elsewhere: PerSide<string> = {
  businessCentral: "http://127.0.0.1:4601/api/v2.0/companies(c0)",
  dataverse: "http://127.0.0.1:4602",
};

const customApi = creatingMappings.map(
  (mapping): TableMapping => ({
    ...mapping,
    businessCentral: { ...mapping.businessCentral, api: "tandem/sales/v1.0" },
  }),
);

describe("links to records", () => {
  test("Dataverse opens the record's form", () => {
    expect(linksTo(online, creatingMappings)(customer, "dataverse", id)).toBe(
      `https://adatum.crm4.dynamics.com/main.aspx?pagetype=entityrecord&etn=account&id=${id}`,
    );
  });

  test("Business Central opens the card, found by the record's id", () => {
    const link = new URL(linksTo(online, creatingMappings)(customer, "businessCentral", id) ?? "");

    expect(link.origin + link.pathname).toBe(
      "https://businesscentral.dynamics.com/7a7d/production/",
    );
    expect(link.searchParams.get("page")).toBe("21");
    expect(link.searchParams.get("filter")).toBe(`'Customer'.SystemId IS '${id}'`);
  });

  test("every shipped mapping has a card in Business Central", () => {
    for (const { name } of creatingMappings) {
      expect(linksTo(online, creatingMappings)(name, "businessCentral", id)).toContain("?page=");
    }
  });

  test("what has no card that we know is shown by its API", () => {
    expect(linksTo(online, customApi)(customer, "businessCentral", id)).toBe(
      `https://api.businesscentral.dynamics.com/v2.0/7a7d/production/api/tandem/sales/v1.0/companies(c0)/customers(${id})`,
    );
  });

  test("other hosts have no client: the API shows the record", () => {
    const links = linksTo(elsewhere, creatingMappings);

    expect(links(customer, "businessCentral", id)).toBe(
      `http://127.0.0.1:4601/api/v2.0/companies(c0)/customers(${id})`,
    );
    expect(links(customer, "dataverse", id)).toBe(
      `http://127.0.0.1:4602/api/data/v9.2/accounts(${id})`,
    );
  });

  test("no record and no mapping have no link", () => {
    const links = linksTo(online, creatingMappings);

    expect(links(customer, "dataverse", undefined)).toBeNull();
    expect(links(MappingName.parse("GONE"), "dataverse", id)).toBeNull();
  });
});
