import * as oauth from "oauth4webapi";
import type { PageSignIn } from "../../../../lib/runtime/console/page-sign-in.ts";

/** What has to be known again when the browser comes back from the issuer. */
export interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export interface Tokens {
  readonly access: string;
  /** By the clock of this browser. */
  readonly endsAt: number;
  readonly refresh: string | undefined;
  readonly id: string | undefined;
}

/** OpenID Connect's authorization code flow with PKCE, for a client that can keep no secret. */
export interface OpenId {
  /** Where to send the browser, and what to keep until it is back. */
  start(): Promise<{ readonly url: URL; readonly pending: Pending }>;
  /** Throws `AuthorizationResponseError` when the issuer said no. */
  finish(cameBackTo: URL, pending: Pending): Promise<Tokens>;
  renew(refresh: string, before: Tokens): Promise<Tokens>;
  /** Where signing out happens, if the issuer has a place for it. */
  endUrl(tokens: Tokens): URL | undefined;
}

/** Where the browser comes back to. The address is registered with the issuer, as a single-page application. */
const redirectUri = (): string => `${location.origin}/`;

export async function openIdOf({ issuer, clientId, scope }: PageSignIn): Promise<OpenId> {
  const client: oauth.Client = { client_id: clientId };
  const secretless = oauth.None();
  // Deployments take https issuers only; tests have one on this machine.
  const options = { [oauth.allowInsecureRequests]: issuer.startsWith("http://127.0.0.1:") };
  const issuerUrl = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(
    issuerUrl,
    await oauth.discoveryRequest(issuerUrl, options),
  );

  return {
    async start() {
      const verifier = oauth.generateRandomCodeVerifier();
      const state = oauth.generateRandomState();
      const nonce = oauth.generateRandomNonce();
      const url = withQuery(addressOf(server.authorization_endpoint), {
        client_id: clientId,
        redirect_uri: redirectUri(),
        response_type: "code",
        scope,
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { url, pending: { verifier, state, nonce } };
    },

    async finish(cameBackTo, { verifier, state, nonce }) {
      const parameters = oauth.validateAuthResponse(server, client, cameBackTo, state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        secretless,
        parameters,
        redirectUri(),
        verifier,
        options,
      );
      return tokensIn(
        await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: nonce,
          requireIdToken: true,
        }),
      );
    },

    async renew(refresh, before) {
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        secretless,
        refresh,
        options,
      );
      const renewed = tokensIn(await oauth.processRefreshTokenResponse(server, client, response));
      return { ...renewed, refresh: renewed.refresh ?? refresh, id: renewed.id ?? before.id };
    },

    endUrl({ id }) {
      if (server.end_session_endpoint === undefined) return undefined;
      return withQuery(server.end_session_endpoint, {
        client_id: clientId,
        post_logout_redirect_uri: redirectUri(),
        ...(id !== undefined && { id_token_hint: id }),
      });
    },
  };
}

/** Where the issuer does not say how long a token is good for. */
const usualSeconds = 3600;

const tokensIn = (answer: oauth.TokenEndpointResponse): Tokens => ({
  access: answer.access_token,
  endsAt: Date.now() + (answer.expires_in ?? usualSeconds) * 1000,
  refresh: answer.refresh_token,
  id: answer.id_token,
});

function withQuery(address: string, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

function addressOf(endpoint: string | undefined): string {
  if (endpoint === undefined) throw new Error("The issuer names no page to sign in on");
  return endpoint;
}
