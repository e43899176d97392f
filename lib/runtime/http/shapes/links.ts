import type { MappingName, RecordId } from "../../../domain/ids.ts";
import type { TableMapping } from "../../../domain/mapping/mapping.ts";
import type { PerSide, Side } from "../../../domain/side.ts";
import type { ManageApp } from "../../../manage/manage-app.ts";

/** Where a person opens a record; null when there is no record, or its mapping is gone. */
export type Links = (mapping: MappingName, side: Side, id: RecordId | undefined) => string | null;

export const loadLinks = async ({
  store,
  addresses,
}: Pick<ManageApp, "store" | "addresses">): Promise<Links> =>
  linksTo(
    addresses,
    (await store.mappings.all()).map(({ mapping }) => mapping),
  );

export function linksTo(addresses: PerSide<string>, mappings: readonly TableMapping[]): Links {
  const byName = new Map(mappings.map((mapping) => [mapping.name, mapping]));
  return (name, side, id) => {
    const mapping = byName.get(name);
    return mapping === undefined || id === undefined ? null : urlOf[side](addresses, mapping, id);
  };
}

const urlOf: PerSide<(addresses: PerSide<string>, mapping: TableMapping, id: RecordId) => string> =
  {
    businessCentral: ({ businessCentral }, mapping, id) =>
      businessCentralUrl(businessCentral, mapping.businessCentral, id),
    dataverse: ({ dataverse }, mapping, id) => dataverseUrl(dataverse, mapping.dataverse, id),
  };

function businessCentralUrl(
  companyUrl: string,
  { entity, api }: TableMapping["businessCentral"],
  id: RecordId,
): string {
  const company = withoutSlash(companyUrl);
  const page = api === undefined ? pages[entity] : undefined;
  const online = /^https:\/\/api\.businesscentral\.dynamics\.com\/v2\.0\/(.+?)\/api\//.exec(
    company,
  );
  if (page !== undefined && online !== null) {
    const filter = encodeURIComponent(`'${page.table}'.SystemId IS '${id}'`);
    return `https://businesscentral.dynamics.com/${online[1]}/?page=${page.id}&filter=${filter}`;
  }
  const root = api === undefined ? company : company.replace("/api/v2.0/", `/api/${api}/`);
  return `${root}/${entity}(${id})`;
}

/**
 * Cards of the web client. It names companies by name and the API by id, so the link leaves the
 * company to the user's settings; the filter finds nothing in a wrong one.
 */
const pages: Readonly<Record<string, { readonly id: number; readonly table: string }>> = {
  customers: { id: 21, table: "Customer" },
  contacts: { id: 5050, table: "Contact" },
  currencies: { id: 495, table: "Currency" },
  items: { id: 30, table: "Item" },
  salespeoplePurchasers: { id: 5116, table: "Salesperson/Purchaser" },
};

function dataverseUrl(
  organisation: string,
  { set, table }: TableMapping["dataverse"],
  id: RecordId,
): string {
  const root = withoutSlash(organisation);
  return new URL(root).hostname.endsWith(".dynamics.com")
    ? `${root}/main.aspx?pagetype=entityrecord&etn=${table}&id=${id}`
    : `${root}/api/data/v9.2/${set}(${id})`;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");
