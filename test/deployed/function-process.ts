import { join } from "node:path";
import { env } from "node:process";
import { pathToFileURL } from "node:url";

/**
 * In the function's own process: what Lambda's runtime does between its interface and the handler.
 * Node runs this file as it is, so it uses nothing but Node.
 */
async function serve(): Promise<void> {
  const handler = await loaded().catch((trouble: unknown) => tell("init/error", trouble));
  if (typeof handler !== "function") return;
  for (;;) {
    const next = await fetch(`${runtime}/invocation/next`);
    const id = next.headers.get("lambda-runtime-aws-request-id") ?? "";
    const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"));
    const context = {
      awsRequestId: id,
      functionName: env["AWS_LAMBDA_FUNCTION_NAME"],
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    try {
      // What the function answers has to survive JSON, and nothing is `null` there.
      const answer = JSON.stringify((await handler(await next.json(), context)) ?? null);
      await post(`invocation/${id}/response`, answer);
    } catch (trouble) {
      await tell(`invocation/${id}/error`, trouble);
    }
  }
}

const runtime = `http://${env["AWS_LAMBDA_RUNTIME_API"]}/2018-06-01/runtime`;

/** `index.handler` is the export `handler` of the file `index.mjs` in the task's folder. */
async function loaded(): Promise<unknown> {
  const [file, name = ""] = (env["_HANDLER"] ?? "").split(".");
  const path = join(env["LAMBDA_TASK_ROOT"] ?? "", `${file}.mjs`);
  const made: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  if (typeof made[name] !== "function") throw new Error(`${path} has no function ${name}`);
  return made[name];
}

async function tell(path: string, trouble: unknown): Promise<void> {
  const told =
    trouble instanceof Error
      ? { errorType: trouble.name, errorMessage: trouble.stack ?? trouble.message }
      : { errorType: typeof trouble, errorMessage: String(trouble) };
  await post(path, JSON.stringify(told));
}

async function post(path: string, body: string): Promise<void> {
  await fetch(`${runtime}/${path}`, { method: "POST", body });
}

await serve();
