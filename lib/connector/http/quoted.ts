import { isJsonObject, type JsonObject, parseJson } from "./json.ts";

export interface QuotedError {
  readonly code: string;
  /** The app's own words, without its correlation id. */
  readonly message: string;
}

/** What an app says in an error answer. Gateways answer with HTML or nothing: then the text itself. */
export const quotedError = (body: unknown): QuotedError =>
  errorIn(body) ?? { code: "", message: typeof body === "string" ? plain(withoutTags(body)) : "" };

/** The error that a body speaks of, whatever the status it came with. */
export function errorIn(body: unknown): QuotedError | undefined {
  if (!isJsonObject(body) || "@odata.etag" in body) return undefined;
  const { error } = body;
  if (isJsonObject(error)) {
    const inner = isJsonObject(error["innererror"]) ? error["innererror"] : {};
    return quoted(error["code"], textIn(error, "message") ?? textIn(inner, "message") ?? "");
  }
  // ASP.NET, API gateways and OAuth have shapes of their own.
  if (typeof error === "string") return quoted("", textIn(body, "error_description") ?? error);
  const message = textIn(body, "Message") ?? textIn(body, "message");
  return message === undefined ? undefined : quoted("", message);
}

export function quotedErrorIn(text: string): QuotedError {
  const json = parseJson(text);
  return quotedError(json.ok ? json.value : text);
}

const textIn = (from: JsonObject, name: string): string | undefined => {
  const value = from[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const quoted = (code: unknown, message: string): QuotedError => ({
  code: typeof code === "string" || typeof code === "number" ? String(code) : "",
  message: plain(message),
});

const longest = 1_000;

const plain = (text: string): string =>
  cut(
    text
      .replace(/\s*CorrelationId:\s*[0-9a-f-]{36}\.?\s*$/i, "")
      .replace(/\s+/g, " ")
      .trim(),
  );

/** Never between the two halves of one letter. */
const cut = (text: string): string => text.slice(0, longest).replace(/[\uD800-\uDBFF]$/u, "");

/** Only of a page: in an app's own message an angle bracket is an angle bracket. */
const withoutTags = (text: string): string =>
  /^\s*</.test(text) ? text.replace(/<(style|script)\b.*?<\/\1>|<[^<>]{1,500}>/gis, " ") : text;
