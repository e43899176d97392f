import * as z from "zod/mini";
import { TableMapping } from "../../../domain/mapping/mapping.ts";
import { Problem } from "../request/problem.ts";
import type { Route } from "../route.ts";
import { BulkShape } from "../shapes/bulk.ts";
import { CouplingShape } from "../shapes/coupling.ts";
import { ChosenCouplings } from "../shapes/coupling-choice.ts";
import { ChosenErrors } from "../shapes/error-choice.ts";
import { ErrorItemShape } from "../shapes/error-item.ts";
import { JobShape } from "../shapes/job.ts";
import { LogEntryShape } from "../shapes/log-entry.ts";
import { search } from "../shapes/page.ts";
import { ScheduleShape } from "../shapes/schedule.ts";
import { StatusShape } from "../shapes/status.ts";
import { jobWords, mappingWords, requestWords } from "./descriptions.ts";
import { refusalsOf } from "./error-responses.ts";
import { noticePaths, noticeSchemes } from "./notice-paths.ts";
import { operationIds } from "./operation-ids.ts";

/** Schemas that the contract calls by a name, or says more of than what it takes. */
const named = z
  .registry<{ id?: string; description?: string; minProperties?: number }>()
  .add(Problem, { id: "Problem" })
  .add(TableMapping, { id: "TableMapping" })
  .add(JobShape, { id: "Job" })
  .add(CouplingShape, { id: "Coupling" })
  .add(ErrorItemShape, { id: "ErrorItem" })
  .add(LogEntryShape, { id: "LogEntry" })
  .add(ScheduleShape, { id: "Schedule" })
  .add(StatusShape, { id: "Status" })
  .add(BulkShape, { id: "BulkResult" })
  .add(ChosenErrors, { minProperties: 1 })
  .add(ChosenCouplings, { minProperties: 1 })
  .add(search, {
    description:
      "Part of a text, whatever its letters' case. At most 500 items are looked at for a page: it may be short, even empty, and have a cursor to go on with.",
  });

/** The OpenAPI 3.1 document of the table, made from the schemas that validate. */
export const openApiOf = (routes: Readonly<Record<string, Route>>) => ({
  openapi: "3.1.0",
  info: {
    title: "Tandem",
    version: "1",
    description: "Keeps Business Central and Dataverse records in step.",
  },
  servers: [{ url: "/" }],
  paths: { ...pathsOf(routes), ...noticePaths },
  components: {
    schemas: componentsOf([Problem, ...Object.values(routes).flatMap(schemasOf)]),
    securitySchemes: {
      signIn: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      ...noticeSchemes,
    },
  },
});

function pathsOf(routes: Readonly<Record<string, Route>>) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes)) {
    const [method = "", path = ""] = name.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name, route) };
  }
  return paths;
}

function operationOf(name: string, { does, role, input, answer, statuses }: Route) {
  const { params, query, headers, body } = propertiesOf(jsonOf(input));
  const required = jsonOf(input).required ?? [];
  return {
    operationId: operationIds[name],
    summary: does,
    ...(role === "open" ? { security: [] } : { security: [{ signIn: [role] }] }),
    parameters: [
      ...parametersIn("path", params),
      ...parametersIn("query", query),
      ...parametersIn("header", headers),
      ...(name.startsWith("POST ") ? [idempotencyKey] : []),
    ],
    ...(body !== undefined && {
      requestBody: {
        required: required.includes("body"),
        content: contentOf(json, isMapping(name) ? body : explained(body, requestWords)),
      },
    }),
    responses: {
      ...Object.fromEntries(
        statuses.map((status) => [status, responseOf(status, answerSchemaOf(answer))]),
      ),
      ...mapped(refusalsOf(name, { role }, namesIn({ params, query, headers, body })), refusal),
      default: refusal("The request was not done, and why"),
    },
  };
}

const refusal = (description: string) => ({
  description,
  content: contentOf("application/problem+json", answerSchemaOf(Problem)),
});

const mapped = <T>(words: Readonly<Record<string, string>>, to: (word: string) => T) =>
  Object.fromEntries(Object.entries(words).map(([key, word]) => [key, to(word)]));

