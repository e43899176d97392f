import { unescapeEnumName } from "../../domain/conversion/enum-name.ts";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { isComputed } from "../../domain/mapping/computed-columns.ts";
import type {
  ColumnDescription,
  ColumnType,
  Label,
  TableDescription,
  TableRef,
} from "../../domain/metadata/table-description.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { Metadata } from "../../ports/metadata.ts";
import { errorOf, failureOf, unexpectedAnswer } from "./app-error.ts";
import { type Connection, commonHeaders } from "./connection.ts";
import { type EdmProperty, type Edmx, parseEdmx } from "./edmx.ts";

/** `$metadata` describes a whole API at once; only what was asked for is kept of it. */
export const metadataOf = (connection: Connection): Metadata => ({
  async tables() {
    const edmx = await readEdmx(connection, undefined);
    if (!edmx.ok) return edmx;
    const names = [...edmx.value.sets.keys()].toSorted();
    return ok(names.map((name) => ({ name, title: titleOf(name) })));
  },

  async describe({ name, api }) {
    const edmx = await readEdmx(connection, api);
    if (!edmx.ok) {
      // An API that is not installed has no table either.
      return edmx.failure.code === "unknownEntity" ? ok(undefined) : edmx;
    }
    const properties = edmx.value.sets.get(name);
    return ok(properties && descriptionOf({ name, api }, properties, edmx.value));
  },
});

async function readEdmx(
  { http, company }: Connection,
  api: string | undefined,
): Promise<Result<Edmx, AppFailure>> {
  const answer = await http.send({
    method: "GET",
    url: `${company.apiRoot(api)}$metadata`,
    headers: { ...commonHeaders, accept: "application/xml" },
  });
  if (answer.kind === "noAnswer") return failed(answer.failure);
  const about = { set: "$metadata", api };
  if (answer.status !== 200) return failed(failureOf(errorOf(answer), about));
  const edmx = parseEdmx(answer.text);
  return edmx === undefined
    ? failed(unexpectedAnswer(about, "no description of an API"))
    : ok(edmx);
}

const descriptionOf = (
  { name, api }: TableRef,
  properties: readonly EdmProperty[],
  edmx: Edmx,
): TableDescription => ({
  name,
  title: titleOf(name),
  set: name,
  id: "id",
  columns: properties.map((property) => columnOf(name, property, edmx, api === undefined)),
  leftOut: 0,
});

function columnOf(
  set: string,
  { name, type, maxLength }: EdmProperty,
  { enums }: Edmx,
  isStandard: boolean,
): ColumnDescription {
  const members = enums.get(type);
  return {
    name,
    title: titleOf(name),
    type: members === undefined ? (columnTypes[type] ?? "other") : "choice",
    ...(maxLength === undefined ? {} : { maxLength }),
    // Which columns a page demands is nowhere told.
    required: false,
    writes: isComputed(set, name, isStandard) ? "never" : "always",
    ...(members === undefined
      ? {}
      : {
          options: members.map((value) => ({ value, label: { text: unescapeEnumName(value) } })),
        }),
  };
}

const columnTypes: Readonly<Record<string, ColumnType>> = {
  "Edm.String": "text",
  "Edm.Guid": "guid",
  "Edm.Boolean": "boolean",
  "Edm.Int16": "integer",
  "Edm.Int32": "integer",
  "Edm.Int64": "integer",
  "Edm.Decimal": "decimal",
  "Edm.Double": "decimal",
  "Edm.Date": "date",
  "Edm.DateTimeOffset": "dateTime",
};

/** `salespeoplePurchasers` is "Salespeople Purchasers": captions stand in no answer whose form is known. */
const titleOf = (name: string): Label => ({
  text: name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/^./, (letter) => letter.toUpperCase()),
});
