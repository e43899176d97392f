import { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import {
  DeletedMappingShape,
  ListedMappingShape,
} from "../../../../lib/runtime/http/shapes/mapping.ts";
import { pageOf } from "../../../../lib/runtime/http/shapes/page.ts";
import { type Answer, type Api, callApi, callApiForEtag, type PageRequest } from "./call-api.ts";

const Mappings = pageOf(ListedMappingShape);

export const listMappings = (api: Api, page: PageRequest) =>
  callApi(api, { path: "/v1/mappings", query: { ...page } }, Mappings);

export const readMapping = (api: Api, name: string) =>
  callApi(api, { path: pathOf(name) }, TableMapping);

/** With the tag that a change has to name. */
export const readTaggedMapping = (api: Api, name: string) =>
  callApiForEtag(api, { path: pathOf(name) }, TableMapping);

/** Refused with 412 where somebody else changed it since it was read. */
export const saveMapping = (api: Api, { value, etag }: Answer<TableMapping>) =>
  callApi(
    api,
    { method: "PUT", path: pathOf(value.name), body: value, ifMatch: etag ?? "*" },
    TableMapping,
  );

/** Puts a shipped mapping back as it was. */
export const restoreMapping = (api: Api, { value, etag }: Answer<TableMapping>) =>
  callApi(
    api,
    { method: "DELETE", path: pathOf(value.name), ifMatch: etag ?? "*" },
    DeletedMappingShape,
  );

const pathOf = (name: string): string => `/v1/mappings/${encodeURIComponent(name)}`;
