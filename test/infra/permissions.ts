import * as z from "zod/mini";
import type { Resolve, Resources } from "./resolve.ts";

/** A call to AWS, as IAM sees it. */
export interface AwsCall {
  readonly action: string;
  readonly resource: string;
  /** Of a call to DynamoDB: the partitions that it touches. */
  readonly leadingKeys?: readonly string[] | undefined;
}

/** One action on one resource that a role may do. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  /** Only in these partitions. */
  readonly leadingKeys?: readonly string[] | undefined;
}

const texts = z.union([z.string(), z.array(z.string())]);

/** Nothing else can be judged here: no Deny, no NotAction or NotResource, no other condition. */
const Statement = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.literal("Allow"),
  Action: texts,
  Resource: texts,
  Condition: z.optional(
    z.strictObject({
      "ForAllValues:StringEquals": z.strictObject({ "dynamodb:LeadingKeys": z.array(z.string()) }),
    }),
  ),
});

const Policy = z.object({
  PolicyDocument: z.object({ Version: z.literal("2012-10-17"), Statement: z.array(z.unknown()) }),
  Roles: z.array(z.string()),
});

const Role = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Tags: z.optional(z.unknown()),
});

/** What a role may do, by the policies of the template. Throws at what it cannot judge. */
export function grantsOf(resources: Resources, resolve: Resolve, roleId: string): readonly Grant[] {
  const role = Role.safeParse(resources[roleId]?.Properties);
  if (!role.success) throw new Error(`Cannot judge the role ${roleId}: ${role.error.message}`);
  return Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === "AWS::IAM::ManagedPolicy") throw new Error(`Cannot judge the policy ${id}`);
    if (Type !== "AWS::IAM::Policy") return [];
    const policy = Policy.parse(resolve(Properties));
    if (!policy.Roles.includes(roleId)) return [];
    return policy.PolicyDocument.Statement.flatMap((statement) => grantsIn(statement));
  });
}

export function grantsIn(statement: unknown): readonly Grant[] {
  const parsed = Statement.safeParse(statement);
  if (!parsed.success) throw new Error(`Cannot judge ${JSON.stringify(statement)}`);
  const { Action, Resource, Condition } = parsed.data;
  const leadingKeys = Condition?.["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"];
  return [Action].flat().flatMap((action) =>
    [Resource].flat().map((resource) => {
      // `${aws:…}` stands for something of the request.
      if (resource.includes("${")) throw new Error(`Cannot judge the resource ${resource}`);
      return { action, resource, ...(leadingKeys && { leadingKeys }) };
    }),
  );
}

export interface Verdict {
  /** Calls that no grant allows. */
  readonly denied: readonly string[];
  /** Grants that are not what any call needs: unused, or wider than the calls. */
  readonly needless: readonly string[];
}

export function judge(grants: readonly Grant[], calls: readonly AwsCall[]): Verdict {
  const denied = calls.filter((call) => !grants.some((grant) => allows(grant, call)));
  const needless = grants
    .flatMap(partsOf)
    .filter((part) => !calls.some((call) => uses(call, part)));
  return { denied: distinct(denied), needless: distinct(needless) };
}

/** Whether this grant is one that lets the call through. */
export const allows = (grant: Grant, call: AwsCall): boolean =>
  isLike(grant.action.toLowerCase(), call.action.toLowerCase()) &&
  isLike(grant.resource, call.resource) &&
  (grant.leadingKeys === undefined ||
    (call.leadingKeys ?? []).every((key) => grant.leadingKeys?.includes(key)));

/** `*` stands for any characters, `?` for one. */
function isLike(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s").test(text);
}

/** Each partition of a grant has to be needed by itself. */
const partsOf = (grant: Grant): readonly Grant[] =>
  grant.leadingKeys?.map((key) => ({ ...grant, leadingKeys: [key] })) ?? [grant];

/** A call needs what it names, letter by letter: a pattern would allow more than that. */
const uses = (call: AwsCall, { action, resource, leadingKeys: [key] = [] }: Grant): boolean =>
  call.action.toLowerCase() === action.toLowerCase() &&
  call.resource === resource &&
  (key === undefined || call.leadingKeys?.includes(key) === true);

const distinct = (all: readonly Grant[]): readonly string[] => [
  ...new Set(
    all.map(({ action, resource, leadingKeys }) =>
      [action, resource, ...(leadingKeys === undefined ? [] : [leadingKeys.join(",")])].join(" "),
    ),
  ),
];
