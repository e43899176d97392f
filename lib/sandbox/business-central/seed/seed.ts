import { createRandom } from "../../web/random.ts";
import { customerRules } from "../rules/customer-rules.ts";
import { type Company, nextNumber } from "../store/company.ts";
import type { Row, Stored } from "../tables/row.ts";
import { roundedStamp } from "../tables/stamp.ts";
import type { TableName } from "../tables/table-names.ts";
import * as names from "./seed-names.ts";

/** Fills an empty company, always the same way for the same seed. */
export function seedCompany(company: Company, count: number, seed: number): void {
  const isEmpty = ["customers", "items", "currencies"] as const;
  if (count <= 0 || isEmpty.some((table) => company.store.rows(table).size > 0)) return;
  const random = createRandom(seed);
  const seeding: Seeding = { company, random, newId: () => seededGuid(random) };
  company.store.transaction(
    company.stamp(),
    () => {
      seedSetup(seeding);
      const first = company.stamp() - count * SPACING_MS;
      for (let i = 0; i < count; i += 1)
        seedOneOfEach(seeding, i, roundedStamp(first + i * SPACING_MS));
    },
    () => true,
  );
}

/** Seeded rows were last touched one after another, so that their stamps differ as in real data. */
const SPACING_MS = 37_000;

interface Seeding {
  readonly company: Company;
  readonly random: () => number;
  readonly newId: () => string;
}

function seedSetup(seeding: Seeding): void {
  const stamp = roundedStamp(Date.UTC(2026, 0, 1));
  const put = (table: TableName, fields: Readonly<Record<string, Stored>>) =>
    putRow(seeding, table, stamp, fields);
  for (const [code, displayName] of names.countries) put("countriesRegions", { code, displayName });
  for (const [code, displayName, symbol] of names.currencies) {
    const amountDecimalPlaces = "2:2";
    put("currencies", {
      code,
      displayName,
      symbol,
      amountDecimalPlaces,
      amountRoundingPrecision: "0.01",
    });
  }
  for (const [
    code,
    displayName,
    dueDateCalculation,
    discountDateCalculation,
  ] of names.paymentTerms) {
    const discountPercent = discountDateCalculation === "" ? "0" : "2";
    put("paymentTerms", {
      code,
      displayName,
      dueDateCalculation,
      discountDateCalculation,
      discountPercent,
    });
  }
  for (const [code, displayName] of names.shipmentMethods)
    put("shipmentMethods", { code, displayName });
  for (const [code, displayName, internationalStandardCode] of names.unitsOfMeasure) {
    put("unitsOfMeasure", { code, displayName, internationalStandardCode });
  }
  for (const [code, displayName, email] of names.salespeople) {
    put("salespeoplePurchasers", { code, displayName, email, commisionPercent: "5" });
  }
}

function seedOneOfEach(seeding: Seeding, index: number, stamp: number): void {
  const customer = seedCustomer(seeding, index, stamp);
  seedPerson(seeding, customer, stamp);
  seedItem(seeding, index, stamp);
}

function seedCustomer(seeding: Seeding, index: number, stamp: number): Row {
  const { company, random } = seeding;
  const base = names.companyNames[index % names.companyNames.length] ?? "";
  const round = Math.floor(index / names.companyNames.length);
  const displayName = round === 0 ? base : `${base} ${round + 1}`;
  const domain = `${displayName.toLowerCase().replace(/[^a-z0-9]/gu, "")}.example.com`;
  const currency = random() < 0.3 ? pick(random, names.currencies)[0] : "";
  const fields = {
    displayName,
    type: "Company",
    ...addressOf(random),
    email: `info@${domain}`,
    website: `https://www.${domain}`,
    salespersonCode: pick(random, names.salespeople)[0],
    balanceDue: (Math.floor(random() * 1_000_000) / 100).toString(),
    creditLimit: String(Math.floor(random() * 20) * 500),
    currencyId: company.store.rows("currencies").byKey(currency)?.id ?? "",
    paymentTermsId:
      company.store.rows("paymentTerms").byKey(pick(random, names.paymentTerms)[0])?.id ?? "",
    shipmentMethodId:
      company.store.rows("shipmentMethods").byKey(pick(random, names.shipmentMethods)[0])?.id ?? "",
    taxRegistrationNumber: "",
  };
  const customer = putRow(seeding, "customers", stamp, fields);
  customerRules.afterWrite?.({ ...company, newId: seeding.newId }, customer, undefined);
  return company.store.rows("customers").get(customer.id) ?? customer;
}

function addressOf(random: () => number): Readonly<Record<string, string>> {
  const [city, state, postalCode, country, dial] = pick(random, names.places);
  return {
    addressLine1: `${1 + Math.floor(random() * 900)} ${pick(random, names.streets)}`,
    addressLine2: random() < 0.2 ? `Floor ${1 + Math.floor(random() * 12)}` : "",
    city,
    state,
    country,
    postalCode,
    phoneNumber: `${dial} 555 ${String(Math.floor(random() * 10_000)).padStart(4, "0")}`,
  };
}

function seedPerson(seeding: Seeding, customer: Row, stamp: number): void {
  const { random } = seeding;
  const [first, last] = [pick(random, names.firstNames), pick(random, names.lastNames)];
  const shared = ["addressLine1", "addressLine2", "city", "state", "country", "postalCode"];
  const address = Object.fromEntries(shared.map((name) => [name, customer.fields[name] ?? ""]));
  const mail = `${first}.${last}`
    .normalize("NFD")
    .replace(/[^a-zA-Z.]/gu, "")
    .toLowerCase();
  putRow(seeding, "contacts", stamp, {
    type: "Person",
    displayName: `${first} ${last}`,
    jobTitle: pick(random, names.jobTitles),
    ...address,
    phoneNumber: String(customer.fields["phoneNumber"] ?? ""),
    email: `${mail}@example.com`,
    searchName: `${first} ${last}`.toUpperCase(),
    companyContactId: customer.fields["companyContactId"] ?? "",
  });
}

function seedItem(seeding: Seeding, index: number, stamp: number): void {
  const { company, random } = seeding;
  const product = names.products[index % names.products.length] ?? "";
  const price = Math.floor(random() * 100_000) / 100;
  const isService = random() < 0.1;
  const unit = isService ? "HOUR" : random() < 0.8 ? "PCS" : "SET";
  putRow(seeding, "items", stamp, {
    displayName: `${product}, ${pick(random, names.colours)}`,
    type: isService ? "Service" : "Inventory",
    unitPrice: String(price),
    unitCost: (price * 0.6).toFixed(5).replace(/\.?0+$/u, ""),
    inventory: isService ? "0" : String(Math.floor(random() * 300)),
    baseUnitOfMeasureId: company.store.rows("unitsOfMeasure").byKey(unit)?.id ?? "",
  });
}

function putRow(
  seeding: Seeding,
  table: TableName,
  stamp: number,
  fields: Readonly<Record<string, Stored>>,
): Row {
  const { company } = seeding;
  const number = nextNumber(company, table);
  const row: Row = {
    id: seeding.newId(),
    created: stamp,
    modified: stamp,
    fields: number === "" ? fields : { number, ...fields },
  };
  company.store.put(table, row);
  return row;
}

const pick = <const List extends readonly [unknown, ...unknown[]]>(
  random: () => number,
  from: List,
): List[number] => from[Math.floor(random() * from.length)] ?? from[0];

function seededGuid(random: () => number): string {
  const hex = Array.from({ length: 8 }, () =>
    Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, "0"),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
