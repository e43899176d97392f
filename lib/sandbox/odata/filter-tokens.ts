import { failed, ok, type Result } from "../../domain/result.ts";
import type { Literal } from "./filter.ts";

export type FilterToken =
  | { readonly kind: "literal"; readonly literal: Literal; readonly at: number }
  | { readonly kind: "word"; readonly word: string; readonly at: number }
  | { readonly kind: "mark"; readonly mark: string; readonly at: number };

/** Where in the text a filter cannot be read. */
export interface FilterComplaint {
  readonly at: number;
  readonly message: string;
}

/** The words and literals of a `$filter`, blanks left out. */
export function tokenizeFilter(text: string): Result<readonly FilterToken[], FilterComplaint> {
  const tokens: FilterToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === " ") {
      at += 1;
      continue;
    }
    const found = tokenAt(text, at);
    if (found === undefined) {
      return failed({ at, message: `Syntax error at position ${at} in '${text}'.` });
    }
    tokens.push(found.token);
    at = found.end;
  }
  return ok(tokens);
}

/** Sticky patterns in the order they are tried: a GUID may start like a number or a word. */
const patterns: readonly {
  readonly pattern: RegExp;
  readonly token: (text: string, at: number) => FilterToken;
}[] = [
  { pattern: /'(?:[^']|'')*'/y, token: textToken },
  { pattern: /"[^"]*"/y, token: textToken },
  {
    pattern: /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/iy,
    token: (guid, at) => literal({ kind: "guid", guid: guid.toLowerCase() }, at),
  },
  {
    pattern: /-?\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?/iy,
    token: (dateTime, at) => literal({ kind: "dateTime", dateTime }, at),
  },
  {
    pattern: /\d{4}-\d\d-\d\d(?![\w-])/y,
    token: (date, at) => literal({ kind: "date", date }, at),
  },
  {
    pattern: /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy,
    token: (digits, at) => literal({ kind: "number", digits }, at),
  },
  { pattern: /[A-Za-z_][\w./]*/y, token: wordToken },
  { pattern: /[(),=[\]]/y, token: (mark, at) => ({ kind: "mark", mark, at }) },
];

function tokenAt(
  text: string,
  at: number,
): { readonly token: FilterToken; readonly end: number } | undefined {
  for (const { pattern, token } of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { token: token(found, at), end: at + found.length };
  }
  return undefined;
}

function textToken(quoted: string, at: number): FilterToken {
  return literal({ kind: "text", text: quoted.slice(1, -1).replaceAll("''", "'") }, at);
}

function wordToken(word: string, at: number): FilterToken {
  switch (word) {
    case "true":
      return literal({ kind: "boolean", boolean: true }, at);
    case "false":
      return literal({ kind: "boolean", boolean: false }, at);
    case "null":
      return literal({ kind: "null" }, at);
    default:
      return { kind: "word", word, at };
  }
}

const literal = (value: Literal, at: number): FilterToken => ({
  kind: "literal",
  literal: value,
  at,
});
