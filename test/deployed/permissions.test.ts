import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { DeployedTemplate } from "../infra/deployed-template.ts";
import { type AwsCall, allows, judge, type Verdict } from "../infra/permissions.ts";
import type { Resources } from "../infra/resolve.ts";
import { watch } from "./cloud-watch.ts";
import { type Deployment, deploy, noticeSecret, secretArn } from "./deployment.ts";
import { drives } from "./drive-alarms.ts";
import { doEverything } from "./everything.ts";

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy();
  await doEverything(deployment);
}, 400_000);
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

  test("comes from every route", () => {
    const asked = deployment.routesAsked();
    const left = deployment.template.routes.filter(({ key }) => !asked.has(key));
    expect(left.map(({ key }) => key)).toEqual([]);
  });

  test("comes from functions that had no trouble but the message that nobody can read", () => {
    const complaints = deployment.complaints();
    expect(complaints).toEqual([
      expect.stringContaining("This message is neither a job step nor a look."),
    ]);
  });
});

const List = z.object({ value: z.array(z.record(z.string(), z.unknown())) });

/** What people are called and how they are reached, in both apps. */
async function personalData(): Promise<readonly string[]> {
  const { businessCentralUrl, dataverseUrl } = deployment.apps;
  const lists = [
    [`${businessCentralUrl}/customers`, "displayName", "email", "phoneNumber"],
    [`${businessCentralUrl}/contacts`, "displayName", "email"],
    [`${dataverseUrl}/api/data/v9.2/accounts`, "name", "emailaddress1", "telephone1"],
    [`${dataverseUrl}/api/data/v9.2/contacts`, "lastname", "emailaddress1"],
  ] as const;
  const told = lists.map(async ([url, ...columns]) => {
    const answer = await fetch(url, { headers: { authorization: "Bearer sandbox" } });
    const { value } = List.parse(await answer.json());
    return value.flatMap((row) => columns.map((column) => row[column]));
  });
  return (await Promise.all(told))
    .flat()
    .filter((text) => typeof text === "string")
    .filter((text) => text.length > 4);
}

test("FM28 no secret, no token and nobody's name or address is in what the functions logged", async () => {
  const said = deployment.said();
  expect(said.filter((line) => line.includes("Request answered")).length).toBeGreaterThan(20);
  const persons = await personalData();
  expect(persons.length).toBeGreaterThan(50);
  const words = [...persons, "sandbox-secret", noticeSecret, "of the role", "Bearer", "eyJ"];
  const told = words.flatMap((word) => said.filter((line) => line.includes(word)));
  expect(told).toEqual([]);
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

  test("are enforced: without a statement the function is refused what it needs", async () => {
    const tick = () => deployment.invoke("ScheduleTick");
    const without = changed("ScheduleTick", (statements) =>
      statements.filter(({ Action }) => !String(Action).includes("dynamodb:Query")),
    );
    await expect(deployment.underPolicies(without, tick)).rejects.toThrow(
      "ScheduleTick is not authorized to perform: dynamodb:Query",
    );
    await expect(tick()).resolves.toBeDefined();
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

describe("what an alarm is about drives its metric over its threshold", () => {
  const cloudWatch = () => watch(deployment);

  test("for every alarm of the template but the two that only time drives", () => {
    const left = cloudWatch()
      .alarms()
      .filter((id) => drives[id] === undefined);
    expect(left.toSorted()).toEqual(["ScheduleTickSilent", "StepsWaiting"]);
  });

  test.each(Object.keys(drives))(
    "%s",
    async (id) => {
      await drives[id]?.(deployment);
      await expect(cloudWatch().look(id)).resolves.toMatchObject({ isOver: true });
    },
    60_000,
  );

  test("ScheduleTickSilent, which sees only that nobody calls the tick", async () => {
    const silent = watch({ ...deployment, outcomes: () => [] });
    await expect(silent.look("ScheduleTickSilent")).resolves.toEqual({ value: 0, isOver: true });
    await expect(cloudWatch().look("ScheduleTickSilent")).resolves.toMatchObject({ isOver: false });
  });

  test("StepsWaiting, when the worker leaves a step for an hour", async () => {
    const { sqs, queues } = deployment;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queues.queueUrl, AttributeNames: ["All"] }),
    );
    const held =
      Number(Attributes?.["ApproximateNumberOfMessages"]) +
      Number(Attributes?.["ApproximateNumberOfMessagesNotVisible"]);
    expect(held).toBeGreaterThan(0);
    const anHourLater = watch({ ...deployment, oldestStepSeconds: () => 3601 });
    await expect(anHourLater.look("StepsWaiting")).resolves.toMatchObject({ isOver: true });
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
