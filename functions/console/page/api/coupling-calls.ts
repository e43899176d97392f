import type { Side } from "../../../../lib/domain/side.ts";
import { BulkShape } from "../../../../lib/runtime/http/shapes/bulk.ts";
import { CouplingShape } from "../../../../lib/runtime/http/shapes/coupling.ts";
import { ErrorItemShape } from "../../../../lib/runtime/http/shapes/error-item.ts";
import { StartedJob } from "../../../../lib/runtime/http/shapes/job.ts";
import { LogEntryShape } from "../../../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../../../lib/runtime/http/shapes/page.ts";
import { type Api, callApi, type PageRequest } from "./call-api.ts";
import type { Coupling } from "./shapes.ts";

export interface CouplingFilter {
  readonly mapping?: string | undefined;
  readonly status?: Coupling["status"] | undefined;
  readonly businessCentralId?: string | undefined;
  readonly dataverseId?: string | undefined;
  readonly search?: string | undefined;
}

const Couplings = pageOf(CouplingShape);
const LogEntries = pageOf(LogEntryShape);

export const listCouplings = (api: Api, filter: CouplingFilter, page: PageRequest) =>
  callApi(api, { path: "/v1/couplings", query: { ...filter, ...page } }, Couplings);

/** Which couplings an action is about. */
export type CouplingSelection =
  | { readonly ids: readonly string[] }
  | { readonly filter: { readonly mapping: string } }
  | { readonly all: true };

interface CouplingActionRequest {
  readonly action: "delete" | "synchronize";
  readonly selection: CouplingSelection;
  readonly preview?: boolean | undefined;
  readonly key: string;
}

export const actOnCouplings = (
  api: Api,
  { action, selection, preview, key }: CouplingActionRequest,
) =>
  callApi(
    api,
    {
      method: "POST",
      path: `/v1/couplings/actions/${action}`,
      body: { ...selection, ...(preview === true && { preview }) },
      idempotencyKey: key,
      isFollowed: true,
    },
    BulkShape,
  );

/** Two records, each by its id or by what it is called, or one and the side where the other is created. */
export interface Pair {
  readonly mapping: string;
  readonly businessCentralId?: string | undefined;
  readonly businessCentralKey?: string | undefined;
  readonly dataverseId?: string | undefined;
  readonly dataverseTitle?: string | undefined;
  readonly create?: Side | undefined;
  readonly initialSync?: Side | "none" | undefined;
}

export const couple = (
  api: Api,
  pair: Pair,
  { preview, key }: { readonly preview: boolean; readonly key: string },
) =>
  callApi(
    api,
    {
      method: "POST",
      path: "/v1/couplings",
      body: { ...pair, ...(preview && { preview }) },
      idempotencyKey: key,
    },
    StartedJob,
  );

/** Whose Synchronization Log: that of a coupled pair, or of a listed error. */
export interface LogSubject {
  readonly kind: "couplings" | "errors";
  readonly id: string;
}

export const readLog = (api: Api, subject: LogSubject, page: PageRequest) =>
  callApi(api, { path: `${pathOf(subject)}/log`, query: { ...page } }, LogEntries);

export const readCoupling = (api: Api, id: string) =>
  callApi(api, { path: pathOf({ kind: "couplings", id }) }, CouplingShape);

export const readError = (api: Api, id: string) =>
  callApi(api, { path: pathOf({ kind: "errors", id }) }, ErrorItemShape);

const pathOf = ({ kind, id }: LogSubject): string => `/v1/${kind}/${encodeURIComponent(id)}`;
