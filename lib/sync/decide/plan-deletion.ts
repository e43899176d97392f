import type { SideState } from "../../domain/conversion/observation.ts";
import type { Decision } from "../../domain/decision/decision.ts";
import { deletedKind } from "../../domain/error/error-kinds.ts";
import { deletedMessage } from "../../domain/error/error-messages.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import { otherSide, type PerSide } from "../../domain/side.ts";
import type { Write } from "../../ports/business-app.ts";
import { ended, type PairWork, type Problem, recordOf, withState } from "../pair/pair.ts";
import { titlesOf } from "../pair/titles.ts";
import { listed, type Plan } from "./plan.ts";

/** Deletion policies: list it, forget the coupling, delete the survivor, or create the lost record again. */
export function planDeletion(
  mapping: TableMapping,
  run: PairWork,
  decision: Extract<Decision, { kind: "counterpartDeleted" }>,
  states: PerSide<SideState>,
): Plan {
  const { missing, resolution } = decision;
  const survivor = otherSide[missing];
  switch (resolution) {
    case "manual":
      // What is offered depends on whether the other record is still there.
      if (states[survivor].kind === "unchangedSinceBase")
        return { kind: "read", run, sides: [survivor] };
      return listed(run, {
        kind: deletedKind[missing],
        ...deletedMessage(mapping.name, missing, titlesOf(mapping, run)),
      });
    case "removeCoupling":
      return { kind: "end", run: ended(run, { kind: "uncoupled" }) };
    case "restore": {
      if (recordOf(run, survivor) === undefined) return { kind: "read", run, sides: [survivor] };
      const lost = run.coupling?.base;
      const alone = withState({ ...run, coupling: undefined, lost }, missing, {
        kind: "none",
      });
      return { kind: "again", run: alone };
    }
    case "delete": {
      const record = recordOf(run, survivor);
      if (record === undefined) return { kind: "read", run, sides: [survivor] };
      const write: Write = { kind: "delete", id: record.id, version: record.version };
      return { kind: "write", run, decision, states, writes: { [survivor]: write } };
    }
  }
}

/** A record outside the filter would be left alone by the next run, so its counterpart is not created again. */
export function outsideFilterProblem(mapping: TableMapping, run: PairWork): Problem {
  const missing = run.states.dataverse.kind === "none" ? "dataverse" : "businessCentral";
  const { message, hint } = deletedMessage(mapping.name, missing, titlesOf(mapping, run));
  return {
    kind: deletedKind[missing],
    message: `${message} It cannot be created again while the surviving record is outside the mapping's filter.`,
    hint,
  };
}
