import { escapeEnumName } from "../../../domain/conversion/enum-name.ts";
import type { SandboxAnswer } from "../../web/exchange.ts";
import type { Column } from "../tables/columns.ts";
import { pagesOf } from "../tables/pages.ts";

/** The model of one API route as EDMX: entity sets with their keys and properties. */
export function metadataAnswer(route: string): SandboxAnswer {
  const pages = [...pagesOf(route)];
  const types = pages.map(([set, { columns }]) => {
    const properties = [...columns].map(
      ([name, column]) =>
        `<Property Name="${name}" Type="${edmType(enumName(set, name), column)}"${maxLength(column)}/>`,
    );
    return `${enumsOf(set, columns)}<EntityType Name="${set}"><Key><PropertyRef Name="id"/></Key>${properties.join("")}</EntityType>`;
  });
  const sets = pages.map(([set]) => `<EntitySet Name="${set}" EntityType="Microsoft.NAV.${set}"/>`);
  return {
    status: 200,
    headers: { "content-type": "application/xml", "odata-version": "4.0" },
    body: `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types.join("")}<EntityContainer Name="default">${sets.join("")}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`,
  };
}

/** An enumeration of the table; its members as they stand in rows. */
const enumName = (set: string, column: string): string => `${set}_${column}`;

function enumsOf(set: string, columns: ReadonlyMap<string, Column>): string {
  return [...columns]
    .map(([name, column]) => {
      if (column.kind !== "choice") return "";
      const members = column.options.map(
        (option, value) => `<Member Name="${escapeEnumName(option)}" Value="${value}"/>`,
      );
      return `<EnumType Name="${enumName(set, name)}">${members.join("")}</EnumType>`;
    })
    .join("");
}

function edmType(enumType: string, column: Column): string {
  switch (column.kind) {
    case "id":
    case "guid":
    case "reference":
    case "customerOfContact":
      return "Edm.Guid";
    case "modified":
    case "created":
      return "Edm.DateTimeOffset";
    case "decimal":
      return "Edm.Decimal";
    case "integer":
      return "Edm.Int32";
    case "boolean":
      return "Edm.Boolean";
    case "date":
      return "Edm.Date";
    case "choice":
      return `Microsoft.NAV.${enumType}`;
    case "text":
    case "code":
    case "keyOfReference":
    case "fieldOfReference":
    case "businessRelation":
      return "Edm.String";
  }
}

const maxLength = (column: Column): string =>
  column.kind === "text" || column.kind === "code" ? ` MaxLength="${column.max}"` : "";
