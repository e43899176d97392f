import * as z from "zod/mini";
import { LookId, RecordId } from "../../../domain/ids.ts";
import { Instant } from "../../../domain/instant.ts";
import type { Found } from "../../../domain/look/look.ts";
import {
  columnTypes,
  type Label,
  type TableDescription,
} from "../../../domain/metadata/table-description.ts";
import { ok } from "../../../domain/result.ts";
import { isFoundIn } from "../../../domain/search.ts";
import type { LookResult } from "../../../manage/looks/look.ts";
import type { Language } from "../request/language.ts";

/** The worker has not answered yet: `GET /v1/looks/{id}` will. */
const WaitingShape = z.object({ look: z.object({ id: LookId, askedAt: Instant }) });

const TablesShape = z.object({
  items: z.array(z.object({ name: z.string(), title: z.string() })),
});

const TableShape = z.object({
  name: z.string(),
  title: z.string(),
  set: z.string(),
  id: z.string(),
  changeTracking: z.optional(z.boolean()),
  columns: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      type: z.enum(columnTypes),
      maxLength: z.optional(z.int()),
      scale: z.optional(z.int()),
      required: z.boolean(),
      /** The app computes it. */
      readOnly: z.boolean(),
      /** It takes a value only then. */
      writableOn: z.optional(z.enum(["create", "update"])),
      options: z.optional(
        z.array(
          z.object({ value: z.union([z.string(), z.int(), z.boolean()]), label: z.string() }),
        ),
      ),
      targets: z.optional(
        z.array(
          z.object({ table: z.string(), navigation: z.string(), set: z.optional(z.string()) }),
        ),
      ),
    }),
  ),
  /** Columns that were too many to be kept. */
  leftOut: z.int(),
});

const RecordsShape = z.object({
  items: z.array(
    z.object({
      id: RecordId,
      title: z.string(),
      number: z.optional(z.string()),
      coupledWith: z.optional(RecordId),
      inFilter: z.boolean(),
    }),
  ),
});

/** What a look comes to, by what was asked; before the worker has answered, its address. */
export const LookShape = z.union([TableShape, RecordsShape, TablesShape, WaitingShape]);

export interface LookReader {
  readonly language: Language;
  /** Tables are narrowed to these. */
  readonly search?: string | undefined;
}

/** 202 with the look's address until the worker has answered. */
export function lookReply(result: LookResult, reader: LookReader) {
  if (result.kind === "found") {
    return ok({ status: 200 as const, body: showFound(result.found, reader) });
  }
  const { id, askedAt } = result.look;
  return ok({
    status: 202 as const,
    body: { look: { id, askedAt } },
    headers: { location: `/v1/looks/${id}` },
  });
}

function showFound(found: Found, { language, search }: LookReader) {
  switch (found.kind) {
    case "tables":
      return {
        items: found.items
          .map(({ name, title }) => ({ name, title: inLanguage(title, language) }))
          .filter(({ name, title }) => isFoundIn(search, [name, title])),
      };
    case "table":
      return showTable(found.description, language);
    case "records":
      return { items: found.items };
  }
}

const showTable = (
  { columns, title, ...table }: TableDescription,
  language: Language,
): z.infer<typeof TableShape> => ({
  ...table,
  title: inLanguage(title, language),
  columns: columns.map(({ writes, options, title: called, ...column }) => ({
    ...column,
    title: inLanguage(called, language),
    readOnly: writes === "never",
    ...(writes === "onCreate" ? { writableOn: "create" as const } : {}),
    ...(writes === "onUpdate" ? { writableOn: "update" as const } : {}),
    ...(options === undefined
      ? {}
      : {
          options: options.map(({ value, label }) => ({
            value,
            label: inLanguage(label, language),
          })),
        }),
  })),
});

const inLanguage = (label: Label, language: Language): string => label[language] ?? label.text;
