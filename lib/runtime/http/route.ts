import type * as z from "zod/mini";
import type { MappingFault } from "../../domain/mapping/mapping-fault.ts";
import type { Result } from "../../domain/result.ts";
import type { ManageApp } from "../../manage/manage-app.ts";
import { invalid } from "../../manage/manage-failure.ts";
import { issueMessage } from "./request/issue-message.ts";
import type { RequestFailure } from "./request/problem.ts";

/** A role includes the ones before it. `open`: nobody has to sign in. */
export type Role = "open" | "Tandem.Read" | "Tandem.Resolve" | "Tandem.Admin";

/** What was read off the request, before anybody looked at it. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/** Who asks, as far as known. */
export interface Caller {
  readonly requestedBy: string | undefined;
  /** The same person has the same one at every request; empty where nobody signs in. */
  readonly id: string;
  readonly may: (role: Role) => boolean;
}

export interface Reply<Body> {
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: Body | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Schemas for `params`, `query`, `headers` and `body`; what is left out is not looked at. */
type InputSchema = z.ZodMiniObject;

interface Definition<Input extends InputSchema, Answer extends z.ZodMiniType> {
  /** One line for the contract. */
  readonly does: string;
  readonly role: Role;
  readonly input: Input;
  readonly answer: Answer;
  /** What it answers when all goes well; the first one is the usual one. */
  readonly statuses: readonly [Reply<unknown>["status"], ...Reply<unknown>["status"][]];
  readonly run: (
    app: ManageApp,
    input: z.infer<Input>,
    caller: Caller,
  ) => Promise<Result<Reply<Unchangeable<z.input<Answer>>>, RequestFailure>>;
}

/** One line of the route table: validation, contract and gateway are all made from it. */
export interface Route {
  readonly does: string;
  readonly role: Role;
  readonly input: InputSchema;
  readonly answer: z.ZodMiniType;
  readonly statuses: readonly Reply<unknown>["status"][];
  readonly handle: (
    app: ManageApp,
    raw: RawInput,
    caller: Caller,
  ) => Promise<Result<Reply<unknown>, RequestFailure>>;
}

export const route = <Input extends InputSchema, Answer extends z.ZodMiniType>({
  run,
  ...described
}: Definition<Input, Answer>): Route => ({
  ...described,
  async handle(app, raw, caller) {
    const input = described.input.safeParse(raw, { error: issueMessage });
    return input.success ? run(app, input.data, caller) : invalid(faultsOf(input.error));
  },
});

/** `body/fields/0/name` is called `fields/0/name`, as people see it. */
const faultsOf = ({ issues }: z.core.$ZodError): readonly MappingFault[] =>
  issues.map(({ path, message }) => ({
    path: path.slice(1).map(String).join("/") || String(path[0] ?? ""),
    message,
  }));

/** Values that nobody changes any more: lists of the domain are read-only. */
export type Unchangeable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Unchangeable<Item>[]
    : { readonly [Key in keyof T]: Unchangeable<T[Key]> };
