import * as z from "zod/mini";
import { createBusinessCentral } from "../../../lib/connector/business-central/business-central.ts";
import { businessCentralLimits } from "../../../lib/connector/business-central/connection.ts";
import type { AppHttpOptions } from "../../../lib/connector/http/app-http.ts";
import type { WireLoss, WireRequest } from "../../../lib/connector/http/transport.ts";
import { MappingName, RecordId } from "../../../lib/domain/ids.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import type { BusinessApp, ChangeNotices } from "../../../lib/ports/business-app.ts";
import { aToldApp, type Told, type ToldApp } from "../http/told-app.ts";

export const companyId = "9ee48135-93e1-ef11-9344-6045bde9ca09";
export const root = "https://bc.example/v2.0/production/api/v2.0/";

export const customers: Entity = {
  mapping: MappingName.parse("CUSTOMER"),
  set: "customers",
  id: "id",
  changeTracking: false,
  columns: ["number", "displayName", "country", "city", "state", "postalCode", "creditLimit"],
  filter: [],
};

/** The n-th record id of a test. */
export const idOf = (n: number): RecordId =>
  RecordId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, "0")}`);

export const versionOf = (n: number): string => `W/"v${n}"`;

export const aCustomer = (n: number, fields: Readonly<Record<string, unknown>> = {}): object => ({
  "@odata.etag": versionOf(n),
  id: idOf(n),
  lastModifiedDateTime: "2026-11-23T11:00:00.003Z",
  number: `C${n}`,
  displayName: `Customer ${n}`,
  country: "DK",
  city: "Ribe",
  state: "",
  postalCode: "6760",
  creditLimit: 0,
  ...fields,
});

export const anError = (code: string, message = "No."): { error: object } => ({
  error: { code, message: `${message}  CorrelationId:  2c074c12-1644-4f2c-befb-efd681f5a595.` },
});

/** A company that answers as told, to force what the sandbox would not do. */
export function aToldCompany(
  tell: (request: WireRequest, count: number) => Told | WireLoss,
  options: Partial<AppHttpOptions> & { readonly overlapMinutes?: number } = {},
): ToldApp & { readonly company: BusinessApp & ChangeNotices } {
  const { overlapMinutes, ...httpOptions } = options;
  const app = aToldApp(tell, { ...businessCentralLimits, ...httpOptions });
  const company = createBusinessCentral({
    http: app.http,
    companyUrl: `${root}companies(${companyId})`,
    clock: app.clock,
    overlapMinutes,
  });
  return { ...app, company };
}

const Batch = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z._default(z.record(z.string(), z.string()), {}),
      body: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});
export type Part = z.infer<typeof Batch>["requests"][number];

export const partsOf = (request: WireRequest | undefined): readonly Part[] =>
  Batch.parse(JSON.parse(request?.body ?? "")).requests;

export const batchAnswer = (
  request: WireRequest,
  answer: (part: Part, index: number) => { readonly status: number; readonly body?: unknown },
): Told => ({
  body: JSON.stringify({
    responses: partsOf(request).map((part, index) => ({ id: part.id, ...answer(part, index) })),
  }),
});
