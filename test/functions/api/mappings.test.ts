import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { MappingName } from "../../../lib/domain/ids.ts";
import { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { ListedMappingShape } from "../../../lib/runtime/http/shapes/mapping.ts";
import { pageOf } from "../../../lib/runtime/http/shapes/page.ts";
import { type ApiWorld, read, startApi } from "./api-world.ts";

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const Names = z.object({
  items: z.array(z.object({ name: z.string() })),
  cursor: z.optional(z.string()),
});

const mapping = async (name: string): Promise<{ mapping: TableMapping; etag: string }> => {
  const answer = await api.ask(`GET /v1/mappings/${name}`);
  return { mapping: read(TableMapping, answer), etag: answer.headers.get("etag") ?? "none" };
};

const whatever = { headers: { "if-match": "*" } };

/** A mapping of vendors that nothing shipped refers to. */
const vendor = async (): Promise<TableMapping> => {
  const { mapping: found } = await mapping("CURRENCY");
  return { ...found, name: MappingName.parse("VENDOR"), dependsOn: [] };
};

const add = async (): Promise<string> => {
  const answer = await api.ask("PUT /v1/mappings/VENDOR", {
    body: await vendor(),
    headers: { "if-none-match": "*" },
  });
  expect(answer.status).toBe(201);
  return answer.headers.get("etag") ?? "none";
};

const remove = async (): Promise<void> => {
  expect((await api.ask("DELETE /v1/mappings/VENDOR", whatever)).body).toEqual({
    outcome: "removed",
    name: "VENDOR",
  });
};

describe("reading mappings", () => {
  test("lists them by name, page by page", async () => {
    const first = read(Names, await api.ask("GET /v1/mappings?limit=3"));
    const rest = read(Names, await api.ask(`GET /v1/mappings?limit=3&cursor=${first.cursor}`));

    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual([
      "CONTACT",
      "CURRENCY",
      "CUSTOMER",
      "ITEM-PRODUCT",
      "SALESPEOPLE",
    ]);
    expect(rest.cursor).toBeUndefined();
  });

  test("tells of each how many records are coupled and listed, when it runs and why that failed; it may be sent back so", async () => {
    const name = MappingName.parse("SALESPEOPLE");
    const state = await api.app.store.states.get(name);
    if (state === undefined) throw new Error("no state");
    const message = "Business Central does not answer.";
    const schedule = { ...state.schedule, message };
    await api.app.store.states.save({ ...state, schedule, coupled: 7 });
    await api.addError({ mapping: name });
    await api.addError({ mapping: name, kind: "locked", status: "retrying" });

    const { items } = read(pageOf(ListedMappingShape), await api.ask("GET /v1/mappings"));
    const item = items.find((each) => each.name === name);

    expect(item).toMatchObject({
      couplings: 7,
      errors: { skipped: 1, retrying: 1 },
      scheduleStatus: "ready",
      lastRunAt: null,
      nextRunAt: state.schedule.nextRunAt,
      message,
    });
    const before = await mapping(name);
    const put = { body: item, headers: { "if-match": before.etag } };
    expect(read(TableMapping, await api.ask(`PUT /v1/mappings/${name}`, put))).toEqual(
      before.mapping,
    );
  });

  test("an unknown one answers 404, a name that cannot be one 400", async () => {
    expect((await api.ask("GET /v1/mappings/VENDOR")).status).toBe(404);
    expect((await api.ask("GET /v1/mappings/vendor")).status).toBe(400);
  });
});

describe("changing a mapping", () => {
  test("what was read can be sent back under its ETag, which changes with it", async () => {
    const { mapping: before, etag } = await mapping("ITEM-PRODUCT");

    const answer = await api.ask("PUT /v1/mappings/ITEM-PRODUCT", {
      body: { ...before, parkAfter: 7 },
      headers: { "if-match": etag },
    });

    expect(answer.status).toBe(200);
    const after = await mapping("ITEM-PRODUCT");
    expect(after.mapping).toEqual({ ...before, parkAfter: 7 });
    expect(after.etag).toBe(answer.headers.get("etag"));
    expect(after.etag).not.toBe(etag);
  });

  test("without If-Match it answers 428 and changes nothing", async () => {
    const { mapping: before } = await mapping("CUSTOMER");

    const answer = await api.ask("PUT /v1/mappings/CUSTOMER", {
      body: { ...before, parkAfter: 9 },
    });

    expect(answer.status).toBe(428);
    expect((await mapping("CUSTOMER")).mapping).toEqual(before);
  });

  test.each(['"99"', 'W/"1"', "1", '"x"', ""])(
    "If-Match %s is not the current revision: 412, and nothing changes",
    async (tag) => {
      const { mapping: before } = await mapping("CUSTOMER");

      const answer = await api.ask("PUT /v1/mappings/CUSTOMER", {
        body: { ...before, parkAfter: 9 },
        headers: { "if-match": tag },
      });

      expect(answer.status).toBe(412);
      expect((await mapping("CUSTOMER")).mapping).toEqual(before);
    },
  );

  test("two people who read the same revision: the second one is told", async () => {
    const { mapping: before, etag } = await mapping("CONTACT");
    const put = (parkAfter: number) =>
      api.ask("PUT /v1/mappings/CONTACT", {
        body: { ...before, parkAfter },
        headers: { "if-match": etag },
      });

    const statuses = (await Promise.all([put(4), put(5)])).map(({ status }) => status);

    expect(statuses.toSorted()).toEqual([200, 412]);
  });

  test("If-Match * takes any revision, but does not add a mapping", async () => {
    const { mapping: before } = await mapping("CONTACT");
    const headers = { "if-match": "*" };

    expect((await api.ask("PUT /v1/mappings/CONTACT", { body: before, headers })).status).toBe(200);
    const added = await api.ask("PUT /v1/mappings/VENDOR", { body: await vendor(), headers });
    expect(added.status).toBe(412);
  });

  test("a mapping that the schema refuses answers 400 with the paths", async () => {
    const { mapping: before, etag } = await mapping("CUSTOMER");

    const answer = await api.ask("PUT /v1/mappings/CUSTOMER", {
      body: { ...before, direction: "sideways", parkAfter: 0 },
      headers: { "if-match": etag },
    });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).errors).toEqual([
      {
        path: "direction",
        message: "This must be one of: bidirectional, toDataverse, toBusinessCentral.",
      },
      { path: "parkAfter", message: "This must be at least 1." },
    ]);
  });

  test("M8 a mapping that makes no sense among the others answers 400 with the paths", async () => {
    const { mapping: before, etag } = await mapping("CUSTOMER");

    const answer = await api.ask("PUT /v1/mappings/CUSTOMER", {
      body: { ...before, dependsOn: ["NO-SUCH"] },
      headers: { "if-match": etag },
    });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).errors).toEqual([
      { path: "dependsOn", message: expect.stringContaining("NO-SUCH") },
    ]);
  });

  test("a mapping cannot be renamed", async () => {
    const { mapping: before, etag } = await mapping("CUSTOMER");

    const answer = await api.ask("PUT /v1/mappings/CUSTOMER", {
      body: { ...before, name: "CLIENT" },
      headers: { "if-match": etag },
    });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).errors?.[0]?.path).toBe("name");
  });

  test("a new mapping gets its schedule; adding it twice answers 412", async () => {
    await add();

    const schedule = await api.ask("GET /v1/schedules/VENDOR");
    const again = await api.ask("PUT /v1/mappings/VENDOR", {
      body: await vendor(),
      headers: { "if-none-match": "*" },
    });

    expect(schedule.body).toMatchObject({ status: "ready", minutesBetweenRuns: 30 });
    expect(again.status).toBe(412);
    await remove();
  });
});

