import * as z from "zod/mini";
import type { Transport, WireAnswer, WireRequest } from "../../lib/connector/http/transport.ts";

/** An app's answer to one write of a batch. */
export interface PartRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Which writes are refused: those whose part of the batch contains the text. */
export interface Refusing {
  readonly text: string;
  readonly refusal: PartRefusal;
}

/**
 * The sandbox apps have no switch for an error of a chosen record: writes that contain a text do not
 * reach the app, and their parts of the answer are refusals as the app words them.
 */
export const refusingParts =
  (current: () => Refusing | undefined) =>
  (real: Transport): Transport =>
  async (request) => {
    const refusing = current();
    if (refusing === undefined || !request.url.endsWith("/$batch")) return real(request);
    return request.body?.startsWith("{") === true
      ? inJson(real, request, refusing)
      : inLines(real, request, refusing);
  };

const JsonBatch = z.object({
  requests: z.array(z.looseObject({ id: z.string(), body: z.optional(z.unknown()) })),
});
const JsonAnswer = z.looseObject({ responses: z.array(z.unknown()) });

/** Business Central's form. */
async function inJson(real: Transport, request: WireRequest, { text, refusal }: Refusing) {
  const { requests } = JsonBatch.parse(JSON.parse(request.body ?? ""));
  const isRefused = (part: { readonly body?: unknown }) =>
    JSON.stringify(part.body ?? "").includes(text);
  const left = requests.filter((part) => !isRefused(part));
  const answer =
    left.length === 0
      ? answered({ "content-type": "application/json" }, '{"responses":[]}')
      : await real({ ...request, body: JSON.stringify({ requests: left }) });
  if ("error" in answer || answer.status !== 200) return answer;
  const { status, code, message } = refusal;
  const refusals = requests
    .filter(isRefused)
    .map(({ id }) => ({ id, status, body: { error: { code, message } } }));
  const { responses } = JsonAnswer.parse(JSON.parse(answer.text));
  return { ...answer, text: JSON.stringify({ responses: [...responses, ...refusals] }) };
}

/** Dataverse's form; parts are known by their place. */
async function inLines(real: Transport, request: WireRequest, { text, refusal }: Refusing) {
  const parts = partsOf("batch_tandem", request.body ?? "");
  const left = parts.filter((part) => !part.includes(text));
  const answer =
    left.length === 0
      ? answered({ "content-type": "multipart/mixed; boundary=none" }, "")
      : await real({ ...request, body: joined("batch_tandem", left) });
  if ("error" in answer) return answer;
  const boundary = /boundary="?([^";]+)/.exec(answer.headers.get("content-type") ?? "")?.[1] ?? "";
  const answers = [...partsOf(boundary, answer.text)];
  const all = parts.map((part) => (part.includes(text) ? printed(refusal) : answers.shift()));
  return { ...answer, text: joined(boundary, all.map(String)) };
}

const answered = (headers: Readonly<Record<string, string>>, text: string): WireAnswer => ({
  status: 200,
  headers: new Map(Object.entries(headers)),
  text,
});

const partsOf = (boundary: string, body: string): readonly string[] =>
  body.split(`--${boundary}`).slice(1, -1);

const joined = (boundary: string, parts: readonly string[]): string =>
  `${parts.map((part) => `--${boundary}${part}`).join("")}--${boundary}--\r\n`;

const printed = ({ status, code, message }: PartRefusal): string =>
  [
    "",
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    "",
    `HTTP/1.1 ${status} Refused`,
    "Content-Type: application/json",
    "",
    JSON.stringify({ error: { code, message } }),
    "",
  ].join("\r\n");
