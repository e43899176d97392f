import type { Coupling } from "../../../lib/domain/coupling.ts";
import type { ErrorItem } from "../../../lib/domain/error/error-item.ts";
import { recordOfError } from "../../../lib/domain/ids.ts";
import { sides } from "../../../lib/domain/side.ts";
import { simulatedFields } from "../story/fields.ts";
import type { Finding, Scene } from "./scene.ts";

/** I9: what is listed is out of step, and what is out of step is listed. */
export const i9ListIsWhatIsOutOfStep = (scene: Scene): readonly Finding[] =>
  [
    ...scene.couplings.flatMap((coupling) => ofCoupling(scene, coupling)),
    ...scene.errors.flatMap((item) =>
      item.couplingId === undefined ? ofItemAlone(scene, item) : ofItem(scene, item),
    ),
  ].map((message) => ({ invariant: "I9", message }));

/** A coupling knows the item that it is listed with, and that one knows it. */
function ofCoupling({ errors }: Scene, { id, status, errorId }: Coupling): readonly string[] {
  const isSaid = (status === "active") === (errorId === undefined);
  const item = errors.find((one) => one.id === errorId);
  const isKnown = errorId === undefined || item?.couplingId === id;
  return isSaid && isKnown ? [] : [`${id} is ${status} with error ${errorId}`];
}

/** A record listed without a coupling is there, and has none. */
function ofItemAlone({ couplings, standing }: Scene, { id, sides: named }: ErrorItem) {
  const ids = sides.map((side) => named[side].id);
  const isCoupled = couplings.some(
    (coupling) =>
      ids.includes(coupling.ids.businessCentral) || ids.includes(coupling.ids.dataverse),
  );
  const { side, recordId } = recordOfError(id);
  return [
    ...(isCoupled ? [`${id}: listed alone, and coupled`] : []),
    ...(standing[side].has(recordId) ? [] : [`${id}: there is no such record any more`]),
  ];
}

/** What is listed of a pair is still so. */
function ofItem({ couplings, standing }: Scene, item: ErrorItem): readonly string[] {
  const { id, kind, status, couplingId } = item;
  const coupling = couplings.find((one) => one.id === couplingId);
  if (coupling?.errorId !== id || coupling.status !== status) {
    return [`${id} is listed for ${couplingId}, which does not know it`];
  }
  const one = standing.businessCentral.get(coupling.ids.businessCentral);
  const other = standing.dataverse.get(coupling.ids.dataverse);
  const isThere = [`${id}: ${kind}, but it is there`];
  if (kind === "deletedInBusinessCentral") return one === undefined ? [] : isThere;
  if (kind === "deletedInDataverse") return other === undefined ? [] : isThere;
  if (kind !== "updateConflict" || one === undefined || other === undefined) return [];
  const isEqual = simulatedFields.every(({ name }) => one.values[name] === other.values[name]);
  return isEqual ? [`${id}: a conflict, but both sides are equal`] : [];
}
