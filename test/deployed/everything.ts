import { SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { MappingName } from "../../lib/domain/ids.ts";
import { runDemo } from "../../lib/local/demo.ts";
import type { JobStep } from "../../lib/ports/queue.ts";
import { stepMessage } from "../../lib/queue/step-message.ts";
import { createStepQueue } from "../../lib/queue/step-queue.ts";
import { randomIds, systemClock } from "../../lib/runtime/system.ts";
import { createStore } from "../../lib/store/store.ts";
import { defaultSettings } from "../../lib/sync/context/sync-app.ts";
import { startJob } from "../../lib/sync/jobs/start-job.ts";
import { until } from "../end-to-end/until.ts";
import { type Deployment, noticeSecret } from "./deployment.ts";

/** Has every function do everything it is for, and each thing such that it comes to something. */
export async function doEverything(deployment: Deployment): Promise<void> {
  const person = personAt(deployment);
  await deployment.invoke("ScheduleTick");
  await firstDay(person);
  await trouble(deployment);
  await deployment.invoke("ScheduleTick", { time: "2026-03-02T08:00:00Z" });
  await resolveErrors(deployment, person);
  await workOnCouplings(person);
  await workOnMappings(person);
  await workOnJobs(deployment, person);
  await runSchedules(deployment, person);
  await tellOfChanges(deployment);
  await failSteps(deployment, person);
  await removeCouplings(person);
  await person.ask("POST /v1/schedules/CUSTOMER/actions/hold");
}

type Body = Readonly<Record<string, unknown>>;

const Started = z.object({
  job: z.optional(z.object({ id: z.string() })),
  jobs: z._default(z.array(z.object({ id: z.string() })), []),
});

/** Somebody who uses the API, and waits for what was started. */
type AtWork = ReturnType<typeof personAt>;

function personAt({ url }: Deployment) {
  const ask = async (what: string, body?: Body, headers: Readonly<Record<string, string>> = {}) => {
    const [method = "", path = ""] = what.split(" ");
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text}`);
    return { etag: answer.headers.get("etag") ?? "", json: text === "" ? {} : JSON.parse(text) };
  };
  const ended = (id: string) =>
    until(`the end of ${id}`, async () => {
      const { state } = z
        .object({ state: z.string() })
        .parse((await ask(`GET /v1/jobs/${id}`)).json);
      return state === "queued" || state === "running" ? undefined : state;
    });
  return {
    ask,
    ended,
    /** The first of a list. */
    async first<Item extends z.ZodMiniType>(list: string, item: Item): Promise<z.infer<Item>> {
      const page = z.object({ items: z.array(item) }).parse((await ask(`GET ${list}`)).json);
      const [first] = page.items;
      if (first === undefined) throw new Error(`${list} is empty`);
      return first;
    },
    /** Opens the console: its document, and the script that the document names. */
    async page(): Promise<void> {
      for (const method of ["HEAD", "GET"]) {
        const document = await (await fetch(`${url}/`, { method: "GET" })).text();
        const [, script = "/no-script"] = /<script[^>]* src="([^"]+)"/.exec(document) ?? [];
        for (const path of ["/", script]) {
          const answer = await fetch(`${url}${path}`, { method });
          if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
        }
      }
    },
    /** Starts jobs, and waits until they have ended. */
    async run(what: string, body: Body = {}): Promise<void> {
      const { job, jobs } = Started.parse((await ask(what, body)).json);
      const ids = [...jobs, ...(job === undefined ? [] : [job])].map(({ id }) => id);
      if (ids.length === 0) throw new Error(`${what} started nothing`);
      for (const id of ids) await ended(id);
    },
  };
}

const WithId = z.object({ id: z.string() });

async function firstDay({ ask, page, run }: AtWork): Promise<void> {
  await page();

  for (const path of [
    "/health",
    "/v1/openapi.json",
    "/v1/me",
    "/v1/status",
    "/v1/mappings",
    "/v1/schedules",
  ])
    await ask(`GET ${path}`);
  await ask("GET /v1/metadata/dataverse/tables");
  await ask("GET /v1/metadata/dataverse/tables/account");
  await ask("GET /v1/records?side=dataverse&mapping=CUSTOMER&search=a");
  const kept = await ask("GET /v1/metadata/dataverse/tables/contact", undefined, {
    prefer: "respond-async",
  });
  const { look } = z.object({ look: z.object({ id: z.string() }) }).parse(kept.json);
  await ask(`GET /v1/looks/${look.id}`);
  await turnCreationOn(ask);
  await run("POST /v1/mappings/actions/full-synchronize");
}

/** As an administrator does: shipped mappings synchronize only what is coupled. */
async function turnCreationOn(ask: AtWork["ask"]): Promise<void> {
  const Mappings = z.object({ items: z.array(z.object({ name: z.string() })) });
  for (const { name } of Mappings.parse((await ask("GET /v1/mappings")).json).items) {
    const { etag, json } = await ask(`GET /v1/mappings/${name}`);
    const body = { ...z.record(z.string(), z.unknown()).parse(json), onlyCoupled: false };
    await ask(`PUT /v1/mappings/${name}`, body, { "if-match": etag });
  }
}

/** Both apps' people make trouble of every kind, as in the demo of the local runner. */
async function trouble({ apps, ...deployment }: Deployment): Promise<void> {
  const say = (): void => undefined;
  await runDemo(systemOf(deployment), apps, { listUrl: "", say });
}

/** The same table and queue, past the functions and their recorder. */
const systemOf = ({ dynamo, sqs, tableName, queues }: Omit<Deployment, "apps">) => ({
  store: createStore({ client: dynamo, tableName, clock: systemClock, ids: randomIds }),
  queue: createStepQueue({ client: sqs, queueUrl: queues.queueUrl }),
  clock: systemClock,
  ids: randomIds,
  settings: defaultSettings,
});

async function resolveErrors({ apps }: Deployment, { ask, first, run }: AtWork): Promise<void> {
  const idOf = async (kind: string) => (await first(`/v1/errors?kind=${kind}`, WithId)).id;
  const { id } = await first("/v1/errors", WithId);
  await ask(`GET /v1/errors/${id}`);
  await ask(`GET /v1/errors/${id}/log`);
  await ask(`PATCH /v1/errors/${id}`, { note: "Asked the customer" });
  for (const filter of ["mapping=CUSTOMER", "mapping=CUSTOMER&kind=locked", "status=skipped"])
    await ask(`GET /v1/errors?${filter}`);

  await run("POST /v1/errors/actions/synchronize", {
    ids: [await idOf("updateConflict")],
    use: "dataverse",
  });
  await run("POST /v1/errors/actions/retry", { all: true, preview: true });
  for (const app of [apps.businessCentralUrl, apps.dataverseUrl])
    await fetch(`${new URL(app).origin}/sandbox/faults`, {
      method: "DELETE",
      headers: { authorization: "Bearer sandbox" },
    });
  await run("POST /v1/errors/actions/retry", { all: true, runNow: true });
  await run("POST /v1/errors/actions/restore", { ids: [await idOf("deletedInDataverse")] });
  await run("POST /v1/errors/actions/delete", { ids: [await idOf("deletedInBusinessCentral")] });
  await run("POST /v1/errors/actions/find-deleted", { mapping: "CONTACT" });
  await run("POST /v1/errors/actions/remove-coupling", {
    ids: [await idOf("deletedInBusinessCentral")],
  });
}

const Pair = z.object({
  id: z.string(),
  businessCentralId: z.string(),
  dataverseId: z.string(),
});

async function workOnCouplings({ ask, first, run }: AtWork): Promise<void> {
  const { id, ...pair } = await first("/v1/couplings?mapping=CUSTOMER&status=active", Pair);
  await ask("GET /v1/couplings?mapping=CUSTOMER&status=skipped");
  await ask(`GET /v1/couplings?businessCentralId=${pair.businessCentralId}`);
  await ask(`GET /v1/couplings/${id}`);
  await ask(`GET /v1/couplings/${id}/log`);
  await run("POST /v1/couplings/actions/synchronize", { ids: [id] });
  await run("POST /v1/couplings/actions/delete", { ids: [id] });
  await run("POST /v1/couplings", { mapping: "CUSTOMER", initialSync: "businessCentral", ...pair });
}

async function workOnMappings({ ask, run }: AtWork): Promise<void> {
  const { json, etag } = await ask("GET /v1/mappings/CUSTOMER");
  const mapping = z.looseObject({}).parse(json);
  await ask("PUT /v1/mappings/CUSTOMER", { ...mapping, parkAfter: 4 }, { "if-match": etag });
  await ask("DELETE /v1/mappings/CUSTOMER", undefined, { "if-match": "*" });
  const other = { ...mapping, name: "CUSTOMER-2", enabled: false };
  await ask("PUT /v1/mappings/CUSTOMER-2", other, { "if-none-match": "*" });
  await ask("DELETE /v1/mappings/CUSTOMER-2", undefined, { "if-match": "*" });
  for (const action of ["synchronize", "couple", "verify", "full-synchronize"])
    await run(`POST /v1/mappings/CUSTOMER/actions/${action}`);
}

async function workOnJobs(deployment: Deployment, { ask, first, ended }: AtWork): Promise<void> {
  const { id } = await first("/v1/jobs?type=fullSynchronize", WithId);
  await ask("GET /v1/jobs");
  await ask("GET /v1/jobs?mapping=CUSTOMER&state=completed");
  await ask(`GET /v1/jobs/${id}/log`);
  const cancelled = await deployment.beforeNextStep(async () => {
    const key = { "idempotency-key": "started-once" };
    const { json } = await ask("POST /v1/mappings/CUSTOMER/actions/synchronize", {}, key);
    const { job } = z.object({ job: WithId }).parse(json);
    await ask(`POST /v1/jobs/${job.id}/actions/cancel`);
    return job.id;
  });
  await ended(cancelled);
}

async function runSchedules(deployment: Deployment, { ask, run, ended }: AtWork): Promise<void> {
  const { json } = await ask("GET /v1/schedules/CUSTOMER");
  const { minutesBetweenRuns } = z.object({ minutesBetweenRuns: z.number() }).parse(json);
  await ask("PUT /v1/schedules/CUSTOMER", { minutesBetweenRuns });
  await ask("POST /v1/schedules/CUSTOMER/actions/resume");
  await deployment.beforeNextStep(async () => {
    // The first starts a run; the second finds one that is open.
    await deployment.invoke("ScheduleTick");
    await deployment.invoke("ScheduleTick");
  });
  const { id } = await until("the run of the schedule", async () => {
    const { json: page } = await ask("GET /v1/jobs?mapping=CUSTOMER");
    const Run = z.object({ id: z.string(), trigger: z.string() });
    const { items } = z.object({ items: z.array(Run) }).parse(page);
    return items.find(({ trigger }) => trigger === "schedule");
  });
  await ended(id);
  await run("POST /v1/schedules/CUSTOMER/actions/run");
}

async function tellOfChanges({ url }: Deployment): Promise<void> {
  const tell = async (path: string, body: Body, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${url}/v1/notices/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (answer.status !== 204) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  await tell(
    "dataverse",
    { MessageName: "Update", PrimaryEntityName: "account" },
    { "x-tandem-secret": noticeSecret },
  );
  const resource = "api/v2.0/companies(9ee48135-93e1-ef11-9344-6045bde9ca09)/customers";
  await tell("business-central", {
    value: [{ clientState: noticeSecret, resource, changeType: "updated" }],
  });
  const handshake = await fetch(`${url}/v1/notices/business-central?validationToken=abc`);
  if (!handshake.ok) throw new Error(`The handshake failed: ${handshake.status}`);
}

/** A message that the worker cannot read, and a step that was given up. */
async function failSteps(deployment: Deployment, { ended }: AtWork): Promise<void> {
  const { sqs, queues, recorder } = deployment;
  const send = (QueueUrl: string, MessageBody: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody,
        MessageGroupId: "CURRENCY",
        MessageDeduplicationId: crypto.randomUUID(),
      }),
    );
  const given = await jobWhoseStepFails(deployment);
  await send(queues.deadLetterUrl, stepMessage(given.failing));
  await ended(given.failing.jobId);
  await ended(given.waiting);
  await send(queues.queueUrl, "not a step");
  await until("the message to be put back", () =>
    recorder.calls().some(({ action }) => action === "sqs:ChangeMessageVisibility")
      ? true
      : undefined,
  );
}

/** It has coupled records, of which others may wait; and another job waits for its end. */
async function jobWhoseStepFails(
  deployment: Deployment,
): Promise<{ failing: JobStep; waiting: string }> {
  const app = systemOf(deployment);
  const asked = {
    mapping: MappingName.parse("CURRENCY"),
    trigger: "manual",
    request: { kind: "synchronizeChanges" },
  } as const;
  const unsent = { ...app, queue: { send: async () => undefined } };
  const failing = await startJob(unsent, asked);
  const { id, step } = failing;
  const waiting = await startJob(unsent, { ...asked, after: [id] });
  const stored = await app.store.jobs.get(id);
  if (stored === undefined) throw new Error(`There is no ${id}`);
  await app.store.jobs.update(stored, { ...stored, state: "running", coupled: 1 });
  return { failing: { jobId: id, step, resend: 0 }, waiting: waiting.id };
}

async function removeCouplings({ run }: AtWork): Promise<void> {
  await run("POST /v1/mappings/actions/uncouple", { names: ["ITEM-PRODUCT"] });
  await run("POST /v1/couplings/actions/delete", { filter: { mapping: "CONTACT" } });
}
