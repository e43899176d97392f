import type { Template } from "aws-cdk-lib/assertions";
import * as z from "zod/mini";
import {
  ApiEnvironment,
  ConsoleEnvironment,
  DeadLetterEnvironment,
  NoticeEnvironment,
  TickEnvironment,
  WorkerEnvironment,
} from "../../lib/runtime/environment.ts";

/** By the function's name in the template. */
export const schemas = {
  SyncWorker: WorkerEnvironment,
  ScheduleTick: TickEnvironment,
  DeadLetter: DeadLetterEnvironment,
  Api: ApiEnvironment,
  ChangeNotice: NoticeEnvironment,
  Console: ConsoleEnvironment,
};

const Statement = z.object({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const Policy = z.object({
  Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) }),
});

/** What a function's role may do: action by action, with the resource as text. */
export function rightsOf(template: Template, id: string) {
  const [policy] = Object.entries(template.findResources("AWS::IAM::Policy"))
    .filter(([name]) => name.startsWith(`${id}RoleDefaultPolicy`))
    .map(([, resource]) => Policy.parse(resource));
  if (policy === undefined) throw new Error(`${id} has no policy`);
  return policy.Properties.PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => ({ action, resource: JSON.stringify(Resource) })),
  );
}

export const actionsOf = (template: Template, id: string) =>
  rightsOf(template, id).map(({ action }) => action);
