import type { TextField, Transformation } from "../mapping/mapping.ts";
import { ok, type Result } from "../result.ts";
import { flowsTo, type Side } from "../side.ts";
import { refused, type Trouble } from "./conversion-error.ts";
import { cutStart, cutTo } from "./text-cut.ts";

/** Longer text is not given to a regular expression: see `regexTrouble` for what may still repeat. */
const longestForRegex = 1000;

/**
 * T1: in a one-way field all steps run on the way from its origin. In a two-way field the canonical
 * text is Dataverse's: from Business Central all steps run, from Dataverse those after the last map.
 */
export function transformed(field: TextField, side: Side, text: string): Result<string, Trouble> {
  if (field.transform.length === 0) {
    return ok(field.kind === "code" ? text.trim().toUpperCase() : text);
  }
  const result = applied(stepsFrom(field, side), text);
  if (!result.ok || field.direction !== "bidirectional" || side === "businessCentral")
    return result;
  // A text that no map leads to must be found now, not when it is about to be written.
  const back = inverted(field, result.value);
  return back.ok ? result : back;
}

/** From the canonical text back to Business Central's own: only maps change more than the spelling. */
export function inverted(field: TextField, text: string): Result<string, Trouble> {
  let current = text;
  for (const step of field.transform.toReversed()) {
    if (step.kind !== "map" || current === "") continue;
    const entry = Object.entries(step.values).find(([, to]) => to === current);
    if (entry === undefined) return unknownText(current);
    current = entry[0];
  }
  return ok(current);
}

/** A Code is trimmed and upper-cased wherever it is read, before and after the field's own steps. */
function stepsFrom(field: TextField, side: Side): readonly Transformation[] {
  const code: readonly Transformation[] =
    field.kind === "code" ? [{ kind: "trim" }, { kind: "upper" }] : [];
  return [...code, ...ownSteps(field, side), ...code];
}

function ownSteps(field: TextField, side: Side): readonly Transformation[] {
  const origin = flowsTo(field.direction, side === "dataverse" ? "businessCentral" : "dataverse");
  if (!origin) return [];
  if (field.direction !== "bidirectional" || side === "businessCentral") return field.transform;
  return field.transform.slice(field.transform.findLastIndex(({ kind }) => kind === "map") + 1);
}

export function applied(steps: readonly Transformation[], text: string): Result<string, Trouble> {
  let current: Result<string, Trouble> = ok(text);
  for (const step of steps) {
    if (!current.ok) return current;
    current = applyStep(step, current.value);
  }
  return current;
}

function applyStep(step: Transformation, text: string): Result<string, Trouble> {
  switch (step.kind) {
    case "trim":
      return ok(text.trim());
    case "upper":
      return ok(text.toUpperCase());
    case "lower":
      return ok(text.toLowerCase());
    case "replace":
      return ok(text.split(step.find).join(step.with));
    case "regex":
      return replaced(step.pattern, step.with, text);
    case "map":
      return mapped(step, text);
    case "substring": {
      const rest = cutStart(text, step.start);
      return ok(step.length === undefined ? rest : cutTo(rest, step.length));
    }
  }
}

function replaced(pattern: string, replacement: string, text: string): Result<string, Trouble> {
  if (text.length > longestForRegex) {
    return refused(
      `the text has ${text.length} characters; a regular expression is applied to ${longestForRegex} at most.`,
      "Shorten the text, or remove the regular expression from the field mapping.",
    );
  }
  return ok(text.replace(new RegExp(pattern, "gu"), replacement));
}

/** A blank stays blank unless the map names it. */
function mapped(
  { values, otherwise }: Extract<Transformation, { kind: "map" }>,
  text: string,
): Result<string, Trouble> {
  const to = Object.hasOwn(values, text) ? values[text] : undefined;
  if (to !== undefined) return ok(to);
  return text === "" || otherwise === "keep" ? ok(text) : unknownText(text);
}

const unknownText = (text: string) =>
  refused(
    `"${text.slice(0, 100)}" is not in the field's map of values.`,
    `Add "${text.slice(0, 100)}" to the map, or change the value in the app.`,
  );
