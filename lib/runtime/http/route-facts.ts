import type { Role } from "./route.ts";

/** Each includes the ones before it. */
export const ranks: readonly Role[] = ["open", "Tandem.Read", "Tandem.Resolve", "Tandem.Admin"];

/**
 * What a token must carry as `scp`, besides the role, where scopes are asked for. Not the roles' own
 * names: Entra ID refuses an application that has a role and a scope of one name.
 */
export const scopeOf: Readonly<Record<Exclude<Role, "open">, string>> = {
  "Tandem.Read": "read",
  "Tandem.Resolve": "resolve",
  "Tandem.Admin": "admin",
};

/**
 * Every route of the API, with the role that its definition asks for: what infrastructure knows of
 * the route table. The gateway declares these and no others.
 */
export const routeRoles = {
  "GET /v1/errors": "Tandem.Read",
  "GET /v1/errors/{id}": "Tandem.Read",
  "GET /v1/errors/{id}/log": "Tandem.Read",
  "PATCH /v1/errors/{id}": "Tandem.Resolve",
  "POST /v1/errors/actions/retry": "Tandem.Resolve",
  "POST /v1/errors/actions/synchronize": "Tandem.Resolve",
  "POST /v1/errors/actions/restore": "Tandem.Resolve",
  "POST /v1/errors/actions/delete": "Tandem.Resolve",
  "POST /v1/errors/actions/remove-coupling": "Tandem.Resolve",
  "POST /v1/errors/actions/find-deleted": "Tandem.Resolve",
  "GET /v1/couplings": "Tandem.Read",
  "GET /v1/couplings/{id}": "Tandem.Read",
  "GET /v1/couplings/{id}/log": "Tandem.Read",
  "POST /v1/couplings": "Tandem.Resolve",
  "POST /v1/couplings/actions/synchronize": "Tandem.Resolve",
  "POST /v1/couplings/actions/delete": "Tandem.Resolve",
  "GET /v1/mappings": "Tandem.Read",
  "GET /v1/mappings/{name}": "Tandem.Read",
  "PUT /v1/mappings/{name}": "Tandem.Admin",
  "DELETE /v1/mappings/{name}": "Tandem.Admin",
  "POST /v1/mappings/{name}/actions/synchronize": "Tandem.Admin",
  "POST /v1/mappings/{name}/actions/full-synchronize": "Tandem.Admin",
  "POST /v1/mappings/{name}/actions/verify": "Tandem.Admin",
  "POST /v1/mappings/{name}/actions/couple": "Tandem.Admin",
  "POST /v1/mappings/actions/uncouple": "Tandem.Admin",
  "POST /v1/mappings/actions/full-synchronize": "Tandem.Admin",
  "GET /v1/jobs": "Tandem.Read",
  "GET /v1/jobs/{id}": "Tandem.Read",
  "GET /v1/jobs/{id}/log": "Tandem.Read",
  "POST /v1/jobs/{id}/actions/cancel": "Tandem.Admin",
  "GET /v1/schedules": "Tandem.Read",
  "GET /v1/schedules/{mapping}": "Tandem.Read",
  "PUT /v1/schedules/{mapping}": "Tandem.Admin",
  "POST /v1/schedules/{mapping}/actions/hold": "Tandem.Admin",
  "POST /v1/schedules/{mapping}/actions/resume": "Tandem.Admin",
  "POST /v1/schedules/{mapping}/actions/run": "Tandem.Admin",
  "GET /v1/metadata/{app}/tables": "Tandem.Read",
  "GET /v1/metadata/{app}/tables/{table}": "Tandem.Read",
  "GET /v1/records": "Tandem.Read",
  "GET /v1/looks/{id}": "Tandem.Read",
  "GET /health": "open",
  "GET /v1/me": "Tandem.Read",
  "GET /v1/status": "Tandem.Read",
  "GET /v1/openapi.json": "open",
} as const satisfies Readonly<Record<string, Role>>;
