import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { ErrorItemShape } from "../../../lib/runtime/http/shapes/error-item.ts";
import { type ApiWorld, read, startApi } from "./api-world.ts";
import { type ErrorsOfTest, errorsOf, unknownError } from "./listed-errors.ts";

let api: ApiWorld;
let errors: ErrorsOfTest;
beforeAll(async () => {
  api = await startApi();
  errors = errorsOf(api);
});
afterAll(() => api.stop());
beforeEach(() => errors.startOver());

describe("PATCH of an error", () => {
  const patch = (id: string, body: unknown) => api.ask(`PATCH /v1/errors/${id}`, { body });

  test("E10 assignee and note are kept, with who changed what and when", async () => {
    const { id } = await errors.add();
    api.signIn({ email: "ida@adatum.com" });
    await patch(id, { assignee: "Bo", note: "Asked sales." });
    api.pass(1);
    await patch(id, { assignee: null });
    api.signIn(undefined);

    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${id}`));

    expect(shown.assignee).toBeUndefined();
    expect(shown).toMatchObject({ note: "Asked sales.", revision: 3 });
    expect(shown.edits).toEqual([
      { at: expect.any(String), by: "ida@adatum.com", assignee: "Bo", note: "Asked sales." },
      { at: api.now(), by: "ida@adatum.com", assignee: null },
    ]);
  });

  test("of what changed since it was shown answers 409 with what it is now", async () => {
    const { id } = await errors.add();
    await patch(id, { note: "First." });

    const answer = await patch(id, { note: "Second.", revision: 1 });

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).present).toMatchObject({ note: "First.", revision: 2 });
    expect((await patch(id, { note: "Second.", revision: 2 })).status).toBe(200);
  });

  test("two at the same moment are both kept", async () => {
    const { id } = await errors.add();

    await Promise.all([patch(id, { note: "Both." }), patch(id, { assignee: "Bo" })]);

    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${id}`));
    expect(shown).toMatchObject({ note: "Both.", assignee: "Bo" });
    expect(shown.edits).toHaveLength(2);
  });

  test.each([
    { status: "retrying" },
    { note: "" },
    { note: 7 },
    {},
    { revision: 1 },
    { assignee: "x".repeat(201) },
    { note: "x".repeat(4001) },
    [],
    undefined,
  ])("%j answers 400", async (body) => {
    const { id } = await errors.add();

    expect((await patch(id, body)).status).toBe(400);
    expect((await api.app.store.errors.get([id])).get(id)?.revision).toBe(1);
  });

  test("of an unknown one answers 404", async () => {
    expect((await patch(unknownError, { note: "x" })).status).toBe(404);
  });
});
