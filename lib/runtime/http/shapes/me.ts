import * as z from "zod/mini";
import type { Caller } from "../route.ts";

const roles = ["Tandem.Read", "Tandem.Resolve", "Tandem.Admin"] as const;

/** Who asks, and what that person may do; without a name where nobody signs in. */
export const MeShape = z.object({
  name: z.optional(z.string()),
  roles: z.array(z.enum(roles)),
});

export const showMe = ({ requestedBy, may }: Caller) => ({
  ...(requestedBy !== undefined && { name: requestedBy }),
  roles: roles.filter(may),
});
