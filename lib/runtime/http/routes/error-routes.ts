import * as z from "zod/mini";
import { ErrorId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import { annotateError } from "../../../manage/errors/annotate-error.ts";
import { findError, listErrors, logOfError } from "../../../manage/errors/read-errors.ts";
import { invalid } from "../../../manage/manage-failure.ts";
import { errorView } from "../error-view.ts";
import { logView } from "../log-view.ts";
import { route } from "../route.ts";
import { errorFilter } from "../shapes/error-choice.ts";
import { ErrorItemShape } from "../shapes/error-item.ts";
import { LogEntryShape } from "../shapes/log-entry.ts";
import { pageOf, pageReply, paging, search } from "../shapes/page.ts";
import { withPresent } from "../with-present.ts";

const nothingToChange = invalid([
  { path: "body", message: 'Send "assignee", "note" or both; null takes away what is there.' },
]);

export const errorRoutes = {
  "GET /v1/errors": route({
    does: "Coupled Data Synchronization Errors, newest first; searched are both records' titles and the message",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject({ ...paging, ...errorFilter, search }) }),
    answer: pageOf(ErrorItemShape),
    statuses: [200],
    run: async (app, { query: { limit, cursor, ...chosen } }) => {
      const page = await listErrors(app, chosen, { limit, cursor });
      return page.ok ? pageReply(page.value, await errorView(app, page.value.items)) : page;
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
      const view = await errorView(app, [item.value]);
      return ok({ status: 200, body: view(item.value) });
    },
  }),

  "GET /v1/errors/{id}/log": route({
    does: "The Synchronization Log of a listed record, coupled or not, newest first; once it is resolved, that of its pair",
    role: "Tandem.Read",
    input: z.object({
      params: z.strictObject({ id: ErrorId }),
      query: z.strictObject(paging),
    }),
    answer: pageOf(LogEntryShape),
    statuses: [200],
    run: async (app, { params: { id }, query }) => {
      const log = await logOfError(app, id, query);
      return log.ok ? pageReply(log.value, await logView(app, log.value.items)) : log;
    },
  }),

  "PATCH /v1/errors/{id}": route({
    does: "Changes who looks after an error, and what people note about it; null takes it away",
    role: "Tandem.Resolve",
    input: z.object({
      params: z.strictObject({ id: ErrorId }),
      body: z.strictObject({
        assignee: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(200)))),
        note: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(4000)))),
        revision: z.optional(z.int()),
      }),
    }),
    answer: ErrorItemShape,
    statuses: [200],
    run: async (app, { params: { id }, body: { revision, ...notes } }, { requestedBy }) => {
      if (notes.assignee === undefined && notes.note === undefined) return nothingToChange;
      const item = await annotateError(app, id, { notes, revision, requestedBy });
      if (!item.ok) return withPresent(app, item.failure);
      const view = await errorView(app, [item.value]);
      return ok({ status: 200, body: view(item.value) });
    },
  }),
};
