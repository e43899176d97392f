import * as z from "zod/mini";
import { openApiOf } from "#contract";
import { ok } from "../../../domain/result.ts";
import { once } from "../../once.ts";
import { type Route, route } from "../route.ts";

/** The contract tells of every route, this one too: so the table is asked for when it is complete. */
export function createContractRoute(routes: () => Readonly<Record<string, Route>>): Route {
  const contract = once(() => openApiOf(routes()));
  return route({
    does: "This contract",
    role: "open",
    input: z.object({}),
    answer: z.looseObject({ openapi: z.string() }),
    statuses: [200],
    run: async () => ok({ status: 200, body: contract() }),
  });
}
