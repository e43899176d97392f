import * as z from "zod/mini";
import { appFailureCodes } from "../error/app-failure.ts";
import { type LookId, MappingName, RecordId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { TableDescription, TableRef, TableTitle } from "../metadata/table-description.ts";
import { type Side, sides } from "../side.ts";

const app = z.enum(sides);

/** What may be looked at. A kind that asks both apps belongs to Business Central, which answers fewer at a time. */
export const LookRequest = z.discriminatedUnion("kind", [
  /** All tables of an app, by name and title. */
  z.object({ kind: z.literal("tables"), app }),
  /** One table's columns. */
  z.object({ kind: z.literal("table"), app, table: TableRef }),
  /** Records of a mapping's table, by a part of their title or number. */
  z.object({ kind: z.literal("records"), app, mapping: MappingName, search: z.string() }),
]);
export type LookRequest = z.infer<typeof LookRequest>;

/** A record that was found, and what Tandem knows of it. */
const SoughtRecord = z.object({
  id: RecordId,
  title: z.string(),
  number: z.optional(z.string()),
  /** The record that it is coupled with. */
  coupledWith: z.optional(RecordId),
  inFilter: z.boolean(),
});

/** `tooLarge`: more than is kept. `givenUp`: it was begun as often as a look is, and never came to an end. */
const lookFailureCodes = [
  ...appFailureCodes,
  "unknownTable",
  "unknownMapping",
  "tooLarge",
  "givenUp",
] as const;
export type LookFailureCode = (typeof lookFailureCodes)[number];

const Tables = z.object({ kind: z.literal("tables"), items: z.array(TableTitle) });
const Table = z.object({ kind: z.literal("table"), description: TableDescription });
const Records = z.object({ kind: z.literal("records"), items: z.array(SoughtRecord) });

/** Nothing is tried again behind a person's back: trouble is an answer as well. */
const Failed = z.object({
  kind: z.literal("failed"),
  code: z.enum(lookFailureCodes),
  /** What happened and what to do, for people. */
  message: z.string(),
});

export const LookAnswer = z.discriminatedUnion("kind", [Tables, Table, Records, Failed]);
export type LookAnswer = z.infer<typeof LookAnswer>;
export type Found = Exclude<LookAnswer, { kind: "failed" }>;

/** A read that the worker does for the API. */
export interface Look {
  readonly id: LookId;
  readonly request: LookRequest;
  readonly askedAt: Instant;
  /** Absent while the worker has not answered. */
  readonly answer?: LookAnswer | undefined;
}

export const lookFailed = (code: LookFailureCode, message: string): LookAnswer => ({
  kind: "failed",
  code,
  message,
});

/** An app's request says whom it asks, and with it the group that it waits in. */
export const appAsked = (request: LookRequest): Side => request.app;
