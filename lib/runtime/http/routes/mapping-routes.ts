import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import { TableMapping } from "../../../domain/mapping/mapping.ts";
import { ok } from "../../../domain/result.ts";
import { declined } from "../../../manage/manage-failure.ts";
import { changeMapping } from "../../../manage/mappings/change-mapping.ts";
import { deleteMapping } from "../../../manage/mappings/delete-mapping.ts";
import { storedMapping } from "../../../manage/mappings/find-mapping.ts";
import { listMappings } from "../../../manage/mappings/list-mappings.ts";
import type { StoredMapping } from "../../../ports/store.ts";
import { etagOf, expectedBy } from "../request/etag.ts";
import { route } from "../route.ts";
import {
  DeletedMappingShape,
  ListedMappingShape,
  MappingBody,
  showListedMapping,
} from "../shapes/mapping.ts";
import { pageOf, pageReply, paging } from "../shapes/page.ts";

const Conditions = z.object({
  "if-match": z.optional(z.string()),
  "if-none-match": z.optional(z.string()),
});

const OneMapping = z.strictObject({ name: MappingName });

export const mappingRoutes = {
  "GET /v1/mappings": route({
    does: "Integration table mappings by name, each with its errors, couplings and runs",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject(paging) }),
    answer: pageOf(ListedMappingShape),
    statuses: [200],
    run: async (app, { query }) => {
      const page = await listMappings(app, query);
      return page.ok ? pageReply(page.value, showListedMapping) : page;
    },
  }),

  "GET /v1/mappings/{name}": route({
    does: "One integration table mapping; its ETag is what a change has to name",
    role: "Tandem.Read",
    input: z.object({ params: OneMapping }),
    answer: TableMapping,
    statuses: [200],
    run: async (app, { params: { name } }) => {
      const found = await storedMapping(app, name);
      if (!found.ok) return found;
      const { mapping, revision } = found.value;
      return ok({ status: 200, body: mapping, headers: { etag: etagOf(revision) } });
    },
  }),

  "PUT /v1/mappings/{name}": route({
    does: "Changes a mapping (If-Match: its ETag), or adds one (If-None-Match: *)",
    role: "Tandem.Admin",
    input: z.object({ params: OneMapping, headers: Conditions, body: MappingBody }),
    answer: TableMapping,
    statuses: [200, 201],
    run: async (app, { params: { name }, headers, body }) => {
      const expected = expectedBy(headers);
      if (expected === undefined) return declined("preconditionMissing", sayWhich);
      const changed = await changeMapping(app, { name, mapping: body, expected });
      return changed.ok ? ok(storedReply(changed.value)) : changed;
    },
  }),

  "DELETE /v1/mappings/{name}": route({
    does: "Puts a shipped mapping back as it was; removes another one that has no couplings (If-Match: its ETag, or * for whatever it is by now)",
    role: "Tandem.Admin",
    input: z.object({ params: OneMapping, headers: z.pick(Conditions, { "if-match": true }) }),
    answer: DeletedMappingShape,
    statuses: [200],
    run: async (app, { params: { name }, headers }) => {
      const expected = expectedBy(headers);
      if (expected === undefined) return declined("preconditionMissing", sayWhichToDelete);
      const deleted = await deleteMapping(app, { name, expected });
      if (!deleted.ok) return deleted;
      if (deleted.value.kind === "removed") {
        return ok({ status: 200, body: { outcome: "removed" as const, name } });
      }
      const { mapping, revision } = deleted.value.stored;
      const body = { ...mapping, outcome: "restored" as const };
      return ok({ status: 200, body, headers: { etag: etagOf(revision) } });
    },
  }),
};

const sayWhich =
  'Read the mapping and send its ETag as If-Match, or "If-None-Match: *" to add a new one.';

const sayWhichToDelete =
  "Read the mapping and send its ETag as If-Match: a shipped one loses all changes that were made to it. Or * for whatever it is by now.";

const storedReply = ({ mapping, revision }: StoredMapping) => ({
  status: revision === 1 ? (201 as const) : (200 as const),
  body: mapping,
  headers: { etag: etagOf(revision) },
});
