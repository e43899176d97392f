import type * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { TableDescription } from "../../domain/metadata/table-description.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Metadata } from "../../ports/metadata.ts";
import { parseJson } from "../http/json.ts";
import { appErrorOf, failureOf, strangeAnswer } from "./app-error.ts";
import { ask } from "./ask.ts";
import { type Connection, readHeaders } from "./connection.ts";
import { describeColumns, labelOf, type TableParts } from "./describe-columns.ts";
import {
  Attribute,
  Definition,
  Detail,
  listOf,
  Relationship,
  WholeDefinition,
} from "./metadata-shapes.ts";
import { sendBatch } from "./run-batch.ts";

const set = "EntityDefinitions";

/** Metadata answers everything at once, without pages: so each request names what it needs. */
export const metadataOf = (connection: Connection): Metadata => ({
  async tables() {
    const query = `$select=LogicalName,EntitySetName,DisplayName&$filter=${encodeURIComponent(
      "IsIntersect eq false and IsPrivate eq false and IsValidForAdvancedFind eq true",
    )}`;
    const found = await definitions(connection, query);
    if (!found.ok) return found;
    return ok(
      found.value
        .map(({ LogicalName: name, DisplayName }) => ({ name, title: labelOf(DisplayName, name) }))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    );
  },

  describe: ({ name }) =>
    /^\w+$/.test(name) ? describeTable(connection, name) : Promise.resolve(ok(undefined)),
});

const Definitions = listOf(Definition);

async function definitions(
  connection: Connection,
  query: string,
): Promise<Result<readonly Definition[], AppFailure>> {
  const answer = await ask(connection, {
    url: `${connection.root}${set}?${query}`,
    about: { set },
  });
  if (!answer.ok) return answer;
  const found = Definitions.safeParse(answer.value);
  return found.success
    ? ok(found.data.value)
    : failed(strangeAnswer({ set }, "not a list of definitions"));
}

const attributeQuery = `?$select=LogicalName,AttributeType,RequiredLevel,IsValidForCreate,IsValidForUpdate,SourceType,DisplayName&$filter=${encodeURIComponent("AttributeOf eq null and IsValidForRead eq true")}`;

const options = "&$expand=OptionSet($select=Options)";

/** A property that a type does not have is refused: each type is asked for its own. */
const detailQueries = [
  "String?$select=LogicalName,MaxLength",
  "Memo?$select=LogicalName,MaxLength",
  "Decimal?$select=LogicalName,Precision",
  "Double?$select=LogicalName,Precision",
  "Money?$select=LogicalName,Precision,PrecisionSource",
  "DateTime?$select=LogicalName,DateTimeBehavior",
  "Lookup?$select=LogicalName,Targets",
  `Picklist?$select=LogicalName${options}`,
  `State?$select=LogicalName${options}`,
  `Status?$select=LogicalName${options}`,
  "Boolean?$select=LogicalName&$expand=OptionSet($select=TrueOption,FalseOption)",
].map((query) => query.replace("?", "AttributeMetadata?"));

/** All parts of one table in one batch, and the entity sets of where its lookups lead. */
async function describeTable(
  connection: Connection,
  name: string,
): Promise<Result<TableDescription | undefined, AppFailure>> {
  const table = `${connection.root}${set}(LogicalName='${name}')`;
  const urls = [
    `${table}?$select=LogicalName,EntitySetName,PrimaryIdAttribute,ChangeTrackingEnabled,DisplayName`,
    `${table}/Attributes${attributeQuery}`,
    `${table}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName`,
    ...detailQueries.map((query) => `${table}/Attributes/Microsoft.Dynamics.CRM.${query}`),
  ];
  const answers = await readAll(connection, urls);
  if (!answers.ok) return answers;
  const [first, second, third, ...others] = answers.value;
  if (first === "missing") return ok(undefined);

  const definition = WholeDefinition.safeParse(first);
  const attributes = itemsOf(Attribute, second);
  const relationships = itemsOf(Relationship, third);
  const details = others.map((answer) => itemsOf(Detail, answer));
  const known = details.filter((some) => some !== undefined);
  if (!definition.success || !attributes || !relationships || known.length < details.length) {
    return failed(strangeAnswer({ set }, `not a description of table ${name}`));
  }
  const parts = { attributes, relationships, details: known.flat() };
  const sets = await setsOf(connection, parts);
  return sets.ok ? ok(descriptionOf(definition.data, { ...parts, sets: sets.value })) : sets;
}

const descriptionOf = (definition: WholeDefinition, parts: TableParts): TableDescription => ({
  name: definition.LogicalName,
  title: labelOf(definition.DisplayName, definition.LogicalName),
  set: definition.EntitySetName ?? definition.LogicalName,
  id: definition.PrimaryIdAttribute,
  changeTracking: definition.ChangeTrackingEnabled === true,
  columns: [...describeColumns(parts)],
  leftOut: 0,
});

function itemsOf<Item extends z.core.$ZodType>(item: Item, answer: unknown) {
  const list = listOf(item).safeParse(answer);
  return list.success ? list.data.value : undefined;
}

/** The JSON of each part; `missing` for what the organisation does not have. */
async function readAll(
  connection: Connection,
  urls: readonly string[],
): Promise<Result<readonly unknown[], AppFailure>> {
  const parts = urls.map((url) => ({ method: "GET", url, headers: readHeaders }) as const);
  const answer = await sendBatch(connection, { set }, parts, false);
  if (answer.kind === "failed") return failed(answer.failure);
  const found: unknown[] = [];
  for (const [index] of urls.entries()) {
    const part = answer.parts[index];
    if (part === undefined) return failed(strangeAnswer({ set }, "a part of a batch is missing"));
    const json = parseJson(part.text);
    if (part.status === 404) found.push("missing");
    else if (part.status !== 200) {
      return failed(failureOf(appErrorOf(part, connection.clock), { set }));
    } else found.push(json.ok ? json.value : undefined);
  }
  return ok(found);
}

async function setsOf(
  connection: Connection,
  { details }: Pick<TableParts, "details">,
): Promise<Result<ReadonlyMap<string, string>, AppFailure>> {
  const names = [...new Set(details.flatMap(({ Targets }) => Targets ?? []))];
  if (names.length === 0) return ok(new Map());
  const filter = names.map((name) => `LogicalName eq '${name}'`).join(" or ");
  const query = `$select=LogicalName,EntitySetName,DisplayName&$filter=${encodeURIComponent(filter)}`;
  const found = await definitions(connection, query);
  if (!found.ok) return found;
  return ok(
    new Map(
      found.value.flatMap(({ LogicalName, EntitySetName }): [string, string][] =>
        typeof EntitySetName === "string" ? [[LogicalName, EntitySetName]] : [],
      ),
    ),
  );
}
