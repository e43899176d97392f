import type { TableMapping } from "../../lib/domain/mapping/mapping.ts";
import { creatingMappings } from "../world/creating-mappings.ts";
import type { Row } from "../world/person.ts";
import { Coupling, listOf } from "./api-answers.ts";
import type { LocalSystem } from "./local-system.ts";

/** Which records of the two apps belong to a mapping, in the apps' own words. */
const members: Readonly<
  Record<string, { businessCentral: (row: Row) => boolean; dataverse: (row: Row) => boolean }>
> = {
  SALESPEOPLE: {
    businessCentral: () => true,
    dataverse: (row) =>
      row["isdisabled"] === false && row["islicensed"] === true && !row["isintegrationuser"],
  },
  CURRENCY: { businessCentral: () => true, dataverse: () => true },
  CUSTOMER: {
    businessCentral: ({ blocked }) => blocked === "_x0020_" || blocked === " ",
    dataverse: (row) => row["statecode"] === 0 && row["customertypecode"] === 3,
  },
  CONTACT: {
    businessCentral: ({ type }) => type === "Person",
    dataverse: ({ statecode }) => statecode === 0,
  },
  "ITEM-PRODUCT": {
    businessCentral: ({ blocked }) => blocked === false,
    dataverse: (row) => row["producttypecode"] === 1 && row["statecode"] !== 1,
  },
};

export interface Compared {
  /** Records of each app that belong to the mapping, coupled or not. */
  readonly businessCentral: number;
  readonly dataverse: number;
  readonly couplings: number;
  /** What is not as it should be; empty when the two apps are in step. */
  readonly differences: readonly string[];
}

/** Reads all records of a mapping from both apps, and compares them by what couples them. */
export async function compare(system: LocalSystem, mapping: string): Promise<Compared> {
  const { businessCentral, dataverse, fields, direction } = mappingOf(mapping);
  const member = members[mapping];
  if (member === undefined) throw new Error(`Which records belong to ${mapping}?`);
  const [bcRows, dvRows, couplings] = await Promise.all([
    system.businessCentral.list(businessCentral.entity),
    system.dataverse.list(dataverse.set),
    listOf(system, `/v1/couplings?mapping=${mapping}`, Coupling),
  ]);
  const bcById = new Map(bcRows.map((row) => [row["id"], row]));
  const dvById = new Map(dvRows.map((row) => [row[dataverse.id], row]));
  const bcMine = bcRows.filter(member.businessCentral);
  const dvMine = dvRows.filter(member.dataverse);
  const differences = [
    // One-way mappings leave alone what the other app has besides.
    ...(direction === "toBusinessCentral" ? [] : uncoupled(bcMine, "id", couplings)),
    ...(direction === "toDataverse" ? [] : uncoupled(dvMine, dataverse.id, couplings)),
    ...couplings.flatMap(({ businessCentralId, dataverseId, status }) => [
      ...(status === "active" ? [] : [`${businessCentralId} is ${status}`]),
      ...unequal(bcById.get(businessCentralId), dvById.get(dataverseId), columnsOf(fields)),
    ]),
  ];
  return {
    businessCentral: bcMine.length,
    dataverse: dvMine.length,
    couplings: couplings.length,
    differences,
  };
}

function mappingOf(name: string) {
  const mapping = creatingMappings.find((one) => one.name === name);
  if (mapping === undefined) throw new Error(`There is no mapping ${name}`);
  return mapping;
}

function uncoupled(rows: readonly Row[], key: string, couplings: readonly Coupling[]) {
  const times = new Map<unknown, number>();
  for (const { businessCentralId, dataverseId } of couplings) {
    for (const id of [businessCentralId, dataverseId]) times.set(id, (times.get(id) ?? 0) + 1);
  }
  return rows.flatMap((row) => {
    const count = times.get(row[key]) ?? 0;
    return count === 1 ? [] : [`${key} ${String(row[key])} is coupled ${count} times`];
  });
}

/** What is only written on create may change its form on the way. */
const columnsOf = (fields: TableMapping["fields"]) =>
  fields.flatMap((field) =>
    field.enabled &&
    (field.kind === "text" || field.kind === "code" || field.kind === "decimal") &&
    !("on" in field && field.on === "create")
      ? [[field.businessCentral, field.dataverse] as const]
      : [],
  );

/** Where a text of one app is several in the other: first and last name. */
type Columns = { readonly column: string } | { readonly columns: readonly string[] };

function unequal(
  businessCentral: Row | undefined,
  dataverse: Row | undefined,
  columns: readonly (readonly [Columns, Columns])[],
): readonly string[] {
  if (businessCentral === undefined || dataverse === undefined) return ["one record is missing"];
  return columns.flatMap(([bc, dv]) => {
    const [mine, theirs] = [valueOf(businessCentral, bc), valueOf(dataverse, dv)];
    const where = JSON.stringify([bc, dv]);
    return mine === theirs ? [] : [`"${mine}" and "${theirs}" differ in ${where}`];
  });
}

const valueOf = (row: Row, columns: Columns): string =>
  ("columns" in columns ? columns.columns : [columns.column])
    .map((column) => plain(row[column]))
    .join(" ")
    .trim();

/** A blank is "" in one app and null in the other; one has 0 where the other has nothing. */
const plain = (value: unknown): string =>
  value === null || value === undefined || value === 0 ? "" : String(value).trim();
