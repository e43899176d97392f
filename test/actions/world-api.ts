import { startHttpHost } from "../../lib/local/http-host.ts";
import type { ManageApp } from "../../lib/manage/manage-app.ts";
import { answerRequest } from "../../lib/runtime/http/request/answer-request.ts";
import { routes } from "../../lib/runtime/http/routes.ts";
import { type Answer, type Ask, askOver } from "../functions/api/api-world.ts";
import { Crash } from "../world/crash.ts";
import type { World } from "../world/world.ts";

export interface WorldApi {
  ask(what: string, body?: Ask["body"], headers?: Ask["headers"]): Promise<Answer>;
  stop(): Promise<void>;
}

/** The HTTP API of a world, over real HTTP: what it starts is worked off by the world. */
export async function startWorldApi(
  world: World,
  waiting?: ManageApp["waiting"],
): Promise<WorldApi> {
  const { store, queue, clock, ids } = world.app;
  const addresses = {
    businessCentral: world.businessCentral.url,
    dataverse: new URL(world.dataverse.url).origin,
  };
  const app: ManageApp = { store, queue, clock, ids, addresses, waiting };
  const fail = (trouble: unknown): never => {
    throw trouble;
  };
  // A function that was stopped answers nothing either.
  const report = (trouble: unknown): void => {
    if (!(trouble instanceof Crash)) fail(trouble);
  };
  const host = await startHttpHost({
    port: 0,
    handler: (event) =>
      answerRequest({ routes, app: () => app, signIn: () => "none", report }, event),
    report: fail,
  });
  return {
    ask: (what, body, headers) => askOver(host.url, what, { body, headers }),
    stop: () => host.stop(),
  };
}
