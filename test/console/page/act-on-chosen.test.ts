import { expect, test } from "vitest";
import type { Api } from "../../../functions/console/page/api/ask.ts";
import { openSession } from "../../../functions/console/page/api/session.ts";
import { actOnChosen } from "../../../functions/console/page/errors/act-on-chosen.ts";

const warning = "CUSTOMER creates records without a counterpart";

const api: Api = {
  session: openSession,
  fetch: async () =>
    Response.json({
      taken: 1,
      leftOutCount: 0,
      leftOut: [],
      jobs: [],
      notStarted: [],
      warnings: [warning],
    }),
};

test("what the API warns of is told whoever acts on errors, too", async () => {
  const end = await actOnChosen(api, {
    act: { action: "remove-coupling" },
    chosen: { kind: "everything", filter: {}, loaded: [] },
    preview: true,
    key: "k",
  });

  expect(end).toMatchObject({ ok: true, value: { taken: 1, warnings: [warning] } });
});
