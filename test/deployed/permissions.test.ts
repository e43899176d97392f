import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { DeployedTemplate } from "../infra/deployed-template.ts";
import { type AwsCall, allows, judge, type Verdict } from "../infra/permissions.ts";
import type { Resources } from "../infra/resolve.ts";
import { type Deployment, deploy, secretArn } from "./deployment.ts";
import { doEverything } from "./everything.ts";

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy();
  await doEverything(deployment);
}, 120_000);
afterAll(() => deployment.stop());

const ids = ["Api", "ChangeNotice", "Console", "DeadLetter", "ScheduleTick", "SyncWorker"];

const functionIn = ({ functions }: DeployedTemplate, id: string) => {
  const found = functions[id];
  if (found === undefined) throw new Error(`There is no ${id}`);
  return found;
};

/** All calls that this function's role is asked for: what the function did, and what AWS does for it. */
const callsOf = (id: string): readonly AwsCall[] => [
  ...deployment.recorder.calls().filter(({ by }) => by === id),
  ...functionIn(deployment.template, id).callsOfAws,
];

const verdictOn = (id: string, template = deployment.template): Verdict =>
  judge(functionIn(template, id).grants, callsOf(id));

describe("what was recorded", () => {
  test("is of every function of the template, and of nobody else", () => {
    expect(Object.keys(deployment.template.functions).toSorted()).toEqual(ids);
    const callers = new Set(deployment.recorder.calls().map(({ by }) => by));
    expect([...callers].toSorted()).toEqual(ids.filter((id) => id !== "Console"));
  });

  test("comes from every route that has a function with rights", () => {
    const { routes } = deployment.template;
    const asked = deployment.routesAsked();
    const left = routes.filter(({ key, to }) => to !== "Console" && !asked.has(key));
    expect(left.map(({ key }) => key)).toEqual([]);
  });

  test("comes from functions that had no trouble but the message that nobody can read", () => {
    const complaints = deployment.complaints();
    expect(complaints).toEqual([expect.stringContaining("This message is not a job step.")]);
  });
});

describe("the policies as synthesized", () => {
  test.each(ids)("allow %s every call that it makes, and nothing that it does not make", (id) => {
    expect(verdictOn(id)).toEqual({ denied: [], needless: [] });
  });

  test.each(ids)("without any one grant of %s are not enough", (id) => {
    const { grants } = functionIn(deployment.template, id);
    for (const grant of grants) {
      const others = grants.filter((other) => other !== grant);
      const { denied } = judge(others, callsOf(id));
      expect(denied.some((call) => call.startsWith(`${grant.action} ${grant.resource}`))).toBe(
        true,
      );
    }
  });

  test("from which a statement was taken fail", () => {
    const without = changed("SyncWorker", (statements) =>
      statements.filter(({ Action }) => Action !== "events:PutEvents"),
    );
    expect(verdictOn("SyncWorker", deployment.read(without)).denied).toEqual([
      "events:PutEvents arn:aws:events:eu-west-1:111122223333:event-bus/tandem-example",
    ]);
  });

  test("with a statement that nobody needs fail", () => {
    const resource = "arn:aws:dynamodb:eu-west-1:111122223333:table/tandem";
    const added = { Effect: "Allow", Action: "dynamodb:Scan", Resource: resource };
    const more = changed("ScheduleTick", (statements) => [...statements, added]);
    expect(verdictOn("ScheduleTick", deployment.read(more)).needless).toEqual([
      `dynamodb:Scan ${resource}`,
    ]);
  });

  test("with a statement that cannot be judged are refused", () => {
    const added = { Effect: "Deny", Action: "*", Resource: "*" };
    const more = changed("Api", (statements) => [...statements, added]);
    expect(() => deployment.read(more)).toThrow("Cannot judge");
  });
});

describe("secrets", () => {
  const readersOf = (name: string): readonly string[] => {
    const call = { action: "secretsmanager:GetSecretValue", resource: secretArn(name) };
    return ids.filter((id) =>
      functionIn(deployment.template, id).grants.some((grant) => allows(grant, call)),
    );
  };

  test("the apps' credentials are read by the worker and by no other function", () => {
    expect(readersOf("AppCredentials")).toEqual(["SyncWorker"]);
  });

  test("the notices' secret is read by who subscribes and by who listens", () => {
    expect(readersOf("NoticeSecret")).toEqual(["ChangeNotice", "SyncWorker"]);
  });

  test("are in no function's environment", () => {
    const values = ids.flatMap((id) =>
      Object.values(functionIn(deployment.template, id).environment),
    );
    expect(values.filter((value) => /sandbox-secret|Zp3kQ8/.test(value))).toEqual([]);
  });
});

const Statements = z.array(z.looseObject({ Action: z.unknown() }));
type Statements = z.infer<typeof Statements>;

/** The template, with other statements in the policy of a function's role. */
function changed(id: string, change: (statements: Statements) => Statements): Resources {
  return Object.fromEntries(
    Object.entries(deployment.resources).map(([name, resource]) => {
      if (!name.startsWith(`${id}RoleDefaultPolicy`)) return [name, resource];
      const Document = z.looseObject({ Statement: Statements });
      const document = Document.parse(resource.Properties["PolicyDocument"]);
      const PolicyDocument = { ...document, Statement: change(document.Statement) };
      return [name, { ...resource, Properties: { ...resource.Properties, PolicyDocument } }];
    }),
  );
}
