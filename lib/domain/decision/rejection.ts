import type { FieldProblem } from "../conversion/observation.ts";
import type { LookupRef } from "../coupling.ts";
import { dependencyMessage } from "../error/error-messages.ts";
import type { MappingName } from "../ids.ts";
import type { Decision } from "./decision.ts";

/** D18: all problems at once, so that a person mends them in one go. */
export const refuseRejected = (problems: readonly FieldProblem[]): Decision => ({
  kind: "refuse",
  error: "rejected",
  message: joined(problems.map(({ message }) => message)),
  hint: joined(problems.map(({ hint }) => hint)),
  waitsFor: [],
});

/** D17 */
export const refuseMissing = (mapping: MappingName, waitsFor: readonly LookupRef[]): Decision => ({
  kind: "refuse",
  error: "dependencyMissing",
  ...dependencyMessage(mapping, waitsFor),
  waitsFor,
});

const joined = (sentences: readonly string[]): string => [...new Set(sentences)].join(" ");
