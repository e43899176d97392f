import type { RecordId } from "../../domain/ids.ts";
import type { Entity } from "../../domain/mapping/entity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AppHttp } from "../http/app-http.ts";

/** Everything that reading from and writing to one Dataverse organisation needs. */
export interface Connection {
  readonly http: AppHttp;
  /** Web API root of the organisation, with a slash at its end. */
  readonly root: string;
  readonly clock: Clock;
  /** Rows per page; Dataverse cuts it to 5000. */
  readonly pageSize: number;
  /** Operations per `$batch`; Dataverse takes at most 1000. */
  readonly batchSize: number;
}

export const webApiRoot = (organisation: string): string =>
  `${organisation.replace(/\/+$/, "")}/api/data/v9.2/`;

export const odataHeaders = {
  Accept: "application/json",
  "OData-MaxVersion": "4.0",
  "OData-Version": "4.0",
};

/** `If-None-Match: null` keeps Dataverse and what stands between from answering out of a cache. */
export const readHeaders = { ...odataHeaders, "If-None-Match": "null" };

export const writeHeaders = {
  ...odataHeaders,
  "Content-Type": "application/json; charset=utf-8",
  Prefer: "return=representation",
};

/** The version comes with every row; `modifiedon` is for "latest wins" and tables without tracking. */
export const selectOf = (entity: Entity): string =>
  `$select=${[...new Set([entity.id, "modifiedon", ...entity.columns])].join(",")}`;

export const rowUrl = ({ root }: Pick<Connection, "root">, set: string, id: RecordId): string =>
  `${root}${set}(${id})`;

/**
 * A link that an earlier answer gave is asked with our token, so it may lead nowhere but to the
 * same table of the same organisation.
 */
export function isOwnLink({ root }: Pick<Connection, "root">, set: string, link: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  const own = new URL(`${root}${set}`);
  return (
    url.origin === own.origin &&
    url.pathname === own.pathname &&
    url.username === "" &&
    url.password === ""
  );
}

/** An app on this machine may come back on another port: its links lead to where it listens now. */
export function linkOfToday({ root }: Pick<Connection, "root">, link: string): string {
  if (!isOnThisMachine(root) || !isOnThisMachine(link)) return link;
  const url = new URL(link);
  url.port = new URL(root).port;
  return url.href;
}

const isOnThisMachine = (url: string): boolean =>
  URL.canParse(url) && new URL(url).hostname === "127.0.0.1";
