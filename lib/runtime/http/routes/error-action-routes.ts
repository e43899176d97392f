import * as z from "zod/mini";
import { FieldName, MappingName } from "../../../domain/ids.ts";
import { failed, ok, type Result } from "../../../domain/result.ts";
import { sides } from "../../../domain/side.ts";
import type { BulkResult } from "../../../manage/bulk-result.ts";
import { actAndWait } from "../../../manage/errors/act-and-wait.ts";
import { type Act, actOnErrors } from "../../../manage/errors/act-on-errors.ts";
import { retryErrors } from "../../../manage/errors/retry-errors.ts";
import { awaitJobs } from "../../../manage/jobs/await-jobs.ts";
import type { ManageApp } from "../../../manage/manage-app.ts";
import type { ManageFailure } from "../../../manage/manage-failure.ts";
import { findDeleted } from "../../../manage/mappings/verify-match-find-deleted.ts";
import { answerBulk } from "../bulk-answer.ts";
import { PreferHeaders, preferenceIn } from "../request/prefer.ts";
import { type Caller, route } from "../route.ts";
import { BulkShape, bulkReply } from "../shapes/bulk.ts";
import { choiceOf, errorChoice } from "../shapes/error-choice.ts";
import { StartedJobs, startedJobs } from "../shapes/job.ts";
import { asPreview, preview } from "../shapes/preview.ts";
import { withPresent } from "../with-present.ts";

const bulk = async (app: ManageApp, end: Result<BulkResult, ManageFailure>) =>
  end.ok ? ok(bulkReply(end.value)) : withPresent(app, end.failure);

type Choice = Parameters<typeof choiceOf>[0] & { readonly preview?: boolean | undefined };

interface Input {
  readonly body: Choice;
  readonly headers: z.infer<typeof PreferHeaders>;
}

/** Waits for what becomes of items that were chosen by name. */
async function actAndTell(app: ManageApp, { requestedBy }: Caller, input: Input, act: Act) {
  const { waitMilliseconds, applied } = preferenceIn(input.headers);
  const asked = {
    act,
    ...choiceOf(input.body),
    preview: asPreview(input.body.preview),
    requestedBy,
  };
  const told = await bulk(app, await actAndWait(app, asked, waitMilliseconds));
  return told.ok
    ? ok({ ...told.value, headers: { ...told.value.headers, ...applied } })
    : failed({ ...told.failure, headers: applied });
}

export const errorActionRoutes = {
  "POST /v1/errors/actions/retry": route({
    does: "Include records in the next synchronization; runNow also starts it",
    role: "Tandem.Resolve",
    input: z.object({
      headers: PreferHeaders,
      body: errorChoice({ runNow: z._default(z.boolean(), false) }),
    }),
    answer: BulkShape,
    statuses: [200, 202],
    run: async (app, input, { requestedBy }) => {
      const { body } = input;
      const asked = { ...choiceOf(body), requestedBy };
      const act = { kind: "retry" } as const;
      const end =
        body.preview === true
          ? await actOnErrors(app, { ...asked, act, preview: true })
          : await retryErrors(app, { ...asked, runNow: body.runNow });
      return answerBulk(app, input, end);
    },
  }),

  "POST /v1/errors/actions/synchronize": route({
    does: "Synchronizes records with the data a person chose: one side's, both sides' where they do not dispute, or by field",
    role: "Tandem.Resolve",
    input: z.object({
      headers: PreferHeaders,
      body: errorChoice({
        use: z.enum([...sides, "merge"]),
        fields: z.optional(z.record(FieldName, z.enum(sides))),
        force: z.optional(z.boolean()),
      }),
    }),
    answer: BulkShape,
    statuses: [202, 200],
    run: (app, input, caller) => {
      const { use, fields, force } = input.body;
      return actAndTell(app, caller, input, { kind: "synchronizeErrors", use, fields, force });
    },
  }),

  "POST /v1/errors/actions/restore": route({
    does: "Recreates deleted records and couples them",
    role: "Tandem.Resolve",
    input: z.object({ headers: PreferHeaders, body: errorChoice({}) }),
    answer: BulkShape,
    statuses: [202, 200],
    run: (app, input, caller) => actAndTell(app, caller, input, { kind: "restore" }),
  }),

  "POST /v1/errors/actions/delete": route({
    does: "Deletes the surviving records and couplings",
    role: "Tandem.Resolve",
    input: z.object({
      headers: PreferHeaders,
      body: errorChoice({ force: z.optional(z.boolean()) }),
    }),
    answer: BulkShape,
    statuses: [202, 200],
    run: (app, input, caller) =>
      actAndTell(app, caller, input, { kind: "delete", force: input.body.force }),
  }),

  "POST /v1/errors/actions/remove-coupling": route({
    does: "Uncouples records; both stay",
    role: "Tandem.Resolve",
    input: z.object({ headers: PreferHeaders, body: errorChoice({}) }),
    answer: BulkShape,
    statuses: [202, 200],
    run: async (app, input, { requestedBy }) => {
      const { body } = input;
      const asked = { ...choiceOf(body), preview: asPreview(body.preview), requestedBy };
      const end = await actOnErrors(app, { act: { kind: "removeCoupling" }, ...asked });
      return answerBulk(app, input, end);
    },
  }),

  "POST /v1/errors/actions/find-deleted": route({
    does: "Looks for coupled records that are missing on either side, and lists them",
    role: "Tandem.Resolve",
    input: z.object({
      headers: PreferHeaders,
      body: z.optional(z.strictObject({ mapping: z.optional(MappingName), ...preview })),
    }),
    answer: StartedJobs,
    statuses: [202],
    run: async (app, { headers, body }, { requestedBy }) => {
      const jobs = await findDeleted(app, {
        mapping: body?.mapping,
        preview: asPreview(body?.preview),
        requestedBy,
      });
      if (!jobs.ok) return jobs;
      const { waitMilliseconds, applied } = preferenceIn(headers);
      const reply = startedJobs(await awaitJobs(app, jobs.value, waitMilliseconds));
      return ok({ ...reply, headers: { ...reply.headers, ...applied } });
    },
  }),
};
