import { createHash } from "node:crypto";

import type { Company } from "../store/company.ts";
import type { Page } from "../tables/pages.ts";
import type { Row } from "../tables/row.ts";
import { wireText } from "./wire-text.ts";

export interface PrintedRow {
  readonly etag: string;
  /** The properties of a JSON object, without its braces. */
  readonly properties: string;
}

export function printRow(
  company: Company,
  page: Page,
  row: Row,
  select?: readonly string[],
): PrintedRow {
  const texts: string[] = [];
  const shown: string[] = [];
  for (const [name, column] of page.columns) {
    const text = wireText(company, row, name, column);
    texts.push(text);
    if (select === undefined || select.includes(name)) shown.push(`"${name}":${text}`);
  }
  const etag = etagOf(texts);
  return { etag, properties: [`"@odata.etag":${JSON.stringify(etag)}`, ...shown].join(",") };
}

/** A hash of all values on the page, not a version: a computed value moves it too (B39). */
function etagOf(texts: readonly string[]): string {
  const hash = createHash("sha1").update(texts.join("\n")).digest().readBigUInt64BE(0).toString();
  const number = hash.padStart(20, "0");
  return `W/"${Buffer.from(`'${number.length};${number}1;00;'`).toString("base64")}"`;
}
