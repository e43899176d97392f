import type { Tenant } from "../tenant/tenant.ts";

/** Where the functions' own numbers are found in CloudWatch. */
export const metricsNamespace = ({ name }: Tenant): string => `Tandem/${name}`;

/** What a function that counts is told. */
export const countingVariables = (tenant: Tenant) => ({
  METRICS_NAMESPACE: metricsNamespace(tenant),
  METRICS_BY: tenant.metricsBy,
});
