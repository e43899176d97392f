import type { MappingName } from "../../domain/ids.ts";
import type { ManageApp } from "../manage-app.ts";

export interface CoupledMapping {
  readonly mapping: MappingName;
  /** As counted. */
  readonly count: number;
}

/**
 * The mapping, or all of them, as far as something is coupled. The list says whether: a step that died is
 * missing from the count, which may then be 0.
 */
export async function coupledMappings(
  { store }: Pick<ManageApp, "store">,
  only: MappingName | undefined,
): Promise<readonly CoupledMapping[]> {
  const states = (await store.states.all()).filter(
    ({ mapping }) => only === undefined || mapping === only,
  );
  const found = await Promise.all(
    states.map(async ({ mapping, coupled }) => {
      const first = await store.couplings.list({ mapping }, { limit: 1 });
      const isCoupled = first.ok && first.value.items.length > 0;
      return isCoupled ? [{ mapping, count: Math.max(1, coupled) }] : [];
    }),
  );
  return found.flat();
}
