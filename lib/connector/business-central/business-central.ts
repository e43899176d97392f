import { ok } from "../../domain/result.ts";
import type { BusinessApp, ChangeNotices } from "../../ports/business-app.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Metadata, Searchable } from "../../ports/metadata.ts";
import type { AppHttp } from "../http/app-http.ts";
import { errorOf, failureOf } from "./app-error.ts";
import { type Connection, commonHeaders, companyAt } from "./connection.ts";
import { findByValues } from "./find-by-values.ts";
import { findCreated } from "./find-created.ts";
import { metadataOf } from "./metadata.ts";
import { readByIds } from "./read-by-ids.ts";
import { readChanges } from "./read-changes.ts";
import { search } from "./search.ts";
import { subscribe } from "./subscribe.ts";
import { write } from "./write.ts";

export interface BusinessCentralOptions {
  readonly http: AppHttp;
  /** The company in the standard API: `…/api/v2.0/companies(<id>)`. */
  readonly companyUrl: string;
  readonly clock: Clock;
  /** At least as long as the longest transaction; an operation may take 8 minutes. */
  readonly overlapMinutes?: number | undefined;
  readonly pageSize?: number | undefined;
}

/** One company of Business Central, through its API v2.0 and custom APIs. */
export function createBusinessCentral(
  options: BusinessCentralOptions,
): BusinessApp & ChangeNotices & Metadata & Searchable {
  const { http, clock, companyUrl } = options;
  const connection: Connection = {
    http,
    clock,
    company: companyAt(companyUrl),
    overlapMinutes: options.overlapMinutes ?? 10,
    pageSize: options.pageSize ?? 1_000,
  };
  return {
    side: "businessCentral",
    url: companyUrl,
    readChanges: (entity, from) => readChanges(connection, entity, from),
    readByIds: (entity, ids) => readByIds(connection, entity, ids),
    write: (entity, writes) => write(connection, entity, writes),
    findByValues: (entity, column, values) => findByValues(connection, entity, column, values),
    findCreated: (entity, creates, since) => findCreated(connection, entity, creates, since),
    subscribe: (entity, request) => subscribe(connection, entity, request),
    search: (sought) => search(connection, sought),
    ...metadataOf(connection),
    serverTime: () => http.serverTime(),
    check: () => check(connection),
  };
}

async function check({ http, company }: Connection): ReturnType<BusinessApp["check"]> {
  const answer = await http.send({
    method: "GET",
    url: `${company.url}?$select=id,name`,
    headers: commonHeaders,
  });
  if (answer.kind === "noAnswer") return { ok: false, failure: answer.failure };
  if (answer.status === 200) return ok(undefined);
  const error = errorOf(answer);
  const isUnknown = answer.status === 404;
  return {
    ok: false,
    failure: failureOf(isUnknown ? { ...error, code: "Internal_CompanyNotFound" } : error),
  };
}
