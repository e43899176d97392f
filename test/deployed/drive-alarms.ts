import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { MappingName } from "../../lib/domain/ids.ts";
import { randomIds, systemClock } from "../../lib/runtime/system.ts";
import { createStore } from "../../lib/store/store.ts";
import { until } from "../end-to-end/until.ts";
import type { Resources } from "../infra/resolve.ts";
import type { Deployment } from "./deployment.ts";

/** Has the real functions do what each alarm is about. By the alarm's id. */
export const drives: Readonly<Record<string, (deployment: Deployment) => Promise<void>>> = {
  async TenantInTrouble(deployment) {
    const { dynamo: client, tableName } = deployment;
    const store = createStore({ client, tableName, clock: systemClock, ids: randomIds });
    const state = await store.states.get(MappingName.parse("CUSTOMER"));
    if (state === undefined) throw new Error("CUSTOMER has no state");
    const schedule = { ...state.schedule, status: "error" as const, nextRunAt: undefined };
    await store.states.save({ ...state, schedule });
    await deployment.invoke("ScheduleTick");
  },

  async ScheduleTickFails(deployment) {
    const tick = () => deployment.invoke("ScheduleTick").catch(() => undefined);
    await deployment.underPolicies(withoutPolicies(deployment), async () => {
      for (const _ of [1, 2, 3]) await tick();
    });
  },

  async SyncWorkerFails(deployment) {
    await sendTo(deployment, deployment.queues.queueUrl);
    await until("the worker's error", async () => countOf(deployment, "SyncWorker") || undefined);
  },

  async DeadLetterFails(deployment) {
    await sendTo(deployment, deployment.queues.deadLetterUrl);
    await until(
      "the error of dead letters",
      async () => countOf(deployment, "DeadLetter") || undefined,
    );
  },

  /** The message of `DeadLetterFails` stays there, hidden until it is tried again. */
  async DeadLettersWaiting(deployment) {
    await sendTo(deployment, deployment.queues.deadLetterUrl);
  },

  async TableThrottled(deployment) {
    deployment.recorder.throttleWrites(true);
    await post(deployment, "/v1/mappings/CURRENCY/actions/synchronize");
    deployment.recorder.throttleWrites(false);
  },

  async GatewayFails(deployment) {
    await deployment.underPolicies(withoutPolicies(deployment), () =>
      post(deployment, "/v1/mappings/CURRENCY/actions/synchronize"),
    );
  },

  async RequestsTurnedAway(deployment) {
    for (let asked = 0; asked < 12; asked++) await fetch(`${deployment.url}/health`);
  },
};

const withoutPolicies = ({ resources }: Deployment): Resources =>
  Object.fromEntries(
    Object.entries(resources).filter(([, { Type }]) => Type !== "AWS::IAM::Policy"),
  );

const post = ({ url }: Deployment, path: string) =>
  fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });

const sendTo = ({ sqs }: Deployment, QueueUrl: string) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: "not a step",
      MessageGroupId: "CURRENCY",
      MessageDeduplicationId: randomIds.recordId(),
    }),
  );

const countOf = (deployment: Deployment, id: string): number =>
  deployment.said(id).filter((line) => line.includes('"level":"ERROR"')).length;
