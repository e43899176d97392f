import * as z from "zod/mini";
import { inWords } from "../request/issue-message.ts";

const words = ["ids", "filter", "all"] as const;

/** What an action is about is said in one of three ways, in this order; each is the shape of a whole body. */
export const choiceAmong = <
  Ids extends z.ZodMiniType,
  Filter extends z.ZodMiniType,
  All extends z.ZodMiniType,
>(
  shapes: readonly [Ids, Filter, All],
) => z.union(shapes, { error: whatIsWrong });

/** Called with the way that was taken; undefined where nobody can say which one was. */
function whatIsWrong({ input, errors }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>) {
  if (typeof input !== "object" || input === null) return undefined;
  const given = words.filter((word) => word in input);
  if (given.length === 0) return "Send ids, filter or all: true.";
  if (given.length > 1) return `Only one of ${words.join(", ")} can be sent.`;
  return inWords(errors[words.findIndex((word) => given.includes(word))] ?? []);
}

/** A client whose variable is undefined sends an empty filter, and does not mean everything. */
export const notEmpty = (...names: readonly string[]) =>
  z.refine<Readonly<Record<string, unknown>>>(
    (filter) => Object.values(filter).some((value) => value !== undefined),
    { error: `Name at least one of ${names.join(", ")}, or send all: true.` },
  );
