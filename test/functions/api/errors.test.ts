import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type ErrorItem,
  type ErrorKind,
  errorKinds,
} from "../../../lib/domain/error/error-item.ts";
import { type ErrorId, MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { ErrorItemShape } from "../../../lib/runtime/http/shapes/error-item.ts";
import { pageOf } from "../../../lib/runtime/http/shapes/page.ts";
import { type ApiWorld, aJobId, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;
const contact = MappingName.parse("CONTACT");
let made: ErrorItem[];

beforeEach(async () => {
  const old = await api.app.store.errors.get(made?.map(({ id }) => id) ?? []);
  await api.app.store.errors.remove([...old.values()]);
  made = [];
  api.sent.length = 0;
});
beforeAll(async () => {
  made = [];
  api = await startApi();
});
afterAll(() => api.stop());

const add = async (given: Partial<ErrorItem> = {}): Promise<ErrorItem> => {
  api.pass(1);
  const item = await api.addError(given);
  made.push(item);
  return item;
};

const Errors = pageOf(ErrorItemShape);

const idsOf = async (query: string): Promise<readonly string[]> => {
  const found: string[] = [];
  let next = "";
  do {
    const page = read(Errors, await api.ask(`GET /v1/errors?limit=2${query}${next}`));
    found.push(...page.items.map(({ id }) => id));
    next = page.cursor === undefined ? "" : `&cursor=${page.cursor}`;
  } while (next !== "");
  return found;
};

const isRequested = async (id: ErrorId): Promise<boolean | undefined> =>
  (await api.app.store.errors.get([id])).get(id)?.retryRequested;

const retry = async (body: unknown) => {
  const answer = await api.ask("POST /v1/errors/actions/retry", { body });
  return { status: answer.status, end: read(BulkShape, answer), headers: answer.headers };
};

describe("reading errors", () => {
  test("newest first, by mapping, kind and status, page by page", async () => {
    const one = await add();
    const two = await add({ mapping: contact });
    const three = await add({ kind: "locked", status: "retrying" });

    expect(await idsOf("")).toEqual([three.id, two.id, one.id]);
    expect(await idsOf("&mapping=CUSTOMER")).toEqual([three.id, one.id]);
    expect(await idsOf("&kind=rejected")).toEqual([two.id, one.id]);
    expect(await idsOf("&status=retrying")).toEqual([three.id]);
    expect(await idsOf("&mapping=CONTACT&status=retrying")).toEqual([]);
    expect((await api.ask("GET /v1/errors?kind=other")).status).toBe(400);
  });

  test("search finds part of a title or message, whatever the letters' case; one letter is refused", async () => {
    const one = await add({ message: "The postal code of Trey is unknown." });
    const two = await add({
      sides: { businessCentral: { title: "TREY Research" }, dataverse: {} },
    });
    await add();

    expect(await idsOf("&search=trey")).toEqual([two.id, one.id]);
    expect(await idsOf("&search=trey&mapping=CONTACT")).toEqual([]);
    expect((await api.ask("GET /v1/errors?search=t")).status).toBe(400);
    expect((await api.ask("GET /v1/errors?search=%20t%20")).status).toBe(400);
  });

  test("one tells both sides, what may be done, and the values field by field", async () => {
    const dataverseId = RecordId.parse("22222222-0000-4000-8000-000000000002");
    const item = await add({
      kind: "updateConflict",
      sides: {
        businessCentral: {
          id: RecordId.parse("11111111-0000-4000-8000-000000000001"),
          exists: true,
          title: "Adatum AS",
          modifiedOn: api.now(),
        },
        dataverse: { id: dataverseId, exists: true, title: "Adatum" },
      },
      fields: [
        { field: "name", base: "Adatum", businessCentral: "A", dataverse: "B", conflict: true },
        { field: "city", businessCentral: null, dataverse: "Oslo", conflict: false },
      ],
    });

    const answer = await api.ask(`GET /v1/errors/${item.id}`);

    expect(answer.body).toEqual({
      id: item.id,
      mapping: "CUSTOMER",
      kind: "updateConflict",
      status: "skipped",
      message: "Dataverse refused the record.",
      hint: "Correct the value, and retry.",
      occurrences: 1,
      firstFailedAt: item.firstFailedAt,
      lastFailedAt: item.lastFailedAt,
      jobId: aJobId,
      retryRequested: false,
      businessCentral: {
        id: "11111111-0000-4000-8000-000000000001",
        exists: true,
        title: "Adatum AS",
        url: "http://127.0.0.1:4601/api/v2.0/companies(c0)/customers(11111111-0000-4000-8000-000000000001)",
        modifiedOn: item.sides.businessCentral.modifiedOn,
      },
      dataverse: {
        id: dataverseId,
        exists: true,
        title: "Adatum",
        url: `http://127.0.0.1:4602/api/data/v9.2/accounts(${dataverseId})`,
      },
      fields: item.fields,
      actions: ["retry", "synchronize"],
      edits: [],
      revision: 1,
    });
  });

  test("a record that is gone has no link, and what nobody knows is null", async () => {
    const id = RecordId.parse("11111111-0000-4000-8000-000000000001");
    const item = await add({
      kind: "deletedInBusinessCentral",
      sides: { businessCentral: { id, exists: false }, dataverse: {} },
    });

    const shown = read(ErrorItemShape, await api.ask(`GET /v1/errors/${item.id}`));

    expect(shown.businessCentral).toEqual({ id, exists: false, title: null, url: null });
    expect(shown.dataverse).toEqual({ id: null, exists: null, title: null, url: null });
    expect(shown.actions).toEqual(["restore", "delete"]);
  });

  test("an unknown one answers 404, a text that is no error id 400", async () => {
    const id = "CUSTOMER.b00000000-0000-4000-8000-000000000000";

    expect((await api.ask(`GET /v1/errors/${id}`)).status).toBe(404);
    expect((await api.ask("GET /v1/errors/17")).status).toBe(400);
  });
});

describe("retrying", () => {
  test("E5 chosen ones are taken up by the next run: 200, and nothing is started", async () => {
    const one = await add();
    const other = await add();

    const { status, end } = await retry({ ids: [one.id] });

    expect(status).toBe(200);
    expect(end).toEqual({ taken: 1, leftOutCount: 0, leftOut: [], jobs: [], notStarted: [] });
    expect(await isRequested(one.id)).toBe(true);
    expect(await isRequested(other.id)).toBe(false);
    expect((await api.app.store.errors.due(customer, { limit: 10 })).items).toHaveLength(1);
    expect(api.sent).toEqual([]);
  });

  test("twice is as good as once", async () => {
    const { id } = await add();

    await retry({ ids: [id] });
    const before = await api.app.store.errors.get([id]);
    const { end } = await retry({ ids: [id, id] });

    expect(end.taken).toBe(1);
    expect(await api.app.store.errors.get([id])).toEqual(before);
  });

  test.each(errorKinds.map((kind) => [kind]))("E7 %s is taken or left out", async (kind) => {
    const { id } = await add({ kind });
    const other = await add({ kind: "rejected" });
    const isDeleted: readonly ErrorKind[] = ["deletedInBusinessCentral", "deletedInDataverse"];

    const { end } = await retry({ ids: [id, other.id] });

    expect(await isRequested(id)).toBe(!isDeleted.includes(kind));
    expect(end.taken).toBe(isDeleted.includes(kind) ? 1 : 2);
    expect(end.leftOut.map((each) => each.id)).toEqual(isDeleted.includes(kind) ? [id] : []);
  });

  const unknown = "CUSTOMER.b00000000-0000-4000-8000-000000000000";
  const refusal = async (ids: readonly string[]) =>
    read(Problem, await api.ask("POST /v1/errors/actions/retry", { body: { ids } }));

  test("an unknown one is left out with a reason", async () => {
    const known = await add();

    const { end } = await retry({ ids: [known.id, unknown] });

    expect(end).toMatchObject({ taken: 1, leftOutCount: 1 });
    expect(end.leftOut).toEqual([
      { id: unknown, reason: expect.stringContaining("no such error") },
    ]);
  });

  test("nothing but unknown ones: 404 that names them", async () => {
    expect(await refusal([unknown])).toMatchObject({
      status: 404,
      detail: expect.stringContaining("no such error"),
      leftOut: [{ id: unknown }],
    });
  });

  test("nothing but ones that do not allow it: 422; with an unknown one: 409; each with its reason", async () => {
    const [one, two] = [
      await add({ kind: "deletedInDataverse" }),
      await add({ kind: "deletedInDataverse" }),
    ];

    expect(await refusal([one.id, two.id])).toMatchObject({
      status: 422,
      detail: expect.stringContaining("None of the 2 was taken. The first one: Trying again"),
      leftOut: [{ id: one.id }, { id: two.id }],
    });
    expect(await refusal([one.id, unknown])).toMatchObject({
      status: 409,
      leftOut: [{ id: one.id }, { id: unknown, reason: expect.stringContaining("no such error") }],
    });
  });

  test.each([
    [{}, "Send ids, filter or all: true."],
    [{ runNow: true }, "Send ids, filter or all: true."],
    [{ ids: ["bad"], all: true }, "Only one of ids, filter, all can be sent."],
    [{ filter: {} }, "Name at least one of mapping, kind, status, or send all: true."],
  ])("%j answers 400 and what to send", async (body, message) => {
    const answer = await api.ask("POST /v1/errors/actions/retry", { body });

    expect(answer.status).toBe(400);
    expect(read(Problem, answer).detail).toContain(message);
    expect(api.sent).toEqual([]);
  });

  test("by filter", async () => {
    const one = await add({ mapping: contact });
    const two = await add({ mapping: contact, kind: "locked" });
    const three = await add({ kind: "locked" });

    const { end } = await retry({ filter: { mapping: "CONTACT", kind: "locked" } });

    expect(end.taken).toBe(1);
    expect(await Promise.all([one, two, three].map(({ id }) => isRequested(id)))).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("all, with runNow: one job per mapping concerned, 202", async () => {
    await add();
    await add();
    await add({ mapping: contact });
    await add({ mapping: MappingName.parse("CURRENCY"), kind: "deletedInDataverse" });
    api.signIn({ email: "ida@adatum.com" });

    const { status, end, headers } = await retry({ all: true, runNow: true });

    api.signIn(undefined);
    expect(status).toBe(202);
    expect(headers.get("location")).toBe("/v1/jobs");
    expect(end).toMatchObject({ taken: 3, leftOutCount: 1 });
    expect(end.jobs.map(({ mapping }) => mapping).toSorted()).toEqual(["CONTACT", "CUSTOMER"]);
    for (const job of end.jobs) {
      expect(job).toMatchObject({
        type: "synchronize",
        trigger: "manual",
        requestedBy: "ida@adatum.com",
      });
    }
    expect(api.sent).toHaveLength(2);
  });

  test("runNow of a disabled mapping: the flag stays, and the answer says why nothing runs", async () => {
    const item = await api.app.store.mappings.get(MappingName.parse("ITEM-PRODUCT"));
    if (item === undefined) throw new Error("no mapping");
    await api.app.store.mappings.save({ ...item.mapping, enabled: false }, item.revision);
    const { id } = await add({ mapping: MappingName.parse("ITEM-PRODUCT") });

    const { status, end } = await retry({ ids: [id], runNow: true });

    expect(status).toBe(200);
    expect(end.notStarted).toEqual([
      { mapping: "ITEM-PRODUCT", reason: "Mapping ITEM-PRODUCT is disabled. Enable it first." },
    ]);
    expect(await isRequested(id)).toBe(true);
  });

  test.each([
    {},
    { all: false },
    { ids: [] },
    { filter: { mappping: "CUSTOMER" } },
    { all: true, ids: ["CUSTOMER.b00000000-0000-4000-8000-000000000000"] },
    { all: true, runNow: "yes" },
    { runNow: true },
    { ids: Array.from({ length: 1001 }, () => "CUSTOMER.b00000000-0000-4000-8000-000000000000") },
  ])("%j answers 400 and flags nothing", async (body) => {
    const { id } = await add();

    const answer = await api.ask("POST /v1/errors/actions/retry", { body });

    expect(answer.status).toBe(400);
    expect(await isRequested(id)).toBe(false);
  });
});
