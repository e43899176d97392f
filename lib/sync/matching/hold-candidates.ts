import type { ErrorItem } from "../../domain/error/error-item.ts";
import { createByHand } from "../../domain/error/error-messages.ts";
import type { RecordId } from "../../domain/ids.ts";
import type { TableMapping } from "../../domain/mapping/mapping.ts";
import type { AppRecord } from "../../domain/record.ts";
import { appName, flowsTo, otherSide, type Side } from "../../domain/side.ts";
import { ended, type PairWork, singleRun } from "../pair/pair.ts";
import { titleOf } from "../pair/titles.ts";

/** At most this number of records are named in a message, and kept with an error item. */
export const maxNamed = 5;
export const maxCandidates = 50;

/** What may be the counterpart of records that are listed because that is not certain. */
export interface HeldBack {
  readonly record: AppRecord;
  readonly error?: ErrorItem | undefined;
  /** The listed records, as a message names them. */
  readonly by: ReadonlyMap<RecordId, string>;
  /** Behind "… in Dataverse": what it has to do with them. */
  readonly because: (by: string) => string;
}

/**
 * K10: one of them is the counterpart, so none may get one of its own before somebody has said which. It
 * is listed too, for what is listed and skipped no run creates.
 */
export function heldBack(
  mapping: TableMapping,
  side: Side,
  candidates: readonly HeldBack[],
): readonly PairWork[] {
  const creating = otherSide[side];
  if (!flowsTo(mapping.direction, creating)) return [];
  return candidates.map(({ record, error, by, because }) => {
    const earlier = error?.kind === "ambiguousMatch" ? (error.candidates ?? []) : [];
    const names = enumerated([...by.values()]);
    return ended(singleRun(side, record, { error }), {
      kind: "listed",
      problem: {
        kind: "ambiguousMatch",
        message: `${mapping.name} "${titleOf(mapping, side, record)}" in ${appName[side]} ${because(names)} It gets no record of its own in ${appName[creating]} before that is decided.`,
        hint: `Choose Set Up Coupling, with the right record or with a new one (${createByHand(creating)}). When those that it may belong to are gone, or coupled with others, Retry lets it be created.`,
        candidates: [...new Set([...by.keys(), ...earlier])].slice(0, maxCandidates),
      },
    });
  });
}

export const enumerated = (names: readonly string[]): string => {
  const named = names.slice(0, maxNamed);
  const more = names.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
};
