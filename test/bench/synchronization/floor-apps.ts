import * as z from "zod/mini";
import { chunksOf } from "../../../lib/connector/chunks-of.ts";
import { accountColumns, customerColumns } from "./floor-columns.ts";
import { ask } from "./floor-http.ts";
import type { Addresses } from "./orders.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Looked at no deeper: to check every row costs more than to read it. */
const Page = z.object({
  value: z.array(z.custom<Row>()),
  "@odata.nextLink": z.optional(z.string()),
  "@odata.deltaLink": z.optional(z.string()),
});

export interface FloorApps {
  readonly company: string;
  readonly companyBatch: string;
  /** Relative to the batch's address. */
  readonly customers: string;
  readonly organisation: string;
}

export function openApps({ left, right }: Addresses): FloorApps {
  const [root = "", company = ""] = left.split(/(?<=v2\.0\/)/);
  return {
    company: left,
    companyBatch: `${root}$batch`,
    customers: `${company}/customers`,
    organisation: `${right}/api/data/v9.2/`,
  };
}

export interface Changes {
  readonly rows: readonly Row[];
  /** Where the next read starts. */
  readonly since: string;
}

export async function readCustomers(
  { company }: FloorApps,
  since: string | undefined,
): Promise<Changes> {
  const filter = since === undefined ? "" : `&$filter=lastModifiedDateTime%20gt%20${since}`;
  const rows: Row[] = [];
  let url: string | undefined = `${company}/customers?${customerColumns}${filter}`;
  while (url !== undefined) {
    const page: z.infer<typeof Page> = Page.parse(
      JSON.parse(await ask(url, { headers: { prefer: "odata.maxpagesize=5000" } })),
    );
    rows.push(...page.value);
    url = page["@odata.nextLink"];
  }
  let newest = since ?? "";
  for (const row of rows) {
    const modified = String(row["lastModifiedDateTime"]);
    if (modified > newest) newest = modified;
  }
  return { rows, since: newest };
}

export async function readAccounts(
  { organisation }: FloorApps,
  since: string | undefined,
): Promise<Changes> {
  const tracking = since === undefined ? "odata.track-changes," : "";
  const prefer = `${tracking}odata.maxpagesize=5000`;
  const rows: Row[] = [];
  let url = since ?? `${organisation}accounts?${accountColumns}`;
  for (;;) {
    const page = Page.parse(JSON.parse(await ask(url, { headers: { prefer } })));
    rows.push(...page.value);
    const next = page["@odata.nextLink"];
    if (next === undefined) return { rows, since: page["@odata.deltaLink"] ?? url };
    url = next;
  }
}

export interface Update {
  readonly id: string;
  readonly version: string;
  readonly fields: Row;
}

export interface Written {
  readonly id: string;
  readonly version: string;
}

const customersPerBatch = 100;
const accountsPerBatch = 1000;

const Responses = z.object({
  responses: z.array(z.object({ status: z.number(), body: z.custom<Row>() })),
});

/** All batches at once: the app works on five at a time. */
export async function writeCustomers(
  { companyBatch, customers }: FloorApps,
  updates: readonly Update[],
): Promise<readonly Written[]> {
  const written = chunksOf(updates, customersPerBatch).map(async (chunk) => {
    const requests = chunk.map(({ id, version, fields }, index) => ({
      id: String(index),
      method: "PATCH",
      url: `${customers}(${id})`,
      headers: { "content-type": "application/json", "if-match": version },
      body: fields,
    }));
    const answer = await ask(companyBatch, {
      method: "POST",
      headers: { "content-type": "application/json", prefer: "odata.continue-on-error" },
      body: JSON.stringify({ requests }),
    });
    return Responses.parse(JSON.parse(answer)).responses.map(({ status, body }) => {
      if (status >= 300) throw new Error(JSON.stringify(body));
      return { id: String(body["id"]), version: String(body["@odata.etag"]) };
    });
  });
  return (await Promise.all(written)).flat();
}

export const writeAccounts = (
  apps: FloorApps,
  updates: readonly Update[],
): Promise<readonly Written[]> =>
  sendAccounts(
    apps,
    updates.map(({ id, version, fields }) => ({ id, fields, condition: `If-Match: ${version}` })),
  );

export const createAccounts = (
  apps: FloorApps,
  creates: readonly { readonly id: string; readonly fields: Row }[],
): Promise<readonly Written[]> =>
  sendAccounts(
    apps,
    creates.map((create) => ({ ...create, condition: "If-None-Match: *" })),
  );

interface Part {
  readonly id: string;
  readonly condition: string;
  readonly fields: Row;
}

/** Asks for nothing back but id and version. */
async function sendAccounts(
  { organisation }: FloorApps,
  parts: readonly Part[],
): Promise<readonly Written[]> {
  const written = chunksOf(parts, accountsPerBatch).map(async (chunk) => {
    const answer = await ask(`${organisation}$batch`, {
      method: "POST",
      headers: {
        "content-type": "multipart/mixed; boundary=b",
        prefer: "odata.continue-on-error",
      },
      body: `${chunk.map((part) => printPart(organisation, part)).join("")}--b--\r\n`,
    });
    const rows = answer.split("\r\n").filter((line) => line.startsWith("{"));
    if (rows.length !== chunk.length) throw new Error(answer.slice(0, 500));
    return rows.map((text): Written => {
      const row = AccountVersion.parse(JSON.parse(text));
      return { id: row.accountid, version: row["@odata.etag"] };
    });
  });
  return (await Promise.all(written)).flat();
}

const AccountVersion = z.object({ accountid: z.string(), "@odata.etag": z.string() });

const printPart = (organisation: string, { id, condition, fields }: Part): string =>
  [
    "--b",
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    "",
    `PATCH ${organisation}accounts(${id})?$select=accountid HTTP/1.1`,
    "Content-Type: application/json",
    "Prefer: return=representation",
    condition,
    "",
    JSON.stringify(fields),
    "",
  ].join("\r\n");
