import * as z from "zod/mini";
import { errorKinds, errorStatuses } from "../../../domain/error-item.ts";
import { ErrorId, MappingName } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import { findError, listErrors } from "../../../manage/find-errors.ts";
import { retryErrors } from "../../../manage/retry-errors.ts";
import { route } from "../route.ts";
import { BulkShape, bulkReply, mostIds } from "../shapes/bulk.ts";
import { ErrorItemShape, showError } from "../shapes/error-item.ts";
import { loadLinks } from "../shapes/links.ts";
import { pageOf, pageReply, paging } from "../shapes/page.ts";

const filter = {
  mapping: z.optional(MappingName),
  kind: z.optional(z.enum(errorKinds)),
  status: z.optional(z.enum(errorStatuses)),
};

const runNow = { runNow: z._default(z.boolean(), false) };

export const errorRoutes = {
  "GET /v1/errors": route({
    does: "Coupled Data Synchronization Errors, newest first",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject({ ...paging, ...filter }) }),
    answer: pageOf(ErrorItemShape),
    statuses: [200],
    run: async (app, { query: { limit, cursor, ...chosen } }) => {
      const page = await listErrors(app, chosen, { limit, cursor });
      return page.ok ? pageReply(page.value, showError(await loadLinks(app))) : page;
    },
  }),

  "GET /v1/errors/{id}": route({
    does: "One error, with both sides' values at the last attempt",
    role: "Tandem.Read",
    input: z.object({ params: z.strictObject({ id: ErrorId }) }),
    answer: ErrorItemShape,
    statuses: [200],
    run: async (app, { params: { id } }) => {
      const item = await findError(app, id);
      if (!item.ok) return item;
      const links = await loadLinks(app);
      return ok({ status: 200, body: showError(links)(item.value) });
    },
  }),

  "POST /v1/errors/actions/retry": route({
    does: "Include records in the next synchronization; runNow also starts it",
    role: "Tandem.Resolve",
    input: z.object({
      body: z.union([
        z.strictObject({
          ids: z.array(ErrorId).check(z.minLength(1), z.maxLength(mostIds)),
          ...runNow,
        }),
        z.strictObject({ filter: z.strictObject(filter), ...runNow }),
        z.strictObject({ all: z.literal(true), ...runNow }),
      ]),
    }),
    answer: BulkShape,
    statuses: [200, 202],
    run: async (app, { body: { runNow: now, ...selection } }, { requestedBy }) =>
      ok(bulkReply(await retryErrors(app, { selection, runNow: now, requestedBy }))),
  }),
};
