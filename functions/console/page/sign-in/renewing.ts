import type { OpenId, Tokens } from "./open-id.ts";

interface Surroundings {
  readonly openId: Pick<OpenId, "renew">;
  readonly now: () => number;
  /** Whether it is the issuer that refused; else it could not be asked. */
  readonly isRefusal: (trouble: unknown) => boolean;
  /** Leaves the page. */
  readonly signInAgain: () => Promise<never>;
}

/** A token that ends within a minute is renewed before it is used. */
const spareMilliseconds = 60_000;

/** Hands out an access token that is good for a while, renewing it where it is not. */
export function renewing(
  { openId, now, isRefusal, signInAgain }: Surroundings,
  first: Tokens,
): () => Promise<string> {
  let tokens = first;
  let underWay: Promise<string> | undefined;

  const renewed = async (): Promise<string> => {
    if (tokens.refresh === undefined) return tokens.endsAt > now() ? tokens.access : signInAgain();
    try {
      tokens = await openId.renew(tokens.refresh, tokens);
      return tokens.access;
    } catch (trouble) {
      if (isRefusal(trouble)) return signInAgain();
      // The issuer does not answer: the API tells what the old token is still good for.
      return tokens.access;
    }
  };

  return async () => {
    if (tokens.endsAt - now() > spareMilliseconds) return tokens.access;
    // All requests of the page wait for one renewal: most issuers take a refresh token only once.
    underWay ??= renewed().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