/** Whose schema is explained where it is defined. */
const isMapping = (name: string): boolean => name === "PUT /v1/mappings/{name}";

const namesIn = (
  parts: Readonly<Record<"params" | "query" | "headers" | "body", Json | undefined>>,
) => ({
  params: parts.params && wordsIn(parts.params),
  query: parts.query && wordsIn(parts.query),
  headers: parts.headers && wordsIn(parts.headers),
  body: parts.body && wordsIn(parts.body),
});

/** Of each of the shapes that are taken. */
const wordsIn = (schema: Json): readonly string[] => [
  ...Object.keys(schema.properties ?? {}),
  ...(schema.anyOf ?? []).flatMap(wordsIn),
];

/** What headers mean is not seen from their schemas. */
const meanings: Readonly<Record<string, string>> = {
  "if-match": "The ETag of what was read, or * for whatever it is by now",
  "if-none-match": "*: only if there is none yet",
  prefer:
    "RFC 7240. The outcome is waited for (8 seconds) where records are named by id, and by what is no bulk action; wait=N says how many seconds (at most 20), respond-async does not wait. Preference-Applied tells what was followed",
};

const idempotencyKey = {
  name: "idempotency-key",
  in: "header",
  required: false,
  description: "A repeat with the same key within 24 hours gets the same answer and does nothing",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const json = "application/json";

const contentOf = (type: string, schema: unknown) => ({ [type]: { schema: relocated(schema) } });

const responseOf = (status: number, schema: unknown) =>
  status === 204
    ? { description: described[204] }
    : { description: described[status] ?? "", content: contentOf(json, schema) };

const described: Readonly<Record<number, string>> = {
  200: "Done. Of an action: without a job",
  201: "Added",
  202: "A job does it. It is shown as it is when the answer is given: where that waited, as it ended. Of completedWithErrors its message, and leftOut, say why",
  204: "Done",
};

function parametersIn(place: "path" | "query" | "header", schema: Json | undefined) {
  const required = schema?.required ?? [];
  return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(meanings[name] !== undefined && { description: meanings[name] }),
    schema: relocated(property),
  }));
}

type Json = z.core.JSONSchema.BaseSchema;

/** What a client may send and has to expect: later versions may add fields to answers. */
const jsonOf = (schema: z.ZodMiniType): Json =>
  z.toJSONSchema(schema, { io: "input", metadata: named, override: tellDefault });

/** zod leaves it out where the value is changed on its way in, as a number in a query is. */
function tellDefault({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: Json;
}): void {
  const { def } = zodSchema._zod;
  if (def.type === "default") jsonSchema.default = def.defaultValue;
}

/** Inside of an object, a named schema is referred to and not written out. */
const answerSchemaOf = (answer: z.ZodMiniType): Json | undefined =>
  propertiesOf(jsonOf(z.object({ answer })))["answer"];

const schemasOf = ({ input, answer }: Route): readonly z.ZodMiniType[] => [input, answer];

function propertiesOf(schema: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {}).map(([name, property]) => [
      name,
      typeof property === "boolean" ? {} : property,
    ]),
  );
}

function componentsOf(schemas: readonly z.ZodMiniType[]): Readonly<Record<string, unknown>> {
  const definitions = schemas.flatMap((schema) =>
    Object.entries(jsonOf(z.object({ schema })).$defs ?? {}),
  );
  return Object.fromEntries(
    definitions.map(([name, definition]) => {
      const { id: _, ...content } = definition;
      return [name, relocated(explained(content, wordsOf[name] ?? {}))];
    }),
  );
}

const wordsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TableMapping: mappingWords,
  Job: jobWords,
};

/** A schema, each property that there are words for described by them. */
function explained(value: unknown, words: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((inner) => explained(inner, words));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "properties" ? withWords(inner, words) : explained(inner, words),
    ]),
  );
}

const withWords = (properties: object, words: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      {
        ...asObject(explained(property, words)),
        ...(words[name] !== undefined && { description: words[name] }),
      },
    ]),
  );

const asObject = (value: unknown): object =>
  typeof value === "object" && value !== null ? value : {};

/** Named schemas stand below `components` in an OpenAPI document. */
function relocated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : relocated(inner),
    ]),
  );
}
