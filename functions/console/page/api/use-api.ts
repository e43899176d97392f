import { createContext, useContext } from "react";
import { type Api } from "./call-api.ts";

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === undefined) throw new Error("The page has no API");
  return api;
}
