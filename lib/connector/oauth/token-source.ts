import * as z from "zod/mini";
import type { AppFailure } from "../../domain/error/app-failure.ts";
import { epochOf } from "../../domain/instant.ts";
import { failed, ok, type Result } from "../../domain/result.ts";
import { appName, type Side } from "../../domain/side.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AppHttp, TokenSource } from "../http/app-http.ts";
import { wrongCredentials } from "../http/app-trouble.ts";
import { parseJson } from "../http/json.ts";

export interface ClientCredentials {
  readonly side: Side;
  /** Created without a token source of its own. */
  readonly http: Pick<AppHttp, "send">;
  readonly tokenUrl: string;
  /** Asked for each new token, so that a changed secret is found without a restart. */
  readonly credentials: () => Promise<Client | undefined>;
  readonly scope: string;
  readonly clock: Clock;
}

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface HeldToken {
  readonly token: string;
  readonly renewAt: number;
}

const renewalMarginMs = 5 * 60_000;

/** OAuth 2.0 client credentials: kept until five minutes remain, asked for once at a time. */
export function createTokenSource(options: ClientCredentials): TokenSource {
  let held: HeldToken | undefined;
  let underway: Promise<Result<HeldToken, AppFailure>> | undefined;

  const renew = async (): Promise<Result<HeldToken, AppFailure>> => {
    try {
      const fresh = await requestToken(options);
      held = fresh.ok ? fresh.value : undefined;
      return fresh;
    } finally {
      underway = undefined;
    }
  };

  return {
    async token(rejected) {
      const now = epochOf(options.clock.now());
      if (held && held.token !== rejected && now < held.renewAt) return ok(held.token);
      underway ??= renew();
      const fresh = await underway;
      return fresh.ok ? ok(fresh.value.token) : fresh;
    },
  };
}

/** A token that never changes: `sandbox` for the sandbox apps. */
export const fixedToken = (token: string): TokenSource => ({ token: async () => ok(token) });

const Granted = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.coerce.number().check(z.positive()),
});

async function requestToken(options: ClientCredentials): Promise<Result<HeldToken, AppFailure>> {
  const { side, clock } = options;
  const askedAt = epochOf(clock.now());
  const client = await options.credentials();
  if (client === undefined) return failed(noCredentials(side));
  const answer = await options.http.send({
    method: "POST",
    url: options.tokenUrl,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      grant_type: "client_credentials",
      scope: options.scope,
    }).toString(),
  });
  if (answer.kind === "noAnswer") return failed(answer.failure);
  const json = parseJson(answer.text);
  const granted = Granted.safeParse(json.ok ? json.value : undefined);
  if (answer.status === 200 && granted.success) {
    const lifeMs = granted.data.expires_in * 1_000;
    const renewAt = askedAt + lifeMs - Math.min(renewalMarginMs, lifeMs / 2);
    return ok({ token: granted.data.access_token, renewAt });
  }
  return failed(refusalOf(side, answer.status, json.ok ? json.value : undefined));
}

/** Never quotes what is there instead. */
const noCredentials = (side: Side): AppFailure => ({
  code: "wrongCredentials",
  side,
  message: `We cannot sign in to ${appName[side]}: the credentials secret must hold {"clientId": "…", "clientSecret": "…"} of the app registration. Store them there; nothing has to be deployed.`,
});

const Refused = z.object({
  error: z.string(),
  error_description: z._default(z.string(), ""),
});

function refusalOf(side: Side, status: number, body: unknown): AppFailure {
  if (status >= 500) {
    return {
      code: "serverError",
      side,
      message: `The sign-in service for ${appName[side]} failed with status ${status}. It is tried again.`,
    };
  }
  const refused = Refused.safeParse(body);
  const quoted = refused.success ? `${refused.data.error}: ${firstLine(refused.data)}` : "";
  return wrongCredentials(side, quoted);
}

/** The description goes on with trace ids and a time, which say nothing to a person. */
const firstLine = ({ error_description: text }: z.infer<typeof Refused>): string =>
  (text.split(/\s*(?:\r?\n|Trace ID:)/, 1)[0] ?? "").slice(0, 500);
