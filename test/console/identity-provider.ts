import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

/** Somebody with an account at the issuer. */
export interface Account {
  readonly sub: string;
  readonly preferred_username: string;
  readonly roles: readonly string[];
}

/**
 * A small OpenID Connect provider on this machine, as strict as Entra ID with an application that has
 * no secret: the code is good once, for its verifier and its address; so is each refresh token.
 */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  /** Who sits at the browser; signed in there already, so that nobody is asked anything. */
  account: Account | undefined;
  /** How long an access token is good for, in seconds: the first one, and those it is renewed to. */
  lifetime: number;
  renewedLifetime: number;
  /** Takes no refresh token any more, as after a password was changed. */
  forget(): void;
  /** "authorize", "code", "refresh" or "logout", as they came. */
  readonly asked: readonly string[];
  keys(): { readonly keys: readonly JWK[] };
  stop(): Promise<void>;
}

interface Grant {
  readonly account: Account;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
}

const clientId = "the-console";
const audience = "the-api";

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" };
  const codes = new Map<string, Grant>();
  const refreshes = new Map<string, Account>();
  const asked: string[] = [];

  const server = createServer((request, response) => {
    answer(request, response).catch((trouble: unknown) => {
      send(response, 400, { error: "invalid_grant", error_description: String(trouble) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const issuer = `http://127.0.0.1:${port}/tenant/v2.0`;

  const provider: IdentityProvider = {
    issuer,
    clientId,
    audience,
    account: undefined,
    lifetime: 3600,
    renewedLifetime: 3600,
    forget: () => refreshes.clear(),
    asked,
    keys: () => ({ keys: [jwk] }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer);
    response.setHeader("access-control-allow-origin", "*");
    switch (url.pathname) {
      case "/tenant/v2.0/.well-known/openid-configuration":
        return send(response, 200, metadata(issuer));
      case "/authorize":
        asked.push("authorize");
        return redirect(response, authorize(url.searchParams));
      case "/token":
        return send(response, 200, await token(new URLSearchParams(await textOf(request))));
      case "/logout":
        asked.push("logout");
        provider.account = undefined;
        return redirect(response, url.searchParams.get("post_logout_redirect_uri") ?? "");
      default:
        return send(response, 404, {});
    }
  }

  function authorize(query: URLSearchParams): string {
    const wanted = (name: string) => given(query, name);
    const back = new URL(wanted("redirect_uri"));
    back.searchParams.set("state", wanted("state"));
    const { account } = provider;
    if (account === undefined || wanted("client_id") !== clientId) {
      back.searchParams.set("error", "access_denied");
      back.searchParams.set("error_description", "Ida has no account here.");
      return back.href;
    }
    if (wanted("code_challenge_method") !== "S256") throw new Error("S256 is expected");
    const code = randomUUID();
    const redirectUri = wanted("redirect_uri");
    const challenge = wanted("code_challenge");
    codes.set(code, { account, challenge, redirectUri, nonce: wanted("nonce") });
    back.searchParams.set("code", code);
    return back.href;
  }

  async function token(form: URLSearchParams): Promise<object> {
    if (form.get("client_id") !== clientId) throw new Error("unknown client");
    if (form.get("grant_type") === "refresh_token") {
      asked.push("refresh");
      const account = taken(refreshes, form.get("refresh_token"));
      return tokensFor({ account, seconds: provider.renewedLifetime });
    }
    asked.push("code");
    const grant = taken(codes, form.get("code"));
    const verifier = createHash("sha256").update(given(form, "code_verifier")).digest("base64url");
    if (verifier !== grant.challenge) throw new Error("the verifier is another one");
    if (form.get("redirect_uri") !== grant.redirectUri)
      throw new Error("the address is another one");
    return tokensFor({ ...grant, seconds: provider.lifetime });
  }

  async function tokensFor(good: {
    readonly account: Account;
    readonly seconds: number;
    readonly nonce?: string;
  }): Promise<object> {
    const { account, seconds, nonce } = good;
    const refresh = randomUUID();
    refreshes.set(refresh, account);
    const { sub, preferred_username } = account;
    return {
      token_type: "Bearer",
      expires_in: seconds,
      access_token: await sign({ ...account }, audience, seconds),
      id_token: await sign({ sub, preferred_username, ...(nonce && { nonce }) }, clientId, 3600),
      refresh_token: refresh,
    };
  }

  const sign = (claims: Record<string, unknown>, forWhom: string, seconds: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "1" })
      .setIssuer(issuer)
      .setAudience(forWhom)
      .setIssuedAt()
      .setExpirationTime(`${seconds} seconds`)
      .sign(privateKey);

  return provider;
}

const metadata = (issuer: string) => {
  const { origin } = new URL(issuer);
  return {
    issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    end_session_endpoint: `${origin}/logout`,
    jwks_uri: `${origin}/keys`,
    response_types_supported: ["code"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
};

/** What is there, once. */
function taken<T>(from: Map<string, T>, key: string | null): T {
  const found = from.get(key ?? "");
  if (found === undefined) throw new Error("not known, or used already");
  from.delete(key ?? "");
  return found;
}

function given(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null) throw new Error(`${name} is missing`);
  return value;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
