import * as z from "zod/mini";
import { LookId, MappingName } from "../../../domain/ids.ts";
import type { Result } from "../../../domain/result.ts";
import { sides } from "../../../domain/side.ts";
import { findLook, type LookResult, look } from "../../../manage/looks/look.ts";
import { readTable, readTables } from "../../../manage/looks/read-metadata.ts";
import type { ManageFailure } from "../../../manage/manage-failure.ts";
import { LanguageHeaders, languageIn } from "../request/language.ts";
import { PreferHeaders, preferenceIn } from "../request/prefer.ts";
import { route } from "../route.ts";
import { type LookReader, LookShape, lookReply } from "../shapes/look.ts";
import { search } from "../shapes/page.ts";

const headers = z.object({ ...PreferHeaders.shape, ...LanguageHeaders.shape });
const refresh = z.optional(z.stringbool({ truthy: ["true"], falsy: ["false"] }));
const app = z.enum(sides);

/** So long an app is waited for, unless the client says otherwise. */
const usualWait = 10_000;

const replyTo = (result: Result<LookResult, ManageFailure>, reader: LookReader) =>
  result.ok ? lookReply(result.value, reader) : result;

const freshness = (given: z.infer<typeof headers>, again: boolean | undefined) => ({
  refresh: again === true,
  milliseconds: preferenceIn(given, usualWait).waitMilliseconds,
});

export const lookRoutes = {
  "GET /v1/metadata/{app}/tables": route({
    does: "The tables of an app, by name, with their titles in the reader's language; kept for a day unless refresh=true",
    role: "Tandem.Read",
    input: z.object({
      params: z.strictObject({ app }),
      query: z.strictObject({ search, refresh }),
      headers,
    }),
    answer: LookShape,
    statuses: [200, 202],
    run: async (tandem, { params, query, headers: given }) =>
      replyTo(await readTables(tandem, params.app, freshness(given, query.refresh)), {
        language: languageIn(given),
        search: query.search,
      }),
  }),

  "GET /v1/metadata/{app}/tables/{table}": route({
    does: "A table's columns as the app itself describes them, kept for a day unless refresh=true. In Business Central a table is named by its entity set, in Dataverse by its logical name",
    role: "Tandem.Read",
    input: z.object({
      params: z.strictObject({
        app,
        table: z
          .string()
          .check(
            z.regex(/^\w+$/, "This must be the name of a table: letters, digits and _."),
            z.maxLength(128),
          ),
      }),
      query: z.strictObject({
        api: z.optional(
          z
            .string()
            .check(
              z.regex(
                /^[\w-]+\/[\w-]+\/[\w.-]+$/,
                "This must be publisher/group/version of a custom API.",
              ),
              z.maxLength(200),
            ),
        ),
        refresh,
      }),
      headers,
    }),
    answer: LookShape,
    statuses: [200, 202],
    run: async (tandem, { params, query, headers: given }) => {
      const table = { name: params.table, ...(query.api === undefined ? {} : { api: query.api }) };
      const read = await readTable(tandem, params.app, table, freshness(given, query.refresh));
      return replyTo(read, { language: languageIn(given) });
    },
  }),

  "GET /v1/records": route({
    does: "Up to twenty records of one side of a mapping by a part of their title or number: what each is coupled with, and whether it is in the filter",
    role: "Tandem.Read",
    input: z.object({
      query: z.strictObject({
        side: app,
        mapping: MappingName,
        search: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
      }),
      headers: PreferHeaders,
    }),
    answer: LookShape,
    statuses: [200, 202],
    run: async (tandem, { query, headers: given }) => {
      const { side, ...sought } = query;
      const { waitMilliseconds } = preferenceIn(given, usualWait);
      const result = await look(
        tandem,
        { kind: "records", app: side, ...sought },
        waitMilliseconds,
      );
      return replyTo(result, { language: "en" });
    },
  }),

  "GET /v1/looks/{id}": route({
    does: "What a look came to, as the request that began it would have been answered; kept for an hour",
    role: "Tandem.Read",
    input: z.object({ params: z.strictObject({ id: LookId }), headers: LanguageHeaders }),
    answer: LookShape,
    statuses: [200, 202],
    run: async (tandem, { params, headers: given }) =>
      replyTo(await findLook(tandem, params.id), { language: languageIn(given) }),
  }),
};
