import type { Role } from "../../../../lib/runtime/http/route.ts";

/** Who uses the page, and what that person may do. */
export interface Session {
  /** Undefined where nobody signs in. */
  readonly token: () => Promise<string | undefined>;
  /** The name to show; undefined where nobody signs in. */
  readonly person: string | undefined;
  readonly may: (role: Role) => boolean;
  readonly signOut: (() => void) | undefined;
}

/** The local runner: whoever reaches the page may do everything. */
export const openSession: Session = {
  token: async () => undefined,
  person: undefined,
  may: () => true,
  signOut: undefined,
};
