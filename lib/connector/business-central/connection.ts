import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AppHttp, AppHttpOptions } from "../http/app-http.ts";
import { isTooManyParts } from "./app-error.ts";
import { companyUrlForm } from "./company-url.ts";

/** What every request to a company needs. */
export interface Connection {
  readonly http: AppHttp;
  readonly company: Company;
  readonly clock: Clock;
  /** How far each read goes back before the cursor, for transactions that commit late. */
  readonly overlapMinutes: number;
  readonly pageSize: number;
}

export interface Company {
  /** The company itself, in the standard API. */
  readonly url: string;
  /** Of all companies: a subscription names its company itself. */
  readonly subscriptions: string;
  /** Of a custom API, or of the standard one; with a slash at its end. */
  apiRoot(api: string | undefined): string;
  collection(entity: Entity): string;
  batch(entity: Entity): string;
  /** Relative to the API root, as the requests of a batch name it. */
  relative(entity: Entity, id?: RecordId): string;
}

/** Requests of one user that Business Central works on at a time; it queues the rest. */
export const businessCentralLimits: Pick<AppHttpOptions, "maxInFlight" | "isFinal"> = {
  maxInFlight: 5,
  isFinal: isTooManyParts,
};

/** Messages in English whatever the user's language, so that they can be told apart. */
export const commonHeaders = { accept: "application/json", "accept-language": "en-US" } as const;

/** Takes the company's address in the standard API: `…/api/v2.0/companies(<id>)`. */
export function companyAt(companyUrl: string): Company {
  const [, apis, company] = companyUrlForm.exec(companyUrl) ?? [];
  if (apis === undefined || company === undefined) {
    throw new Error(`not the address of a Business Central company: ${companyUrl}`);
  }
  const apiRoot: Company["apiRoot"] = (api) => `${apis}${api ?? "v2.0"}/`;
  const relative: Company["relative"] = ({ set }, id) =>
    `${company}/${set}${id === undefined ? "" : `(${id})`}`;
  return {
    url: `${apis}v2.0/${company}`,
    subscriptions: `${apis}v2.0/subscriptions`,
    apiRoot,
    collection: (entity) => apiRoot(entity.api) + relative(entity),
    batch: (entity) => `${apiRoot(entity.api)}$batch`,
    relative,
  };
}
