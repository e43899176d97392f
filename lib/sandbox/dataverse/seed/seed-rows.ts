import { createRandom } from "../../web/random.ts";
import { secondOf } from "../store/organization.ts";
import type { RowStore } from "../store/row-store.ts";
import type { Lookup, Values } from "../tables/row.ts";
import { baseIds } from "./base-rows.ts";

/** `count` accounts, contacts and products, and the people who own them: the same for the same seed. */
export function seedRows(
  store: RowStore,
  { count, seed, nowMs }: { readonly count: number; readonly seed: number; readonly nowMs: number },
): void {
  if (count === 0) return;
  const random = createRandom(seed);
  const world: World = {
    pick: (words) => words[Math.floor(random() * words.length)] ?? "",
    below: (limit) => Math.floor(random() * limit),
    newId: () => guidOf(random),
    put: (table, id, values) => store.put(table, id, stamped(values, nowMs)),
  };
  const owners = sellers.map((seller) => putSeller(world, seller));
  const accounts = Array.from({ length: count }, (_, n) => putAccount(world, n, owners));
  for (let n = 0; n < count; n += 1) putContact(world, n, accounts);
  for (let n = 0; n < count; n += 1) putProduct(world, n);
}

interface World {
  readonly pick: (words: readonly string[]) => string;
  readonly below: (limit: number) => number;
  readonly newId: () => string;
  readonly put: (table: string, id: string, values: Values) => unknown;
}

const firstNames = [
  "Ana",
  "Ben",
  "Chidi",
  "Dana",
  "Emre",
  "Freja",
  "Goran",
  "Hana",
  "Ines",
  "Jonas",
];
const lastNames = ["Bowen", "Cruz", "Dahl", "Eklund", "Faria", "Gupta", "Hughes", "Ito", "Jansen"];
const companies = [
  "Fincher Architects",
  "Nod Publishers",
  "Contoso Pharmaceuticals",
  "Munson's Pickles",
  "Lamna Healthcare",
  "Bellows College",
  "First Up Consultants",
  "Liberty's Delightful Bakery",
  "Best For You Organics",
  "Tailspin Aviation",
  "Olympia Tours",
  "Terra Firm",
];
const branches = ["", " East", " West", " North", " South", " Holding", " Services", " Retail"];
const towns = [
  { city: "Redmond", state: "WA", post: "98052" },
  { city: "Portland", state: "OR", post: "97205" },
  { city: "Austin", state: "TX", post: "78701" },
  { city: "Denver", state: "CO", post: "80202" },
  { city: "Boston", state: "MA", post: "02110" },
];
const streets = ["Main Street", "Harbor Road", "Station Lane", "Mill Street", "Park Avenue"];
const goods = [
  "Espresso Machine",
  "Grinder",
  "Kettle",
  "Filter",
  "Scale",
  "Cup",
  "Roaster",
  "Tray",
];
const sellers = ["Nancy Davolio", "Alan Steiner", "Renee Lo", "Spencer Low", "Amy Alberts"];

const owned = (id: string): Lookup => ({ table: "systemuser", id });
const active = { statecode: 0, statuscode: 1 };

function stamped(values: Values, nowMs: number): Values {
  const now = secondOf(nowMs);
  const by = owned(baseIds.administrator);
  return { ...values, createdon: now, createdby: by, modifiedon: now, modifiedby: by };
}

function putSeller({ put, newId }: World, fullname: string): string {
  const [firstname = "", lastname = ""] = fullname.split(" ");
  const address = `${firstname}.${lastname}@litware.example`.toLowerCase();
  const id = newId();
  put("systemuser", id, {
    firstname,
    lastname,
    fullname,
    internalemailaddress: address,
    domainname: address,
    mobilephone: "+1 425 555 0100",
    isdisabled: false,
    islicensed: true,
    isintegrationuser: false,
    businessunitid: { table: "businessunit", id: baseIds.businessUnit },
  });
  return id;
}

function putAccount(world: World, n: number, owners: readonly string[]): string {
  const { pick, below, newId, put } = world;
  const company = companies[n % companies.length] ?? "";
  const round = Math.floor(n / companies.length);
  const branch = branches[round % branches.length] ?? "";
  const again = Math.floor(round / branches.length);
  const name = `${company}${branch}${again === 0 ? "" : ` ${again + 1}`}`;
  const id = newId();
  const limit = `${(below(20) + 1) * 1000}.0000`;
  put("account", id, {
    ...active,
    ...addressOf(world),
    name,
    accountnumber: `A${String(10000 + n)}`,
    customertypecode: 3,
    preferredcontactmethodcode: 1,
    emailaddress1: `info${n}@${company.toLowerCase().replace(/[^a-z]/g, "")}.example`,
    websiteurl: `https://www.${company.toLowerCase().replace(/[^a-z]/g, "")}.example`,
    creditlimit: { decimal: limit },
    creditlimit_base: { decimal: limit },
    exchangerate: { decimal: "1.0000000000" },
    transactioncurrencyid: { table: "transactioncurrency", id: baseIds.currency },
    creditonhold: false,
    merged: false,
    ownerid: owned(pick(owners)),
  });
  return id;
}

function putContact(world: World, n: number, accounts: readonly string[]): void {
  const { pick, newId, put } = world;
  const [firstname, lastname] = [pick(firstNames), pick(lastNames)];
  const account = accounts[n % accounts.length] ?? "";
  put("contact", newId(), {
    ...active,
    ...addressOf(world),
    firstname,
    lastname,
    fullname: `${firstname} ${lastname}`,
    jobtitle: pick(["Buyer", "Owner", "Accountant", "Office Manager"]),
    emailaddress1: `${firstname}.${lastname}${n}@example.com`.toLowerCase(),
    parentcustomerid: { table: "account", id: account },
    merged: false,
    ownerid: owned(baseIds.administrator),
  });
}

function putProduct({ pick, below, newId, put }: World, n: number): void {
  const price = { decimal: `${below(900) + 10}.${String(below(100)).padStart(2, "0")}00` };
  put("product", newId(), {
    ...active,
    name: `${pick(["Small", "Large", "Travel", "Office"])} ${goods[n % goods.length] ?? ""}`,
    productnumber: `P-${String(1000 + n)}`,
    producttypecode: 1,
    productstructure: 1,
    quantitydecimal: 2,
    price,
    price_base: price,
    exchangerate: { decimal: "1.0000000000" },
    transactioncurrencyid: { table: "transactioncurrency", id: baseIds.currency },
    defaultuomscheduleid: { table: "uomschedule", id: baseIds.unitGroup },
    defaultuomid: { table: "uom", id: baseIds.unit },
  });
}

function addressOf({ pick, below }: World): Values {
  const town = towns[below(towns.length)] ?? { city: "", state: "", post: "" };
  return {
    address1_line1: `${below(900) + 1} ${pick(streets)}`,
    address1_city: town.city,
    address1_stateorprovince: town.state,
    address1_postalcode: town.post,
    address1_country: "US",
    telephone1: `+1 425 555 ${String(below(10000)).padStart(4, "0")}`,
  };
}

/** In the form of a version 4 GUID. */
function guidOf(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
