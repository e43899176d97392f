import type { Route } from "./route.ts";
import { couplingRoutes } from "./routes/coupling-routes.ts";
import { jobRoutes } from "./routes/job-routes.ts";
import { mappingRoutes } from "./routes/mapping-routes.ts";
import { systemRoutes } from "./routes/system-routes.ts";

/** Every route of the API, by method and path. Validation, contract and gateway come from this table. */
export const routes: Readonly<Record<string, Route>> = {
  ...systemRoutes,
  ...mappingRoutes,
  ...couplingRoutes,
  ...jobRoutes,
};
