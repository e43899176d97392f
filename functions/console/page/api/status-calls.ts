import { StatusShape } from "../../../../lib/runtime/http/shapes/status.ts";
import { type Api, callApi } from "./call-api.ts";

export const readStatus = (api: Api) => callApi(api, { path: "/v1/status" }, StatusShape);
