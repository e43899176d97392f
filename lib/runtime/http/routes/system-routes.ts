import * as z from "zod/mini";
import { ok } from "../../../domain/result.ts";
import { showStatus } from "../../../manage/mappings/show-status.ts";
import { route } from "../route.ts";
import { MeShape, showMe } from "../shapes/me.ts";
import { StatusShape, showStatusShape } from "../shapes/status.ts";

export const systemRoutes = {
  "GET /health": route({
    does: "Whether the API answers",
    role: "open",
    input: z.object({}),
    answer: z.object({ status: z.literal("ok") }),
    statuses: [200],
    run: async () => ok({ status: 200, body: { status: "ok" as const } }),
  }),

  "GET /v1/me": route({
    does: "Who is asking, and the roles of that person",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject({}) }),
    answer: MeShape,
    statuses: [200],
    run: async (_app, _input, caller) => ok({ status: 200, body: showMe(caller) }),
  }),

  "GET /v1/status": route({
    does: "How every mapping and both apps are",
    role: "Tandem.Read",
    input: z.object({ query: z.strictObject({}) }),
    answer: StatusShape,
    statuses: [200],
    run: async (app) => ok({ status: 200, body: showStatusShape(await showStatus(app)) }),
  }),
};
