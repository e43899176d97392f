import type { MappingName, RecordId } from "../../../domain/ids.ts";
import type { TableMapping } from "../../../domain/mapping.ts";
import type { PerSide, Side } from "../../../domain/side.ts";
import type { ManageApp } from "../../../manage/manage-app.ts";

/** Where a person opens a record; null when there is no record, or its mapping is gone. */
export type Links = (mapping: MappingName, side: Side, id: RecordId | undefined) => string | null;

export async function loadLinks({
  store,
  addresses,
}: Pick<ManageApp, "store" | "addresses">): Promise<Links> {
  const mappings = new Map(
    (await store.mappings.all()).map(({ mapping }) => [mapping.name, mapping]),
  );
  return (name, side, id) => {
    const mapping = mappings.get(name);
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
  const root = api === undefined ? company : company.replace("/api/v2.0/", `/api/${api}/`);
  return `${root}/${entity}(${id})`;
}

function dataverseUrl(
  organisation: string,
  { set, table }: TableMapping["dataverse"],
  id: RecordId,
): string {
  const root = withoutSlash(organisation);
  return isMicrosoft(root, "dynamics.com")
    ? `${root}/main.aspx?pagetype=entityrecord&etn=${table}&id=${id}`
    : `${root}/api/data/v9.2/${set}(${id})`;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

const isMicrosoft = (url: string, domain: string): boolean =>
  new URL(url).hostname.endsWith(`.${domain}`);
