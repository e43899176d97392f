import * as z from "zod/mini";

/**
 * What outlives the way to the issuer and back, in this tab only. Useless to a thief by itself, and
 * gone with its first use. Tokens are never stored: a reload signs in again, which the issuer's own
 * session answers without asking the person anything.
 */
const Kept = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** Where in the console the person was: `#/errors`. */
  hash: z.string(),
});
export type Kept = z.infer<typeof Kept>;

const storageKey = "tandem.sign-in";

export const keep = (kept: Kept): void => sessionStorage.setItem(storageKey, JSON.stringify(kept));

/** Undefined when this tab has not started to sign in. */
export function takeKept(): Kept | undefined {
  const text = sessionStorage.getItem(storageKey);
  sessionStorage.removeItem(storageKey);
  const kept = Kept.safeParse(parsed(text));
  return kept.success ? kept.data : undefined;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
