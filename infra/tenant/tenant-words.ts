import * as z from "zod/mini";
import { issueMessage } from "../../lib/runtime/http/request/issue-message.ts";

/** What is wrong with a field of a tenant's file, and what belongs there. */
export function tenantWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys.map((key) => `"${key}"`).join(", ");
    return `There is no ${unknown} here. There are: ${knownIn(issue.inst).join(", ")}.`;
  }
  if (issue.code === "invalid_type" && issue.expected === "int") {
    return "This must be a whole number.";
  }
  return issueMessage(issue);
}

/** For a field whose form has a name of its own. */
export const mustBe =
  (what: string) =>
  ({ input }: Pick<z.core.$ZodRawIssue, "input">): string =>
    input === undefined ? `This is required: ${what}.` : `This must be ${what}.`;

function knownIn(schema: unknown): readonly string[] {
  if (schema instanceof z.core.$ZodObject) return Object.keys(schema._zod.def.shape);
  if (schema instanceof z.core.$ZodRecord) {
    return [...(schema._zod.def.keyType._zod.values ?? [])].map(String);
  }
  return [];
}
