import type { Coupling } from "../domain/coupling.ts";
import type { FaultSettings } from "../sandbox/web/fault-settings.ts";
import type { LocalApps } from "./sandbox-apps.ts";

export type Appearances = Pick<LocalApps, "businessCentralUrl" | "dataverseUrl">;

type Coupled = Readonly<Record<"customers" | "contacts" | "items", readonly Coupling[]>>;

/** Coupled pairs, each named by what happens to it. */
export type Pairs = NonNullable<ReturnType<typeof pairsForTrouble>>;

/** The last ones: whoever takes the first of a list gets one that is in step. */
export function pairsForTrouble({ customers, contacts, items }: Coupled) {
  const pairs = {
    conflict: customers.at(-1),
    otherConflict: customers.at(-2),
    locked: customers.at(-3),
    rejected: customers.at(-4),
    currency: customers.at(-5),
    merged: customers.at(-6),
    goneInBusinessCentral: contacts.at(-1),
    goneInDataverse: contacts.at(-2),
    goneUnnoticed: contacts.at(-3),
    notPermitted: contacts.at(-4),
    unavailable: items.at(-1),
  };
  return isComplete(pairs) && customers.length > 6 ? pairs : undefined;
}

const isComplete = <Name extends string>(
  pairs: Readonly<Record<Name, Coupling | undefined>>,
): pairs is Readonly<Record<Name, Coupling>> =>
  Object.values(pairs).every((pair) => pair !== undefined);

/** What people do in both apps, with values that no sample record has; the apps themselves refuse to write three of the records. */
export async function makeTrouble(apps: Appearances, pairs: Pairs): Promise<void> {
  const bc = atWorkIn(apps.businessCentralUrl);
  const dv = atWorkIn(`${apps.dataverseUrl}/api/data/v9.2`);
  await Promise.all([
    bc.setFaults({ refuseRecords: [{ id: pairs.locked.ids.businessCentral, as: "locked" }] }),
    dv.setFaults({
      refuseRecords: [
        { id: pairs.notPermitted.ids.dataverse, as: "notPermitted" },
        { id: pairs.unavailable.ids.dataverse, as: "unavailable" },
      ],
    }),
  ]);
  await Promise.all([workInBusinessCentral(bc, pairs), workInDataverse(dv, pairs)]);
}

async function workInBusinessCentral(bc: AtWork, pairs: Pairs): Promise<void> {
  const customer = (pair: Coupling): string => `customers(${pair.ids.businessCentral})`;
  const contact = (pair: Coupling): string => `contacts(${pair.ids.businessCentral})`;
  await bc.send("PATCH", customer(pairs.conflict), { email: "invoices@example.com" });
  await bc.send("PATCH", customer(pairs.otherConflict), {
    email: "office@example.com",
    phoneNumber: "+47 22 00 11 00",
  });
  await bc.send("PATCH", contact(pairs.notPermitted), { jobTitle: "Deputy Head of Finance" });
  await bc.send("PATCH", `items(${pairs.unavailable.ids.businessCentral})`, { unitPrice: 123.45 });
  await bc.send("DELETE", contact(pairs.goneInBusinessCentral));
  // Business Central tells nobody of a deletion: found when the other record changes, or when looked for.
  await bc.send("DELETE", contact(pairs.goneUnnoticed));
}

async function workInDataverse(dv: AtWork, pairs: Pairs): Promise<void> {
  const account = (pair: Coupling): string => `accounts(${pair.ids.dataverse})`;
  const contact = (pair: Coupling): string => `contacts(${pair.ids.dataverse})`;
  await dv.send("PATCH", account(pairs.conflict), { emailaddress1: "billing@example.com" });
  await dv.send("PATCH", account(pairs.otherConflict), {
    emailaddress1: "sales@example.com",
    telephone1: "+47 22 00 11 99",
  });
  await dv.send("PATCH", account(pairs.locked), { address1_city: "Hammerfest" });
  await dv.send("PATCH", account(pairs.rejected), { emailaddress1: "ask at the reception" });
  await dv.send("PATCH", contact(pairs.goneInBusinessCentral), {
    jobtitle: "Deputy Head of Stores",
  });
  await dv.send("DELETE", contact(pairs.goneInDataverse));
  const krona = await dv.create("transactioncurrencies", "transactioncurrencyid", {
    isocurrencycode: "ISK",
    currencyname: "Icelandic Króna",
    currencysymbol: "kr",
    currencyprecision: 2,
    exchangerate: 138.5,
  });
  await dv.send("PATCH", account(pairs.currency), {
    "transactioncurrencyid@odata.bind": `/transactioncurrencies(${krona})`,
  });
  const survivor = await dv.create("accounts", "accountid", {
    name: `${pairs.merged.title} Group`,
    customertypecode: prospect,
  });
  await dv.send("POST", "Merge", {
    Target: accountNamed(survivor),
    Subordinate: accountNamed(pairs.merged.ids.dataverse),
    PerformParentingChecks: false,
  });
}

const prospect = 8;

const accountNamed = (accountid: string) => ({
  accountid,
  "@odata.type": "Microsoft.Dynamics.CRM.account",
});

/** Somebody who works in a sandbox app, over its API. */
type AtWork = ReturnType<typeof atWorkIn>;

function atWorkIn(url: string) {
  const ask = async (method: string, address: string, body?: object): Promise<Response> => {
    const answer = await fetch(address, {
      method,
      headers: {
        authorization: "Bearer sandbox",
        "content-type": "application/json",
        ...(method === "PATCH" ? { "if-match": "*" } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    throw new Error(`The sandbox refused ${method} ${address}: ${await answer.text()}`);
  };
  return {
    send: async (method: "PATCH" | "POST" | "DELETE", path: string, body?: object) => {
      await (await ask(method, `${url}/${path}`, body)).arrayBuffer();
    },
    /** With an id of our own choice, as Dataverse allows it. */
    create: async (set: string, key: string, body: object): Promise<string> => {
      const id = crypto.randomUUID();
      await (await ask("POST", `${url}/${set}`, { ...body, [key]: id })).arrayBuffer();
      return id;
    },
    setFaults: async (faults: FaultSettings) => {
      const answer = await ask("PUT", `${new URL(url).origin}/sandbox/faults`, faults);
      await answer.arrayBuffer();
    },
  };
}
