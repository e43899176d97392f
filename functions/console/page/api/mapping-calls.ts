import { TableMapping } from "../../../../lib/domain/mapping.ts";
import { type Api, ask } from "./ask.ts";

export const readMapping = (api: Api, name: string) =>
  ask(api, { path: `/v1/mappings/${encodeURIComponent(name)}` }, TableMapping);
