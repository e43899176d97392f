import type { Status } from "../api/shapes.ts";

type Ages = Status["mappings"][number]["cursorAgeSeconds"];

/** How old what is known of the apps may be: the older of the two, where it is known at all. */
export function ageOf({ businessCentral, dataverse }: Ages): number | undefined {
  const known = [businessCentral, dataverse].filter((age) => age !== null);
  return known.length === 0 ? undefined : Math.max(...known);
}
