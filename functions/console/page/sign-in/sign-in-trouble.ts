/** Why somebody could not be let in. */
export type SignInTrouble =
  /** The issuer said no, in its own words. */
  | { readonly kind: "refused"; readonly message: string }
  /** Signed in, and nobody gave this person a role. */
  | { readonly kind: "noRole"; readonly signOut: (() => void) | undefined }
  /** The issuer or the API does not answer. */
  | { readonly kind: "unreachable" };
