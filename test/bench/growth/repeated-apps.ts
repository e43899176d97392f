import * as z from "zod/mini";
import type { PerSide } from "../../../lib/domain/side.ts";
import { jsonAnswer, type SandboxAnswer } from "../../../lib/sandbox/web/exchange.ts";
import type { Ask } from "../pretend-tenant.ts";
import type { RepeatedPairs } from "./repeated-pairs.ts";

/**
 * Customers and accounts of repeated pairs, as lists, as nothing new, and by id; everything else is
 * left to the sandbox behind. Nobody changes them.
 */
export const repeatedApps = (pairs: RepeatedPairs): PerSide<(behind: Ask) => Ask> => ({
  businessCentral: (behind) => async (request, origin) => {
    const { url, method, body } = request;
    if (method === "POST" && body.includes("/customers(")) return customersById(pairs, body);
    if (method !== "GET" || !url.pathname.endsWith("/customers")) return behind(request, origin);
    if (/lastModifiedDateTime/.test(url.searchParams.get("$filter") ?? "")) return list([]);
    const from = placeIn(url);
    const rows = numbersFrom(pairs, from).map((number) => pairs.row("businessCentral", number));
    return list(rows, further(pairs, url, from));
  },
  dataverse: (behind) => async (request, origin) => {
    const { url, method, body } = request;
    if (method === "POST" && body.includes("/accounts(")) return accountsById(pairs, body);
    if (method !== "GET" || !url.pathname.endsWith("/accounts")) return behind(request, origin);
    const end = { "@odata.deltaLink": linkWith(url, "$deltatoken", "1") };
    if (url.searchParams.has("$deltatoken")) return list([], end);
    const from = placeIn(url);
    const rows = numbersFrom(pairs, from).map((place) =>
      pairs.row("dataverse", pairs.accountAt(place)),
    );
    return list(rows, further(pairs, url, from) ?? end);
  },
});

const pageSize = 1000;

const placeIn = (url: URL): number => Number(url.searchParams.get("$skiptoken") ?? 0);

const numbersFrom = ({ count }: RepeatedPairs, from: number): readonly number[] =>
  Array.from({ length: Math.min(pageSize, count - from) }, (_, index) => from + index);

type Links = Readonly<Record<string, string>>;

const further = ({ count }: RepeatedPairs, url: URL, from: number): Links | undefined => {
  const next = from + pageSize;
  return next < count
    ? { "@odata.nextLink": linkWith(url, "$skiptoken", String(next)) }
    : undefined;
};

function linkWith(url: URL, name: string, value: string): string {
  const link = new URL(url);
  for (const token of ["$skiptoken", "$deltatoken"]) link.searchParams.delete(token);
  link.searchParams.set(name, value);
  return link.href;
}

/** Rows are texts already. */
function list(rows: readonly string[], links: Links = {}): SandboxAnswer {
  const rest = Object.entries(links).map(
    ([name, link]) => `,${JSON.stringify(name)}:${JSON.stringify(link)}`,
  );
  const headers = { "content-type": "application/json", "OData-Version": "4.0" };
  return { status: 200, headers, body: `{"value":[${rows.join(",")}]${rest.join("")}}` };
}

const Batch = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });

function customersById(pairs: RepeatedPairs, body: string): SandboxAnswer {
  const { requests } = Batch.parse(JSON.parse(body));
  const responses = requests.map(({ id, url }) => {
    const row: unknown = JSON.parse(rowAt(pairs, "businessCentral", url, /customers\(([^)]+)\)/));
    return { id, status: 200, headers: { "content-type": "application/json" }, body: row };
  });
  return jsonAnswer(200, { responses });
}

const boundary = "batchresponse_repeated";

function accountsById(pairs: RepeatedPairs, body: string): SandboxAnswer {
  const parts = [...body.matchAll(/^GET (\S+)/gm)].map(([, url = ""]) =>
    [
      `--${boundary}`,
      "Content-Type: application/http",
      "Content-Transfer-Encoding: binary",
      "",
      "HTTP/1.1 200 OK",
      "Content-Type: application/json; odata.metadata=minimal",
      "OData-Version: 4.0",
      "",
      rowAt(pairs, "dataverse", url, /accounts\(([^)]+)\)/),
      "",
    ].join("\r\n"),
  );
  return {
    status: 200,
    headers: { "Content-Type": `multipart/mixed; boundary=${boundary}`, "OData-Version": "4.0" },
    body: `${parts.join("")}--${boundary}--\r\n`,
  };
}

function rowAt(
  pairs: RepeatedPairs,
  side: "businessCentral" | "dataverse",
  url: string,
  place: RegExp,
): string {
  const number = pairs.numberOf(place.exec(url)?.[1] ?? "");
  if (number === undefined) throw new Error(`No such row: ${url}`);
  return pairs.row(side, number);
}
