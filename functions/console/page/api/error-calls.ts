import type { ErrorKind, ErrorStatus } from "../../../../lib/domain/error/error-item.ts";
import type { Side } from "../../../../lib/domain/side.ts";
import { BulkShape } from "../../../../lib/runtime/http/shapes/bulk.ts";
import { ErrorItemShape } from "../../../../lib/runtime/http/shapes/error-item.ts";
import { StartedJobs } from "../../../../lib/runtime/http/shapes/job.ts";
import { pageOf } from "../../../../lib/runtime/http/shapes/page.ts";
import { type Api, callApi, type PageRequest } from "./call-api.ts";
import type { ErrorItem } from "./shapes.ts";

export interface ErrorFilter {
  readonly mapping?: string | undefined;
  readonly kind?: ErrorKind | undefined;
  readonly status?: ErrorStatus | undefined;
}

/** Which errors an action is about. `seen` are their revisions as they were shown. */
export type ErrorSelection =
  | {
      readonly ids: readonly string[];
      readonly seen?: Readonly<Record<string, number>> | undefined;
    }
  | { readonly filter: ErrorFilter }
  | { readonly all: true };

export type RequestedAction =
  | { readonly action: "retry"; readonly runNow?: boolean | undefined }
  | {
      readonly action: "synchronize";
      readonly use: Side | "merge";
      readonly fields?: Readonly<Record<string, Side>> | undefined;
    }
  | { readonly action: "restore" | "delete" | "remove-coupling" };

const Errors = pageOf(ErrorItemShape);

export const listErrors = (
  api: Api,
  filter: ErrorFilter & { readonly search?: string | undefined },
  page: PageRequest,
) => callApi(api, { path: "/v1/errors", query: { ...filter, ...page } }, Errors);

export interface ErrorActionRequest {
  readonly act: RequestedAction;
  readonly selection: ErrorSelection;
  readonly preview?: boolean | undefined;
  readonly idempotencyKey: string;
}

export function actOnErrors(
  api: Api,
  { act, selection, preview, idempotencyKey }: ErrorActionRequest,
) {
  const { action, ...more } = act;
  const path = `/v1/errors/actions/${action}`;
  const body = { ...selection, ...more, ...(preview === true && { preview }) };
  return callApi(api, { method: "POST", path, body, idempotencyKey }, BulkShape);
}

export const findDeleted = (api: Api, mapping: string | undefined, idempotencyKey: string) =>
  callApi(
    api,
    {
      method: "POST",
      path: "/v1/errors/actions/find-deleted",
      body: mapping === undefined ? {} : { mapping },
      idempotencyKey,
      isFollowed: true,
    },
    StartedJobs,
  );

export interface Notes {
  readonly assignee: string | null;
  readonly note: string | null;
  readonly revision: number;
}

export const changeNotes = (api: Api, id: ErrorItem["id"], notes: Notes) =>
  callApi(api, { method: "PATCH", path: pathOf(id), body: notes }, ErrorItemShape);

const pathOf = (id: string): string => `/v1/errors/${encodeURIComponent(id)}`;
