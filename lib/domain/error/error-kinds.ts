import type { PerSide, Side } from "../side.ts";
import type { ErrorAction, ErrorKind } from "./error-item.ts";

/** What is known of every error of a kind. */
interface ErrorKindRow {
  /** E1: whether the cause can go away by itself, so that later runs try again before a person is asked. */
  readonly canHeal: boolean;
  /** E7: what a person may do about it, as far as the kind decides. */
  readonly actions: readonly ErrorAction[];
  /** W14: in masses it tells of the mapping or the app; the others are about people's data. */
  readonly isAppTrouble: boolean;
  /** A19: it tells how the two records stand to each other; the others tell what an app answered. */
  readonly isAboutPair: boolean;
  /** The side whose record was deleted. */
  readonly brokenSide?: Side | undefined;
}

const bothSided: readonly ErrorAction[] = ["retry", "synchronize", "remove-coupling"];
const oneSided: readonly ErrorAction[] = ["restore", "delete", "remove-coupling"];

const refusedByApp = { actions: bothSided, isAppTrouble: true, isAboutPair: false } as const;
const deleted = {
  canHeal: false,
  actions: oneSided,
  isAppTrouble: false,
  isAboutPair: true,
} as const;

export const errorKindTable: Readonly<Record<ErrorKind, ErrorKindRow>> = {
  updateConflict: { canHeal: false, actions: bothSided, isAppTrouble: false, isAboutPair: true },
  deletedInBusinessCentral: { ...deleted, brokenSide: "businessCentral" },
  deletedInDataverse: { ...deleted, brokenSide: "dataverse" },
  dependencyMissing: { canHeal: true, actions: bothSided, isAppTrouble: false, isAboutPair: false },
  rejected: { canHeal: false, ...refusedByApp },
  notPermitted: { canHeal: false, ...refusedByApp },
  locked: { canHeal: true, ...refusedByApp },
  unavailable: { canHeal: true, ...refusedByApp },
  ambiguousMatch: { canHeal: false, actions: ["retry"], isAppTrouble: false, isAboutPair: true },
};

/** The kind by the side that the record was deleted on: what `brokenSide` tells, the other way round. */
export const deletedKind = {
  businessCentral: "deletedInBusinessCentral",
  dataverse: "deletedInDataverse",
} as const satisfies PerSide<ErrorKind>;
