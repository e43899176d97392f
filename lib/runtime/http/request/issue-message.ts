import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;
type UnionIssue = Extract<Issue, { code: "invalid_union" }>;

/** What is wrong with one value of a request, for people. zod/mini ships without words. */
export function issueMessage(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "This is required."
        : `This must be ${typeWords[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `This must be one of: ${issue.values.map(String).join(", ")}.`;
    case "unrecognized_keys":
      return `There is no ${issue.keys.map((key) => `"${key}"`).join(", ")} here.`;
    case "too_small":
      return issue.origin === "number"
        ? `This must be at least ${issue.minimum}.`
        : `This must have at least ${issue.minimum} ${unitOf(issue.origin)}.`;
    case "too_big":
      return issue.origin === "number"
        ? `This must be at most ${issue.maximum}.`
        : `This must have at most ${issue.maximum} ${unitOf(issue.origin)}.`;
    case "invalid_format":
      return issue.pattern === undefined ? `This must be written as ${issue.format}.` : noShape;
    case "not_multiple_of":
      return `This must be a multiple of ${issue.divisor}.`;
    case "invalid_union":
      return unionMessage(issue);
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return noShape;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const noShape = "This has none of the shapes that are taken here.";

/** What the shapes lack that it comes nearest to. */
function unionMessage({ errors, discriminator, inst }: UnionIssue): string {
  if (discriminator !== undefined && inst !== undefined && "propValues" in inst._zod) {
    const kinds = [...(inst._zod.propValues?.[discriminator] ?? [])];
    return `This must be one of: ${kinds.map(String).join(", ")}.`;
  }
  const fewest = Math.min(...errors.map(({ length }) => length));
  const fitting = errors.filter(({ length }) => length === fewest);
  const exclusive = exclusiveIn(fitting);
  if (exclusive.length > 1) return `Only one of ${exclusive.join(", ")} can be sent.`;
  const nearest = fitting.map(inWords);
  return nearest.length === 0 ? noShape : [...new Set(nearest)].join(" Or ");
}

/** Where each shape lacks nothing and only finds the words of others too many: those words. */
function exclusiveIn(shapes: readonly (readonly z.core.$ZodIssue[])[]): readonly string[] {
  const surplus = shapes.map((issues) =>
    issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : [])),
  );
  if (surplus.some(({ length }) => length === 0)) return [];
  const words = [...new Set(surplus.flat())];
  return words.filter((word) => !surplus.every((keys) => keys.includes(word))).toSorted();
}

export const inWords = (issues: readonly z.core.$ZodIssue[]): string =>
  issues.map(({ path, message }) => [...path.map(String), message].join(": ")).join(" ");

const unitOf = (origin: string): string => (origin === "string" ? "characters" : "items");
