import { randomUUID } from "node:crypto";
import {
  createAccounts,
  type FloorApps,
  openApps,
  type Row,
  readAccounts,
  readCustomers,
  type Update,
  writeAccounts,
  writeCustomers,
} from "./floor-apps.ts";
import { columns, textColumns } from "./floor-columns.ts";
import type { Addresses } from "./orders.ts";

/** What both sides held when they were last in step, as each of them writes it. */
interface Pair {
  readonly left: string;
  readonly right: string;
  leftVersion: string;
  rightVersion: string;
  readonly leftBase: unknown[];
  readonly rightBase: unknown[];
}

/**
 * The least work that has the same effect: read what changed, parse it, compare it three ways, write in
 * batches. It remembers in memory, trusts the apps in everything, and gives up at any trouble.
 */
export interface Floor {
  readonly apps: FloorApps;
  readonly byLeft: Map<string, Pair>;
  readonly byRight: Map<string, Pair>;
  customersSince: string;
  accountsSince: string;
}

/** Copies all customers to accounts. */
export async function coupleAll(addresses: Addresses): Promise<Floor> {
  const apps = openApps(addresses);
  const customers = await readCustomers(apps, undefined);
  const before = await readAccounts(apps, undefined);
  const rights = new Map(customers.rows.map((row) => [String(row["id"]), randomUUID()]));
  await createAccounts(
    apps,
    customers.rows.map((row) => ({
      id: rights.get(String(row["id"])) ?? "",
      fields: {
        customertypecode: 3,
        ...Object.fromEntries(textColumns.map(([left, right]) => [right, row[left]])),
      },
    })),
  );
  const accounts = await readAccounts(apps, before.since);
  const byId = new Map(accounts.rows.map((row) => [String(row["accountid"]), row]));
  const pairs = customers.rows.map((customer): Pair => {
    const left = String(customer["id"]);
    const right = rights.get(left) ?? "";
    const account = byId.get(right);
    if (account === undefined) throw new Error(`${left} was not created`);
    return {
      left,
      right,
      leftVersion: String(customer["@odata.etag"]),
      rightVersion: String(account["@odata.etag"]),
      leftBase: columns.map(([column]) => customer[column] ?? ""),
      rightBase: columns.map(([, column]) => account[column] ?? ""),
    };
  });
  return {
    apps,
    byLeft: new Map(pairs.map((pair) => [pair.left, pair])),
    byRight: new Map(pairs.map((pair) => [pair.right, pair])),
    customersSince: customers.since,
    accountsSince: accounts.since,
  };
}

interface Touched {
  customer?: Row;
  account?: Row;
}

/** Answers how many records are disputed; they are left as they are. */
export async function synchronize(floor: Floor): Promise<number> {
  const [customers, accounts] = await Promise.all([
    readCustomers(floor.apps, floor.customersSince),
    readAccounts(floor.apps, floor.accountsSince),
  ]);
  floor.customersSince = customers.since;
  floor.accountsSince = accounts.since;
  const touched = new Map<Pair, Touched>();
  for (const customer of customers.rows) {
    const pair = floor.byLeft.get(String(customer["id"]));
    if (pair !== undefined) touched.set(pair, { customer });
  }
  for (const account of accounts.rows) {
    const pair = floor.byRight.get(String(account["accountid"]));
    if (pair === undefined) continue;
    const known = touched.get(pair);
    if (known === undefined) touched.set(pair, { account });
    else known.account = account;
  }
  return write(floor, touched);
}

async function write(
  { apps, byLeft, byRight }: Floor,
  touched: Map<Pair, Touched>,
): Promise<number> {
  const toCustomers: Update[] = [];
  const toAccounts: Update[] = [];
  let disputed = 0;
  for (const [pair, rows] of touched) {
    const writes = compare(pair, rows);
    if (writes === "disputed") disputed += 1;
    else {
      const { left, right, leftVersion, rightVersion } = pair;
      if (writes.toLeft !== undefined)
        toCustomers.push({ id: left, version: leftVersion, fields: writes.toLeft });
      if (writes.toRight !== undefined)
        toAccounts.push({ id: right, version: rightVersion, fields: writes.toRight });
    }
  }
  const [customers, accounts] = await Promise.all([
    writeCustomers(apps, toCustomers),
    writeAccounts(apps, toAccounts),
  ]);
  for (const { id, version } of customers) {
    const pair = byLeft.get(id);
    if (pair !== undefined) pair.leftVersion = version;
  }
  for (const { id, version } of accounts) {
    const pair = byRight.get(id);
    if (pair !== undefined) pair.rightVersion = version;
  }
  return disputed;
}

interface Writes {
  toLeft?: Record<string, unknown>;
  toRight?: Record<string, unknown>;
}

/** Three ways, field by field; what flows becomes the base. */
function compare(pair: Pair, { customer, account }: Touched): Writes | "disputed" {
  const writes: Writes = {};
  const changed: [number, unknown][] = [];
  for (const [at, [left, right]] of columns.entries()) {
    const onLeft = customer === undefined ? pair.leftBase[at] : (customer[left] ?? "");
    const onRight = account === undefined ? pair.rightBase[at] : (account[right] ?? "");
    const isLeftNew = onLeft !== pair.leftBase[at];
    const isRightNew = onRight !== pair.rightBase[at];
    if (!isLeftNew && !isRightNew) continue;
    if (isLeftNew && isRightNew && onLeft !== onRight) return "disputed";
    changed.push([at, isLeftNew ? onLeft : onRight]);
    if (isLeftNew && !isRightNew) writes.toRight = { ...writes.toRight, [right]: onLeft };
    if (isRightNew && !isLeftNew) writes.toLeft = { ...writes.toLeft, [left]: onRight };
  }
  for (const [at, value] of changed) {
    pair.leftBase[at] = value;
    pair.rightBase[at] = value;
  }
  if (customer !== undefined) pair.leftVersion = String(customer["@odata.etag"]);
  if (account !== undefined) pair.rightVersion = String(account["@odata.etag"]);
  return writes;
}
