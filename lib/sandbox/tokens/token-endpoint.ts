import { createHash } from "node:crypto";

import type { SandboxClock } from "../web/clock.ts";
import {
  type Exchange,
  jsonAnswer,
  type SandboxAnswer,
  type SandboxRequest,
} from "../web/exchange.ts";
import { issueToken } from "./token.ts";

export interface TokenOptions {
  readonly clock: SandboxClock;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** 3599 as Entra does it. */
  readonly lifetimeSeconds?: number | undefined;
}

/** Entra's answer to client credentials, at `…/oauth2/v2.0/token` of any tenant path (T1 to T4). */
export function createTokenEndpoint(options: TokenOptions): Exchange {
  return async (request) => {
    if (request.method !== "POST")
      return refused(options, {
        status: 405,
        error: "invalid_request",
        code: 900561,
        text: "POST.",
      });
    return answerForm(options, request);
  };
}

export const isTokenPath = (path: string): boolean => path.endsWith("/oauth2/v2.0/token");

function answerForm(options: TokenOptions, request: SandboxRequest): SandboxAnswer {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const form = new URLSearchParams(isForm === true ? request.body : "");
  const given = credentialsOf(form, request.headers["authorization"]);
  const scope = form.get("scope") ?? "";

  const missing = ["grant_type", "scope"].find((name) => !form.has(name));
  if (missing !== undefined) {
    return refused(options, {
      status: 400,
      error: "invalid_request",
      code: 900144,
      text: `The request body must contain the following parameter: '${missing}'.`,
    });
  }
  if (form.get("grant_type") !== "client_credentials") {
    return refused(options, {
      status: 400,
      error: "unsupported_grant_type",
      code: 70003,
      text: "Unsupported grant type.",
    });
  }
  if (given.id !== (options.clientId ?? "sandbox-client")) {
    const text = `Application with identifier '${given.id}' was not found in the directory.`;
    return refused(options, {
      status: 400,
      error: "unauthorized_client",
      code: 700016,
      text: text,
    });
  }
  if (given.secret !== (options.clientSecret ?? "sandbox-secret")) {
    return refused(options, {
      status: 401,
      error: "invalid_client",
      code: 7000215,
      text: "Invalid client secret provided.",
    });
  }
  if (!scope.endsWith("/.default") || !URL.canParse(scope)) {
    const text = `The provided value for scope ${scope} is not valid. It must end in /.default.`;
    return refused(options, { status: 400, error: "invalid_scope", code: 1002012, text: text });
  }
  return granted(options, new URL(scope).origin, given.id);
}

/** The secret may come in the form or as HTTP Basic. */
function credentialsOf(
  form: URLSearchParams,
  authorization: string | undefined,
): { id: string; secret: string } {
  const basic = /^Basic (.+)$/iu.exec(authorization ?? "")?.[1];
  if (basic === undefined) {
    return { id: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
  }
  const [id = "", ...secret] = Buffer.from(basic, "base64").toString("utf8").split(":");
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(":")) };
}

function granted(options: TokenOptions, audience: string, clientId: string): SandboxAnswer {
  const lifetime = options.lifetimeSeconds ?? 3599;
  return jsonAnswer(200, {
    token_type: "Bearer",
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: issueToken({
      aud: audience,
      appid: clientId,
      exp: Math.floor(options.clock.now() / 1000) + lifetime,
    }),
  });
}

interface Refused {
  readonly status: number;
  readonly error: string;
  /** Entra's own number. */
  readonly code: number;
  readonly text: string;
}

function refused(options: TokenOptions, { status, error, code, text }: Refused): SandboxAnswer {
  const timestamp = `${new Date(options.clock.now()).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const trace = traceId(`${timestamp}${error}`);
  return jsonAnswer(status, {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: trace,
  });
}

function traceId(from: string): string {
  const hex = createHash("sha256").update(from).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}
