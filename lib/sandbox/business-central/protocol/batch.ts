import { parse, stringify } from "lossless-json";
import * as z from "zod/mini";

import { ok, type Result } from "../../../domain/result.ts";
import { parsePreferences } from "../../odata/preferences.ts";
import type { SandboxAnswer, SandboxRequest } from "../../web/exchange.ts";
import { badRequest, type Refusal, refuse } from "../refusals/refusal.ts";
import type { Company } from "../store/company.ts";

const Envelope = z.object({
  requests: z.array(
    z.object({
      id: z.optional(z.string()),
      method: z.string(),
      url: z.string(),
      headers: z.optional(z.record(z.string(), z.string())),
      body: z.optional(z.unknown()),
    }),
  ),
});
type Inner = z.infer<typeof Envelope>["requests"][number];

/** B48. */
const OPERATION_LIMIT = 100;

/** Runs the operations one after another; B45 to B50 say what a failure among them does. */
export function answerBatch(
  company: Company,
  request: SandboxRequest,
  root: string,
  answer: (inner: SandboxRequest) => SandboxAnswer,
): Result<SandboxAnswer, Refusal> {
  const requests = readEnvelope(request.body);
  if (requests === undefined) return badRequest("Invalid Request Body");
  if (requests.length > OPERATION_LIMIT) {
    return refuse(
      500,
      "Unknown",
      `The current batch message contains too many parts. A maximum number of '${OPERATION_LIMIT}' query operations and change sets are allowed in a batch message.`,
    );
  }
  const goesOn = parsePreferences(request.headers["prefer"]).has("continue-on-error");
  const run = () => runAll(requests, goesOn, (inner) => answer(innerRequest(request, root, inner)));
  // With a snapshot all is taken back, but the answers are not rewritten (B47).
  const isSnapshot = request.headers["isolation"]?.toLowerCase() === "snapshot";
  const answers = isSnapshot
    ? company.store.transaction(company.stamp(), run, (all) => all.every(isGood))
    : run();
  return ok(wantsJson(request) ? jsonResponses(requests, answers) : multipartResponses(answers));
}

function readEnvelope(text: string): readonly Inner[] | undefined {
  try {
    const envelope = Envelope.safeParse(parse(text));
    return envelope.success ? envelope.data.requests : undefined;
  } catch {
    return undefined;
  }
}

function runAll(
  requests: readonly Inner[],
  goesOn: boolean,
  run: (inner: Inner) => SandboxAnswer,
): readonly SandboxAnswer[] {
  const answers: SandboxAnswer[] = [];
  for (const inner of requests) {
    const answer = run(inner);
    answers.push(answer);
    if (!isGood(answer) && !goesOn) break;
  }
  return answers;
}

const isGood = (answer: SandboxAnswer): boolean => answer.status < 400;

function innerRequest(outer: SandboxRequest, root: string, inner: Inner): SandboxRequest {
  const headers = Object.fromEntries(
    Object.entries(inner.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: inner.method.toUpperCase(),
    url: new URL(inner.url, root),
    headers: { authorization: outer.headers["authorization"], ...headers },
    body: inner.body === undefined ? "" : (stringify(inner.body) ?? ""),
  };
}

const wantsJson = (request: SandboxRequest): boolean =>
  request.headers["accept"]?.includes("application/json") ?? false;

function jsonResponses(
  requests: readonly Inner[],
  answers: readonly SandboxAnswer[],
): SandboxAnswer {
  const responses = answers.map((answer, at) => {
    const id = JSON.stringify(requests[at]?.id ?? null);
    const headers = JSON.stringify(answer.headers ?? {});
    const body = answer.body === undefined ? "" : `,"body":${answer.body}`;
    return `{"id":${id},"status":${answer.status},"headers":${headers}${body}}`;
  });
  return {
    status: 200,
    headers: { "content-type": "application/json; odata.metadata=minimal", "odata-version": "4.0" },
    body: `{"responses":[${responses.join(",")}]}`,
  };
}

/** What a caller gets that does not ask for JSON. */
function multipartResponses(answers: readonly SandboxAnswer[]): SandboxAnswer {
  const boundary = "batchresponse_sandbox";
  const parts = answers.map(
    (answer) =>
      `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 ${answer.status}\r\nContent-Type: application/json\r\n\r\n${answer.body ?? ""}\r\n`,
  );
  return {
    status: 200,
    headers: { "content-type": `multipart/mixed; boundary=${boundary}` },
    body: `${parts.join("")}--${boundary}--\r\n`,
  };
}
