import type { WireAnswer } from "../http/transport.ts";

/**
 * `$batch` bodies, written and read by ourselves: dynamics-web-api reads a part by its position even
 * when parts are missing, keeps neither status nor headers of a part, turns every time into a `Date`
 * and rounds long numbers to doubles, so that neither outcomes nor values would be certain.
 */
export interface Operation {
  readonly method: "GET" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Cannot occur in a body: JSON in one line has no line that starts with `--`. */
const boundary = "batch_tandem";

export const batchContentType = `multipart/mixed; boundary="${boundary}"`;

/** Single operations, no change set: each succeeds or fails by itself. */
export const printBatch = (operations: readonly Operation[]): string =>
  `${operations.map(printOperation).join("")}--${boundary}--\r\n`;

/** The header block ends with an empty line, and a request without body has one more (RFC 2046). */
function printOperation({ method, url, headers, body }: Operation): string {
  const lines = [
    `--${boundary}`,
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    "",
    `${method} ${url} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    body ?? "",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/**
 * The parts of an answer in their order; `undefined` stands for a part that cannot be read. No
 * result when the answer is not multipart at all: then one error stands for the whole batch.
 */
export function parseBatch(
  contentType: string | undefined,
  text: string,
): readonly (WireAnswer | undefined)[] | undefined {
  const mark = /^multipart\/mixed.*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? "");
  const name = mark?.[1] ?? mark?.[2];
  if (name === undefined) return undefined;
  return sectionsOf(name, text).map(parsePart);
}

/** What stands before the first and after the last boundary line is not a part. A part cut off is none either. */
function sectionsOf(name: string, text: string): readonly string[] {
  const line = new RegExp(`(?:^|\\r?\\n)--${escape(name)}(?:--)?[ \\t]*(?=\\r?\\n|$)`, "g");
  return text.split(line).slice(1, -1);
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function parsePart(section: string): WireAnswer | undefined {
  const inner = afterBlankLine(section.replace(/^\r?\n/, ""));
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})[^\r\n]*(?:\r?\n|$)/.exec(inner);
  if (status?.[1] === undefined) return undefined;
  const rest = inner.slice(status[0].length);
  return {
    status: Number(status[1]),
    headers: new Map(headLines(rest).flatMap(parseHeader)),
    text: afterBlankLine(rest).trim(),
  };
}

const blankLine = /(?:^|\r?\n)\r?\n/;

function afterBlankLine(text: string): string {
  const gap = blankLine.exec(text);
  return gap === null ? "" : text.slice(gap.index + gap[0].length);
}

function headLines(text: string): readonly string[] {
  const gap = blankLine.exec(text);
  return (gap === null ? text : text.slice(0, gap.index)).split(/\r?\n/);
}

function parseHeader(line: string): readonly [string, string][] {
  const colon = line.indexOf(":");
  return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
}
