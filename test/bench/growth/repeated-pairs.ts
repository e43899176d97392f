import type { Coupling } from "../../../lib/domain/coupling.ts";
import { couplingIdOf, RecordId } from "../../../lib/domain/ids.ts";
import { type PerSide, type Side, sides } from "../../../lib/domain/side.ts";
import type { CoupledPair } from "../coupled-pairs.ts";

/**
 * As many pairs in step as one likes, out of a thousand that the worker really made: pair n is one of
 * those under ids of its own, so that nobody has to hold a million rows.
 */
export interface RepeatedPairs {
  readonly count: number;
  coupling(number: number): Coupling;
  /** Which pair's account comes at this place of the list: ids of two apps have nothing to do with one another. */
  accountAt(place: number): number;
  /** JSON as the app sends it. */
  row(side: Side, number: number): string;
  /** Undefined where the id is none of theirs. */
  numberOf(id: string): number | undefined;
}

export function repeatedPairs(originals: readonly CoupledPair[], count: number): RepeatedPairs {
  const cuts = originals.map(
    ({ coupling, rows }): PerSide<readonly string[]> => ({
      businessCentral: rows.businessCentral.split(coupling.ids.businessCentral),
      dataverse: rows.dataverse.split(coupling.ids.dataverse),
    }),
  );
  return {
    count,
    coupling: (number) => {
      const original = originals[number % originals.length];
      if (original === undefined) throw new Error("There is nothing to repeat");
      const [businessCentralId, dataverseId] = sides.map((side) => idOf(side, number));
      if (businessCentralId === undefined || dataverseId === undefined) throw new Error("No side");
      const { coupling } = original;
      const id = couplingIdOf(coupling.mapping, businessCentralId);
      return { ...coupling, id, businessCentralId, dataverseId, revision: 0 };
    },
    accountAt: (place) => (place * stride) % count,
    row: (side, number) => (cuts[number % cuts.length]?.[side] ?? []).join(idOf(side, number)),
    numberOf: (id) => {
      const number = Number.parseInt(id.slice(-12), 16);
      return number < count ? number : undefined;
    },
  };
}

/** A prime that no size has as a factor. */
const stride = 7_919;

const series: PerSide<string> = { businessCentral: "b000-4000", dataverse: "d000-4000" };

/** Spread over all ids, as GUIDs are; its number can be read off it. */
const idOf = (side: Side, number: number): RecordId => {
  const spread = Math.imul(number + 1, 2_654_435_761) >>> 0;
  const [head, tail] = [
    spread.toString(16).padStart(8, "0"),
    number.toString(16).padStart(12, "0"),
  ];
  return RecordId.parse(`${head}-${series[side]}-8000-${tail}`);
};
