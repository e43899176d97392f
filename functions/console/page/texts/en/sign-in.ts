export const signIn = {
  title: {
    refused: "You could not be signed in",
    noRole: "You may not use Tandem yet",
    unreachable: "Signing in does not work at the moment",
  },
  hint: {
    refused: "That is what the sign-in page answered. Try again, or ask who runs Tandem.",
    noRole:
      "You are signed in, but have no role. Ask who runs Tandem for one: Tandem.Read to look, Tandem.Resolve to resolve errors, Tandem.Admin to change mappings and schedules.",
    unreachable: "The sign-in page or Tandem does not answer. Try again in a moment.",
  },
  again: "Sign in again",
  retry: "Try again",
  asSomebodyElse: "Sign in as somebody else",
};
