import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Result } from "../../domain/result.ts";
import { failed, ok } from "../../domain/result.ts";
import type { BusinessApp, DataverseFacts } from "../../ports/business-app.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Metadata, Searchable } from "../../ports/metadata.ts";
import type { AppHttp } from "../http/app-http.ts";
import type { AppError } from "./app-error.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { webApiRoot } from "./connection.ts";
import { createFacts } from "./facts.ts";
import { findByValues } from "./find-by-values.ts";
import { metadataOf } from "./metadata.ts";
import { readByIds } from "./read-by-ids.ts";
import { readChanges } from "./read-changes.ts";
import { search } from "./search.ts";
import { writeRecords } from "./write-records.ts";

export interface DataverseSettings {
  readonly http: AppHttp;
  /** The organisation, e.g. `https://contoso.crm4.dynamics.com`. */
  readonly url: string;
  readonly clock: Clock;
  readonly pageSize?: number | undefined;
  readonly batchSize?: number | undefined;
}

/** Dataverse Web API 9.2 of one organisation. */
export function createDataverse({
  http,
  url,
  clock,
  pageSize = 1000,
  batchSize = 1000,
}: DataverseSettings): BusinessApp & DataverseFacts & Metadata & Searchable {
  const connection: Connection = { http, clock, root: webApiRoot(url), pageSize, batchSize };
  return {
    side: "dataverse",
    url,
    readChanges: (entity, from) => readChanges(connection, entity, from),
    readByIds: (entity, ids) => readByIds(connection, entity, ids),
    write: (entity, writes) => writeRecords(connection, entity, writes),
    // Dataverse keeps planned ids, so there is no need to search by content.
    findCreated: async (entity, creates) => {
      const found = await readByIds(
        connection,
        entity,
        creates.map(({ plannedId }) => plannedId),
      );
      if (!found.ok) return found;
      return ok(
        creates.map(({ plannedId }) => {
          const record = found.value.records.get(plannedId);
          return record === undefined ? [] : [record];
        }),
      );
    },
    findByValues: (entity, column, values) => findByValues(connection, entity, column, values),
    serverTime: () => http.serverTime(),
    check: () => check(connection),
    search: (sought) => search(connection, sought),
    ...createFacts(connection),
    ...metadataOf(connection),
  };
}

const WhoAmI = z.looseObject({ UserId: z.string() });

async function check(connection: Connection): Promise<Result<void, AppFailure>> {
  const answer = await ask(connection, {
    url: `${connection.root}WhoAmI`,
    about: {},
    known: (error) => (isNoWebApi(error) ? { code: "badRequest", message: notThere } : {}),
  });
  if (!answer.ok) return answer;
  return WhoAmI.safeParse(answer.value).success
    ? ok(undefined)
    : failed({ code: "badRequest", side: "dataverse", message: notThere });
}

const notThere =
  "No Dataverse Web API answers at the address given. Check the address of the environment, e.g. https://contoso.crm4.dynamics.com.";

const isNoWebApi = ({ status, code }: AppError): boolean =>
  (status >= 300 && status < 400) || (status === 404 && code === "");
