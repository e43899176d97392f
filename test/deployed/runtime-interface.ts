import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";

/** What a function's environments ask for work and answer to, as Lambda's: docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeInterface {
  /** `host:port`, as `AWS_LAMBDA_RUNTIME_API` names it. */
  readonly address: string;
  /** Hands the event to the next environment that asks. Rejects with what the function throws. */
  invoke(event: unknown): Promise<unknown>;
  /** How many events are not answered yet. */
  open(): number;
  /** Ends everything that is not answered, as when the environment is gone. */
  fail(trouble: string): void;
  stop(): Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly event: string;
  readonly answer: (value: unknown) => void;
  readonly refuse: (trouble: Error) => void;
}

const Trouble = z.object({ errorType: z.string(), errorMessage: z.string() });

/** `seconds`: the function's time-out, which it is told as its deadline. */
export async function startRuntimeInterface(seconds: number): Promise<RuntimeInterface> {
  const waiting: Invocation[] = [];
  const environments: ServerResponse[] = [];
  const atWork = new Map<string, Invocation>();

  const handOut = (): void => {
    while (waiting.length > 0 && environments.length > 0) {
      const [invocation, environment] = [waiting.shift(), environments.shift()];
      if (invocation === undefined || environment === undefined) return;
      atWork.set(invocation.id, invocation);
      environment.writeHead(200, {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": invocation.id,
        "lambda-runtime-deadline-ms": String(Date.now() + seconds * 1000),
      });
      environment.end(invocation.event);
    }
  };
  const fail = (trouble: string): void => {
    for (const { refuse } of [...atWork.values(), ...waiting.splice(0)]) refuse(new Error(trouble));
    atWork.clear();
  };
  const settle = (id: string, how: string, body: string): void => {
    const invocation = atWork.get(id);
    atWork.delete(id);
    if (how === "response") invocation?.answer(JSON.parse(body));
    else invocation?.refuse(errorOf(body));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, , , area = "", id = "", how = ""] = (request.url ?? "").split("/");
    if (area === "invocation" && id === "next") {
      environments.push(response);
      response.once("close", () => {
        const at = environments.indexOf(response);
        if (at !== -1) environments.splice(at, 1);
      });
      handOut();
      return;
    }
    const body = await text(request);
    if (area === "init") fail(errorOf(body).message);
    else settle(id, how, body);
    response.writeHead(202).end("{}");
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((trouble: unknown) => fail(String(trouble)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    address: `127.0.0.1:${port}`,
    open: () => atWork.size + waiting.length,
    fail,
    invoke: (event) =>
      new Promise((answer, refuse) => {
        waiting.push({ id: randomUUID(), event: JSON.stringify(event), answer, refuse });
        handOut();
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function errorOf(body: string): Error {
  const { errorType, errorMessage } = Trouble.parse(JSON.parse(body));
  return new Error(`${errorType}: ${errorMessage}`);
}
