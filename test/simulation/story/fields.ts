import { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import type { Side } from "../../../lib/domain/side.ts";
import { customer } from "../../world/creating-mappings.ts";

/** A mapped field as people fill it in: each of their values has a number in it that no other value has. */
export interface SimulatedField {
  readonly name: string;
  readonly businessCentral: string;
  readonly dataverse: string;
  readonly oneWay?: true | undefined;
  readonly value: (token: number) => string | number;
}

export const simulatedFields: readonly SimulatedField[] = [
  {
    name: "name",
    businessCentral: "displayName",
    dataverse: "name",
    value: (token) => `Firm ${token}`,
  },
  {
    name: "phone",
    businessCentral: "phoneNumber",
    dataverse: "telephone1",
    value: (token) => `+${token}`,
  },
  {
    name: "email",
    businessCentral: "email",
    dataverse: "emailaddress1",
    value: (token) => `m${token}@example.com`,
  },
  {
    name: "street",
    businessCentral: "addressLine1",
    dataverse: "address1_line1",
    value: (token) => `Street ${token}`,
  },
  {
    name: "credit",
    businessCentral: "creditLimit",
    dataverse: "creditlimit",
    value: (token) => token + 0.25,
  },
  {
    name: "website",
    businessCentral: "website",
    dataverse: "websiteurl",
    oneWay: true,
    value: (token) => `https://w${token}.example.com`,
  },
];

export const fieldNamed = (name: string): SimulatedField => {
  const field = simulatedFields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`There is no field ${name}`);
  return field;
};

export const columnOf = (field: SimulatedField, side: Side): string => field[side];

const firstToken = 77_000_000;

/** Numbers of eight digits, found again in whatever text they are part of. */
export const tokenNumber = (count: number): number => firstToken + count;
const tokenForm = /77\d{6}/g;
export const tokensIn = (text: string): readonly number[] =>
  (text.match(tokenForm) ?? []).map(Number);
export const tokenIn = (value: string): number | undefined => tokensIn(value)[0];

type Policies = Pick<TableMapping, "onlyCoupled">;

/** The shipped mapping of customers, with these fields. */
export const simulatedMapping = (policies: Policies): TableMapping => ({
  ...customer,
  ...policies,
  dependsOn: [],
  schedule: { minutesBetweenRuns: 3 },
  fields: TableMapping.parse({
    ...customer,
    fields: [
      ...simulatedFields.map(({ name, businessCentral, dataverse, oneWay }) => ({
        name,
        kind: name === "credit" ? "decimal" : "text",
        direction: oneWay === true ? "toDataverse" : "bidirectional",
        ...(name === "credit" ? { scale: 2 } : {}),
        businessCentral: { column: businessCentral },
        dataverse: { column: dataverse },
      })),
      ...customer.fields.filter(({ name }) => name === "customerType"),
    ],
  }).fields,
});
