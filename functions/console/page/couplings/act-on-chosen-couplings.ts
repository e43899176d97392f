import { ok } from "../../../../lib/domain/result.ts";
import { actOnCouplings } from "../api/coupling-calls.ts";
import type { Begun } from "../api/shapes.ts";
import type { Beginning } from "../controls/begin-dialog.tsx";
import { type ChosenCouplings, choicesOf } from "./chosen-couplings.ts";

/** In as many requests as it takes; stops at the first that fails. */
export const beginningFor =
  (action: "delete" | "synchronize", chosen: ChosenCouplings): Beginning =>
  (preview) =>
  async (api, key) => {
    let end: Begun = { taken: 0, jobs: [], leftOut: [], leftOutCount: 0, notStarted: [] };
    for (const [request, choice] of choicesOf(chosen).entries()) {
      const asked = { action, choice, preview, key: `${key}-${request}` };
      const begun = await actOnCouplings(api, asked);
      if (!begun.ok) return begun;
      end = together(end, begun.value);
    }
    return ok(end);
  };

const together = (one: Begun, other: Begun): Begun => ({
  taken: (one.taken ?? 0) + (other.taken ?? 0),
  leftOutCount: one.leftOutCount + other.leftOutCount,
  leftOut: [...one.leftOut, ...other.leftOut],
  jobs: [...one.jobs, ...other.jobs],
  notStarted: [...one.notStarted, ...other.notStarted],
  warnings: [...new Set([...(one.warnings ?? []), ...(other.warnings ?? [])])],
});
