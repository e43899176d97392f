import * as z from "zod/mini";
import { MappingName } from "../../../domain/ids.ts";
import { TableMapping } from "../../../domain/mapping.ts";
import { ok } from "../../../domain/result.ts";
import { listMappings } from "../../../manage/list-mappings.ts";
import { storedMapping } from "../../../manage/stored-mapping.ts";
import { etagOf } from "../etag.ts";
import { route } from "../route.ts";
import { pageOf, pageReply, paging } from "../shapes/page.ts";

const OneMapping = z.strictObject({ name: MappingName });

export const mappingRoutes = {
  "GET /v1/mappings": route({
    does: "Integration table mappings, by name",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject(paging) }),
    answer: pageOf(TableMapping),
    statuses: [200],
    run: async (app, { query }) => {
      const page = await listMappings(app, query);
      return page.ok ? pageReply(page.value, ({ mapping }) => mapping) : page;
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
};
