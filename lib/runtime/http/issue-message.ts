import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

/** What is wrong with one value of a request, for people. zod/mini ships without words. */
export function issueMessage(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This is required." : `This must be: ${issue.expected}.`;
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
      return issue.pattern === undefined
        ? `This must be written as ${issue.format}.`
        : `This must be written as ${issue.pattern}.`;
    case "not_multiple_of":
      return `This must be a multiple of ${issue.divisor}.`;
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "This has none of the shapes that are taken here.";
  }
}

const unitOf = (origin: string): string => (origin === "string" ? "characters" : "items");
