import type { TandemEvent } from "../domain/event/event.ts";

/** What rules are written for: the table in infra/README.md lists it. */
export const source = "tandem";

/** The type is beside it, not in it. */
export function detailOf({ type: _, ...detail }: TandemEvent): string {
  return JSON.stringify(detail);
}
