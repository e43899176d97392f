import { expect, test } from "vitest";
import * as z from "zod/mini";
import {
  CouplingId,
  ErrorId,
  FieldName,
  JobId,
  MappingName,
  RecordId,
} from "../../../lib/domain/ids.ts";
import { issueMessage } from "../../../lib/runtime/http/request/issue-message.ts";

const messages = (schema: z.ZodMiniType, value: unknown): readonly string[] => {
  const read = schema.safeParse(value, { error: issueMessage });
  return read.success ? [] : read.error.issues.map(({ message }) => message);
};

const Choice = z.union([
  z.strictObject({ ids: z.array(z.string()), use: z.enum(["both", "one"]) }),
  z.strictObject({ all: z.literal(true), use: z.enum(["both", "one"]) }),
]);

test("a kind that there is not is answered with the kinds that there are", () => {
  const Step = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("trim") }),
    z.strictObject({ kind: z.literal("upper") }),
  ]);
  expect(messages(Step, { kind: "uper" })).toEqual(["This must be one of: trim, upper."]);
  expect(messages(Step, {})).toEqual(["This must be one of: trim, upper."]);
});

test("of several shapes the nearest one says what it lacks", () => {
  expect(messages(Choice, { ids: ["a"] })).toEqual(["use: This must be one of: both, one."]);
  expect(messages(Choice, { all: true, use: "one", ids: 3 })).toEqual(['There is no "ids" here.']);
});

test("shapes that are equally near are all named", () => {
  expect(messages(Choice, { use: "one" })).toEqual([
    "ids: This is required. Or all: This must be one of: true.",
  ]);
});

test("what has no shape at all is told what it must be, once", () => {
  expect(messages(Choice, "all")).toEqual(["This must be an object."]);
});

test("words that belong to different shapes exclude each other, and a word of none is told as such", () => {
  expect(messages(Choice, { ids: ["a"], all: true, use: "one" })).toEqual([
    "Only one of all, ids can be sent.",
  ]);
  expect(messages(Choice, { ids: ["a"], use: "one", other: 1 })).toEqual([
    'There is no "other" here.',
  ]);
});

test.each([
  [ErrorId, "the id of an error"],
  [CouplingId, "the id of a coupling"],
  [JobId, "the id of a job"],
  [RecordId, "a GUID"],
  [MappingName, "CUSTOMER"],
  [FieldName, "a field"],
])("an id of another form is told what it is the id of, not its pattern (%#)", (schema, what) => {
  const [message] = messages(schema, "No 17");

  expect(message).toContain(what);
  expect(message).not.toMatch(/[\^{}]/);
});
