import { expect, test } from "vitest";
import type { Api } from "../../../functions/console/page/api/call-api.ts";
import { openSession } from "../../../functions/console/page/api/session.ts";
import { actOnSelected } from "../../../functions/console/page/errors/act-on-selected.ts";

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
  const end = await actOnSelected(api, {
    act: { action: "remove-coupling" },
    selected: { kind: "everything", filter: {}, loaded: [] },
    preview: true,
    key: "k",
  });

  expect(end).toMatchObject({ ok: true, value: { taken: 1, warnings: [warning] } });
});
