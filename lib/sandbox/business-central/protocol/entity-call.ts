import type { QueryOptions } from "../../odata/query-options.ts";
import type { SandboxRequest } from "../../web/exchange.ts";
import type { Company } from "../store/company.ts";
import type { Page } from "../tables/pages.ts";
import type { Address } from "./addresses.ts";

/** One request for an entity, understood so far. */
export interface EntityCall {
  readonly company: Company;
  readonly request: SandboxRequest;
  readonly address: Address;
  readonly page: Page;
  /** The key of the document when lines are reached through it. */
  readonly parent: string | undefined;
  readonly query: QueryOptions;
}

export const jsonHeaders: Readonly<Record<string, string>> = {
  "content-type": "application/json; odata.metadata=minimal; odata.streaming=true",
  "odata-version": "4.0",
};