describe("deleting a mapping", () => {
  test("a shipped one that was changed is put back as it was", async () => {
    const { mapping: before, etag } = await mapping("SALESPEOPLE");
    await api.ask("PUT /v1/mappings/SALESPEOPLE", {
      body: { ...before, enabled: false, parkAfter: 50 },
      headers: { "if-match": etag },
    });

    const answer = await api.ask("DELETE /v1/mappings/SALESPEOPLE", whatever);

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ ...before, outcome: "restored" });
    const after = await mapping("SALESPEOPLE");
    expect(after.mapping).toEqual(before);
    expect(after.etag).toBe(answer.headers.get("etag"));
  });

  test("a shipped one is put back even while it has couplings", async () => {
    await api.addCoupling({ mapping: MappingName.parse("SALESPEOPLE") });
    const { mapping: before } = await mapping("SALESPEOPLE");
    await api.ask("PUT /v1/mappings/SALESPEOPLE", {
      body: { ...before, parkAfter: 50 },
      headers: { "if-match": "*" },
    });

    expect((await api.ask("DELETE /v1/mappings/SALESPEOPLE", whatever)).status).toBe(200);
  });

  test("another one without couplings is gone", async () => {
    await add();

    await remove();

    expect((await api.ask("GET /v1/mappings/VENDOR")).status).toBe(404);
    expect((await api.ask("DELETE /v1/mappings/VENDOR", whatever)).status).toBe(404);
    expect((await api.ask("GET /v1/schedules/VENDOR")).status).toBe(404);
  });

  test("one with couplings stays: 409", async () => {
    await add();
    const coupling = await api.addCoupling({ mapping: MappingName.parse("VENDOR") });

    const answer = await api.ask("DELETE /v1/mappings/VENDOR", whatever);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).detail).toContain("has couplings");
    const stored = await api.app.store.couplings.get(coupling.id);
    if (stored !== undefined) {
      await api.app.store.couplings.save([{ kind: "remove", coupling: stored }]);
    }
    await remove();
  });

  test("one that another mapping refers to stays: 409 names that one", async () => {
    const answer = await api.ask("DELETE /v1/mappings/CUSTOMER", whatever);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).detail).toContain("CONTACT");
  });

  test("one whose job has not ended stays: 409 names the job", async () => {
    await add();
    const started = await api.ask("POST /v1/mappings/VENDOR/actions/synchronize");
    const location = started.headers.get("location") ?? "";

    const answer = await api.ask("DELETE /v1/mappings/VENDOR", whatever);

    expect(answer.status).toBe(409);
    expect(read(Problem, answer).detail).toContain(location.replace("/v1/jobs/", ""));
  });

  test("a request that does not say which revision it means is refused with 428, and the changes stay", async () => {
    const { mapping: before, etag } = await mapping("CURRENCY");
    const changed = { ...before, parkAfter: 50 };
    await api.ask("PUT /v1/mappings/CURRENCY", { body: changed, headers: { "if-match": etag } });

    const answer = await api.ask("DELETE /v1/mappings/CURRENCY");

    expect(answer.status).toBe(428);
    const after = await mapping("CURRENCY");
    expect(after.mapping).toEqual(changed);
    const restored = await api.ask("DELETE /v1/mappings/CURRENCY", {
      headers: { "if-match": after.etag },
    });
    expect(restored.body).toEqual({ ...before, outcome: "restored" });
  });

  test("under another revision than the stored one nothing is deleted", async () => {
    const answer = await api.ask("DELETE /v1/mappings/ITEM-PRODUCT", {
      headers: { "if-match": '"77"' },
    });

    expect(answer.status).toBe(412);
    expect((await api.ask("GET /v1/mappings/ITEM-PRODUCT")).status).toBe(200);
  });
});
