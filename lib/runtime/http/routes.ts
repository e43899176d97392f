import { createContractRoute } from "./contract/contract-route.ts";
import type { Route } from "./route.ts";
import type { routeRoles } from "./route-facts.ts";
import { couplingRoutes } from "./routes/coupling-routes.ts";
import { errorActionRoutes } from "./routes/error-action-routes.ts";
import { errorRoutes } from "./routes/error-routes.ts";
import { jobRoutes } from "./routes/job-routes.ts";
import { lookRoutes } from "./routes/look-routes.ts";
import { mappingRoutes } from "./routes/mapping-routes.ts";
import { runRoutes } from "./routes/run-routes.ts";
import { scheduleRoutes } from "./routes/schedule-routes.ts";
import { systemRoutes } from "./routes/system-routes.ts";

const table = {
  ...errorRoutes,
  ...errorActionRoutes,
  ...couplingRoutes,
  ...mappingRoutes,
  ...runRoutes,
  ...jobRoutes,
  ...scheduleRoutes,
  ...lookRoutes,
  ...systemRoutes,
  "GET /v1/openapi.json": createContractRoute(() => routes),
} satisfies Readonly<Record<keyof typeof routeRoles, Route>>;

/** A route that is not among the facts is none: the gateway would not let it through. */
type Undeclared = Exclude<keyof typeof table, keyof typeof routeRoles>;

/** Every route of the API, by method and path. Validation and contract come from this table. */
export const routes: Readonly<Record<string, Route>> = table satisfies Readonly<
  Record<Undeclared, never>
>;
