import { applied } from "../conversion/transform.ts";
import type { FieldMapping, TextField, Transformation } from "../mapping/mapping.ts";
import { regexTrouble } from "./regex-safety.ts";

type MapStep = Extract<Transformation, { kind: "map" }>;

/** T2, T3: whether the steps of a text field can be run, and undone where the field goes both ways. */
export function checkTransformations(field: FieldMapping): readonly string[] {
  if (field.kind !== "text" && field.kind !== "code") return [];
  const unsafe = field.transform.flatMap((step) => checkPattern(field, step));
  return field.direction === "bidirectional" ? [...unsafe, ...checkTwoWay(field)] : unsafe;
}

function checkPattern({ name }: TextField, step: Transformation): readonly string[] {
  const trouble = step.kind === "regex" ? regexTrouble(step.pattern) : undefined;
  return trouble === undefined
    ? []
    : [`The regular expression of field "${name}" is refused: ${trouble}. Simplify it.`];
}

function checkTwoWay(field: TextField): readonly string[] {
  const faults = field.transform.flatMap((step, index) => {
    switch (step.kind) {
      case "trim":
      case "upper":
      case "lower":
        return [];
      case "map":
        return checkMap(field, step, index);
      case "replace":
      case "regex":
      case "substring":
        return [
          `Field "${field.name}" goes both ways, but "${step.kind}" cannot be undone. ` +
            "Give the field one direction, or remove the transformation.",
        ];
    }
  });
  const isCut = field.length === "truncate" && field.transform.some(({ kind }) => kind === "map");
  return isCut
    ? [
        ...faults,
        `Field "${field.name}" goes both ways with a map and "truncate": a cut text is not in the map. ` +
          'Set length to "reject".',
      ]
    : faults;
}

function checkMap(field: TextField, step: MapStep, index: number): readonly string[] {
  const faults: string[] = [];
  const from = Object.keys(step.values);
  const to = Object.values(step.values);
  if (step.otherwise === "keep") {
    faults.push(
      `The map of field "${field.name}" keeps other values, which may then be taken for mapped ones on ` +
        'the way back. Set otherwise to "refuse".',
    );
  }
  if (new Set(to).size < to.length || from.includes("") || to.includes("")) {
    faults.push(
      `The map of field "${field.name}" is not one to one without blanks, so it cannot be undone. ` +
        "Give every value its own counterpart, or give the field one direction.",
    );
  }
  const changed = changedByNeighbours(field, step, index);
  if (changed !== undefined) {
    faults.push(
      `The map of field "${field.name}" has "${changed}", which the other transformations change. ` +
        "Write it as it is after them.",
    );
  }
  return faults;
}

/** The first text of a map that never arrives there, or does not stay as the map leaves it. */
function changedByNeighbours(field: TextField, step: MapStep, index: number): string | undefined {
  const code: readonly Transformation[] =
    field.kind === "code" ? [{ kind: "trim" }, { kind: "upper" }] : [];
  const isSpelling = ({ kind }: Transformation): boolean =>
    kind === "trim" || kind === "upper" || kind === "lower";
  const before = [...code, ...field.transform.slice(0, index).filter(isSpelling)];
  const after = [...field.transform.slice(index + 1).filter(isSpelling), ...code];
  return (
    Object.keys(step.values).find((text) => isChanged(before, text)) ??
    Object.values(step.values).find((text) => isChanged(after, text))
  );
}

function isChanged(steps: readonly Transformation[], text: string): boolean {
  const result = applied(steps, text);
  return !result.ok || result.value !== text;
}
