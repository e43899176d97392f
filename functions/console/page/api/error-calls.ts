import type { ErrorKind, ErrorStatus } from "../../../../lib/domain/error/error-item.ts";
import type { Side } from "../../../../lib/domain/side.ts";
import { BulkShape } from "../../../../lib/runtime/http/shapes/bulk.ts";
import { ErrorItemShape } from "../../../../lib/runtime/http/shapes/error-item.ts";
import { StartedJobs } from "../../../../lib/runtime/http/shapes/job.ts";
import { pageOf } from "../../../../lib/runtime/http/shapes/page.ts";
import { type Api, ask } from "./ask.ts";
import type { ErrorItem } from "./shapes.ts";

export interface ErrorFilter {
  readonly mapping?: string | undefined;
  readonly kind?: ErrorKind | undefined;
  readonly status?: ErrorStatus | undefined;
}

/** Which errors an action is about. `seen` are their revisions as they were shown. */
export type ErrorChoice =
  | {
      readonly ids: readonly string[];
      readonly seen?: Readonly<Record<string, number>> | undefined;
    }
  | { readonly filter: ErrorFilter }
  | { readonly all: true };

export type ErrorAct =
  | { readonly action: "retry"; readonly runNow?: boolean | undefined }
  | {
      readonly action: "synchronize";
      readonly use: Side | "merge";
      readonly fields?: Readonly<Record<string, Side>> | undefined;
    }
  | { readonly action: "restore" | "delete" | "remove-coupling" };

interface PageAsked {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const Errors = pageOf(ErrorItemShape);

export const listErrors = (
  api: Api,
  filter: ErrorFilter & { readonly search?: string | undefined },
  page: PageAsked,
) => ask(api, { path: "/v1/errors", query: { ...filter, ...page } }, Errors);

export interface Doing {
  readonly act: ErrorAct;
  readonly choice: ErrorChoice;
  readonly preview?: boolean | undefined;
  readonly idempotencyKey: string;
}

export function actOnErrors(api: Api, { act, choice, preview, idempotencyKey }: Doing) {
  const { action, ...more } = act;
  const path = `/v1/errors/actions/${action}`;
  const body = { ...choice, ...more, ...(preview === true && { preview }) };
  return ask(api, { method: "POST", path, body, idempotencyKey }, BulkShape);
}

export const findDeleted = (api: Api, mapping: string | undefined, idempotencyKey: string) =>
  ask(
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
  ask(api, { method: "PATCH", path: pathOf(id), body: notes }, ErrorItemShape);

const pathOf = (id: string): string => `/v1/errors/${encodeURIComponent(id)}`;
