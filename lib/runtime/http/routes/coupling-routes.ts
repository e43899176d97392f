import * as z from "zod/mini";
import { CouplingId, MappingName, RecordId } from "../../../domain/ids.ts";
import { failed, ok } from "../../../domain/result.ts";
import { sides } from "../../../domain/side.ts";
import { coupleAndWait } from "../../../manage/couplings/couple-and-wait.ts";
import { deleteAllCouplings, deleteCouplings } from "../../../manage/couplings/delete-couplings.ts";
import { listCouplings } from "../../../manage/couplings/list-couplings.ts";
import { findCoupling, logOfCoupling } from "../../../manage/couplings/read-coupling.ts";
import {
  synchronizeAllCouplings,
  synchronizeCouplings,
} from "../../../manage/couplings/synchronize-couplings.ts";
import { declined } from "../../../manage/manage-failure.ts";
import { answerBulk } from "../bulk-answer.ts";
import { logView } from "../log-view.ts";
import { PreferHeaders, preferenceIn } from "../request/prefer.ts";
import { route } from "../route.ts";
import { BulkShape } from "../shapes/bulk.ts";
import { CouplingShape, couplingStatuses, showCoupling } from "../shapes/coupling.ts";
import { couplingChoice } from "../shapes/coupling-choice.ts";
import { StartedJob, startedJob } from "../shapes/job.ts";
import { loadLinks } from "../shapes/links.ts";
import { LogEntryShape } from "../shapes/log-entry.ts";
import { pageOf, pageReply, paging, search } from "../shapes/page.ts";
import { asPreview, preview } from "../shapes/preview.ts";

const OneCoupling = z.strictObject({ id: CouplingId });

/** A number, code or name: none is longer in either app. */
const called = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(250)));

export const couplingRoutes = {
  "GET /v1/couplings": route({
    does: "Coupled records, by mapping; searched are title and number",
    role: "Tandem.Read",
    input: z.object({
      query: z.strictObject({
        ...paging,
        mapping: z.optional(MappingName),
        status: z.optional(z.enum(couplingStatuses)),
        businessCentralId: z.optional(RecordId),
        dataverseId: z.optional(RecordId),
        search,
      }),
    }),
    answer: pageOf(CouplingShape),
    statuses: [200],
    run: async (app, { query: { limit, cursor, ...filter } }) => {
      const page = await listCouplings(app, filter, { limit, cursor });
      return page.ok ? pageReply(page.value, showCoupling(await loadLinks(app))) : page;
    },
  }),

  "GET /v1/couplings/{id}": route({
    does: "One coupling",
    role: "Tandem.Read",
    input: z.object({ params: OneCoupling }),
    answer: CouplingShape,
    statuses: [200],
    run: async (app, { params: { id } }) => {
      const coupling = await findCoupling(app, id);
      if (!coupling.ok) return coupling;
      const links = await loadLinks(app);
      return ok({ status: 200, body: showCoupling(links)(coupling.value) });
    },
  }),

  "GET /v1/couplings/{id}/log": route({
    does: "The Synchronization Log of a coupled pair, newest first; once it is uncoupled, for as long as history is kept",
    role: "Tandem.Read",
    input: z.object({ params: OneCoupling, query: z.strictObject(paging) }),
    answer: pageOf(LogEntryShape),
    statuses: [200],
    run: async (app, { params: { id }, query }) => {
      const log = await logOfCoupling(app, id, query);
      return log.ok ? pageReply(log.value, await logView(app, log.value.items)) : log;
    },
  }),

  "POST /v1/couplings": route({
    does: "Couples two records, or one with a new one; each by its id, or by what people call it",
    role: "Tandem.Resolve",
    input: z.object({
      headers: PreferHeaders,
      body: z.strictObject({
        mapping: MappingName,
        businessCentralId: z.optional(RecordId),
        businessCentralKey: called,
        dataverseId: z.optional(RecordId),
        dataverseTitle: called,
        create: z.optional(z.enum(sides)),
        initialSync: z.optional(z.enum([...sides, "none"])),
        ...preview,
      }),
    }),
    answer: StartedJob,
    statuses: [202],
    run: async (app, { headers, body }, { requestedBy }) => {
      const { waitMilliseconds, applied } = preferenceIn(headers);
      const asked = { ...body, preview: asPreview(body.preview), requestedBy };
      const job = await coupleAndWait(app, asked, waitMilliseconds);
      if (!job.ok) return failed({ ...job.failure, headers: applied });
      const reply = startedJob(job.value);
      return ok({ ...reply, headers: { ...reply.headers, ...applied } });
    },
  }),

  "POST /v1/couplings/actions/synchronize": route({
    does: "Synchronizes these records now; by filter, or all, it takes the role Tandem.Admin",
    role: "Tandem.Resolve",
    input: z.object({ headers: PreferHeaders, body: couplingChoice }),
    answer: BulkShape,
    statuses: [202, 200],
    run: async (app, input, { requestedBy, may }) => {
      const { body } = input;
      const asked = { preview: asPreview(body.preview), requestedBy };
      if ("ids" in body) {
        const end = await synchronizeCouplings(app, { ...asked, ids: body.ids });
        return answerBulk(app, input, ok(end));
      }
      if (!may("Tandem.Admin")) return declined("forbidden", "This needs the role Tandem.Admin.");
      const mapping = "filter" in body ? body.filter.mapping : undefined;
      const end = await synchronizeAllCouplings(app, { ...asked, mapping });
      return answerBulk(app, input, end);
    },
  }),

  "POST /v1/couplings/actions/delete": route({
    does: "Delete Coupling of one or more; by filter, or of all, it takes the role Tandem.Admin",
    role: "Tandem.Resolve",
    input: z.object({ headers: PreferHeaders, body: couplingChoice }),
    answer: BulkShape,
    statuses: [202, 200],
    run: async (app, input, { requestedBy, may }) => {
      const { body } = input;
      const asked = { preview: asPreview(body.preview), requestedBy };
      if ("ids" in body) {
        const end = await deleteCouplings(app, { ...asked, ids: body.ids });
        return answerBulk(app, input, ok(end));
      }
      if (!may("Tandem.Admin")) return declined("forbidden", "This needs the role Tandem.Admin.");
      const mapping = "filter" in body ? body.filter.mapping : undefined;
      const end = await deleteAllCouplings(app, { ...asked, mapping });
      return answerBulk(app, input, end);
    },
  }),
};
