import { StatusShape } from "../../../../lib/runtime/http/shapes/status.ts";
import { type Api, ask } from "./ask.ts";

export const readStatus = (api: Api) => ask(api, { path: "/v1/status" }, StatusShape);
