import * as z from "zod/mini";
import { parseJson } from "./json.ts";

const ErrorBody = z.object({
  error: z.object({
    code: z._default(z.string(), ""),
    message: z._default(z.string(), ""),
  }),
});

export interface QuotedError {
  readonly code: string;
  /** The app's own words, without its correlation id. */
  readonly message: string;
}

/** What an app says in an error answer. Gateways answer with HTML or nothing: then the text itself. */
export function quotedError(body: unknown): QuotedError {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) return { code: "", message: typeof body === "string" ? plain(body) : "" };
  const { code, message } = parsed.data.error;
  return { code, message: plain(message) };
}

export function quotedErrorIn(text: string): QuotedError {
  const json = parseJson(text);
  return quotedError(json.ok ? json.value : text);
}

const longest = 1_000;

const plain = (text: string): string =>
  text
    .replace(/\s*CorrelationId:\s*[0-9a-f-]{36}\.?\s*$/i, "")
    .replace(/<(style|script)\b.*?<\/\1>|<[^<>]{1,500}>/gis, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest);
