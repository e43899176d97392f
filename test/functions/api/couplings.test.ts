import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Coupling } from "../../../lib/domain/coupling.ts";
import { ErrorId, MappingName } from "../../../lib/domain/ids.ts";
import { Instant, plusMinutes } from "../../../lib/domain/instant.ts";
import { Problem } from "../../../lib/runtime/http/request/problem.ts";
import { BulkShape } from "../../../lib/runtime/http/shapes/bulk.ts";
import { CouplingShape } from "../../../lib/runtime/http/shapes/coupling.ts";
import { LogEntryShape } from "../../../lib/runtime/http/shapes/log-entry.ts";
import { pageOf } from "../../../lib/runtime/http/shapes/page.ts";
import { type ApiWorld, aJobId, customer, read, startApi } from "./api-world.ts";

let api: ApiWorld;
const contact = MappingName.parse("CONTACT");
const item = MappingName.parse("ITEM-PRODUCT");
const currency = MappingName.parse("CURRENCY");
const made: Coupling[] = [];

beforeAll(async () => {
  api = await startApi();
  for (const mapping of [contact, contact, customer, customer, customer, item]) {
    made.push(await api.addCoupling({ mapping }));
  }
});
afterAll(() => api.stop());
beforeEach(() => {
  api.sent.length = 0;
});

const anEntry = {
  at: Instant.parse("2026-03-02T08:00:00.000Z"),
  jobId: aJobId,
  jobType: "uncouple",
  trigger: "manual",
  side: "businessCentral",
} as const;

const Couplings = pageOf(CouplingShape);
const Log = pageOf(LogEntryShape);

const idsOf = async (query: string, limit = 50): Promise<readonly string[]> => {
  const found: string[] = [];
  let next = "";
  do {
    const path = `GET /v1/couplings?limit=${limit}${query}${next}`;
    const page = read(Couplings, await api.ask(path));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ id }) => id));
    next = page.cursor === undefined ? "" : `&cursor=${encodeURIComponent(page.cursor)}`;
  } while (next !== "");
  return found;
};

const idsIn = (mapping: MappingName): readonly string[] =>
  made.filter((coupling) => coupling.mapping === mapping).map(({ id }) => id);

describe("reading couplings", () => {
  test("one carries both records, their titles and addresses", async () => {
    const [, , coupling] = made;

    const answer = await api.ask(`GET /v1/couplings/${coupling?.id}`);

    expect(answer.body).toEqual({
      id: coupling?.id,
      mapping: "CUSTOMER",
      businessCentralId: coupling?.ids.businessCentral,
      dataverseId: coupling?.ids.dataverse,
      status: "active",
      titles: { businessCentral: "Adatum", dataverse: "Adatum" },
      urls: {
        businessCentral: `http://127.0.0.1:4601/api/v2.0/companies(c0)/customers(${coupling?.ids.businessCentral})`,
        dataverse: `http://127.0.0.1:4602/api/data/v9.2/accounts(${coupling?.ids.dataverse})`,
      },
    });
  });

  test("an unknown one answers 404", async () => {
    const id = "CUSTOMER.00000000-0000-4000-8000-000000000000";

    expect((await api.ask(`GET /v1/couplings/${id}`)).status).toBe(404);
    expect((await api.ask(`GET /v1/couplings/${id}/log`)).status).toBe(404);
    expect((await api.ask("GET /v1/couplings/17")).status).toBe(400);
  });

  test.each([1, 2, 3, 4, 500])(
    "%i at a time, each coupling of every mapping comes once",
    async (limit) => {
      const found = await idsOf("", limit);

      expect(found).toEqual([...idsIn(contact), ...idsIn(customer), ...idsIn(item)]);
    },
  );

  test("search finds part of a title or number over all mappings, a page of each limit", async () => {
    const one = await api.addCoupling({ mapping: contact, title: "Fabrikam" });
    const two = await api.addCoupling({ mapping: item, title: "A fabric", key: "X1" });

    expect(await idsOf("&search=FABRI", 1)).toEqual([one.id, two.id]);
    expect(await idsOf("&search=x1&mapping=ITEM-PRODUCT")).toEqual([two.id]);
    expect(await idsOf(`&search=nobody&businessCentralId=${one.ids.businessCentral}`)).toEqual([]);
    for (const coupling of [one, two]) {
      await api.app.store.couplings.save([
        { kind: "remove", coupling: { ...coupling, revision: 1 } },
      ]);
    }
  });

  test("by mapping", async () => {
    expect(await idsOf("&mapping=CUSTOMER", 2)).toEqual(idsIn(customer));
    expect(await idsOf("&mapping=CURRENCY")).toEqual([]);
  });

  test("by either record's id, in one mapping or in all, whatever the letters' case", async () => {
    const [, , coupling, other] = made;

    expect(await idsOf(`&businessCentralId=${coupling?.ids.businessCentral}`)).toEqual([
      coupling?.id,
    ]);
    expect(await idsOf(`&dataverseId=${coupling?.ids.dataverse.toUpperCase()}`)).toEqual([
      coupling?.id,
    ]);
    expect(await idsOf(`&mapping=CONTACT&dataverseId=${coupling?.ids.dataverse}`)).toEqual([]);
    expect(
      await idsOf(
        `&businessCentralId=${coupling?.ids.businessCentral}&dataverseId=${other?.ids.dataverse}`,
      ),
    ).toEqual([]);
  });

  test("by status", async () => {
    const [, , , coupling] = made;
    const stored = coupling && (await api.app.store.couplings.get(coupling.id));
    if (stored === undefined) throw new Error("no coupling");
    const errorId = ErrorId.parse(`CUSTOMER.b${stored.ids.businessCentral}`);
    const after = { ...stored, status: "skipped" as const, errorId };
    await api.app.store.couplings.save([{ kind: "update", before: stored, after }]);

    expect(await idsOf("&status=skipped")).toEqual([stored.id]);
    expect(await idsOf("&status=active", 1)).toHaveLength(5);
    expect(await idsOf(`&status=active&dataverseId=${stored.ids.dataverse}`)).toEqual([]);
  });

  test("a cursor that somebody changed is refused", async () => {
    const { cursor = "" } = read(Couplings, await api.ask("GET /v1/couplings?limit=1"));
    const changed = `${cursor.slice(0, -3)}AAA`;

    expect((await api.ask(`GET /v1/couplings?limit=1&cursor=${changed}`)).status).toBe(400);
    expect((await api.ask("GET /v1/couplings?cursor=NO-SUCH~")).status).toBe(400);
  });

  test("one that was uncoupled answers 404 and says where its log is, which is still there", async () => {
    const coupling = await api.addCoupling({ mapping: currency });
    const { id, mapping, ids, title } = coupling;
    const [history] = await api.app.store.history.append(
      aJobId,
      [[{ ...anEntry, businessCentralId: ids.businessCentral, outcome: "uncoupled" }]],
      plusMinutes(api.now(), 60),
    );
    const former = {
      id,
      mapping,
      ids,
      title,
      history,
      removedAt: api.now(),
      jobId: aJobId,
      expiresAt: plusMinutes(api.now(), 60),
    };
    await api.app.store.couplings.save([
      { kind: "remove", coupling: { ...coupling, revision: 1 }, former },
    ]);

    const gone = await api.ask(`GET /v1/couplings/${id}`);

    expect(gone.status).toBe(404);
    expect(read(Problem, gone).detail).toContain(`/v1/couplings/${id}/log until `);
    for (const path of [`couplings/${id}`, `errors/CURRENCY.b${ids.businessCentral}`]) {
      const log = read(Log, await api.ask(`GET /v1/${path}/log`));
      expect(log.items.map(({ outcome }) => outcome)).toEqual(["uncoupled"]);
    }
    const nobody = "CURRENCY.d00000000-0000-4000-8000-000000000000";
    expect((await api.ask(`GET /v1/errors/${nobody}/log`)).status).toBe(404);
    expect((await api.ask(`GET /v1/couplings/${id}/log?cursor=x`)).status).toBe(400);
  });

  test("the Synchronization Log goes back from the newest entry, page by page", async () => {
    const coupling = await api.addCoupling({ mapping: currency });
    const entry = (title: string) => ({
      at: api.now(),
      jobId: aJobId,
      jobType: "synchronize" as const,
      trigger: "schedule" as const,
      side: "dataverse" as const,
      outcome: "modified" as const,
      businessCentralId: coupling.ids.businessCentral,
      title,
      changes: [{ field: "name", from: "Adatum", to: title }],
    });
    const [history] = await api.app.store.history.append(
      aJobId,
      [[entry("first"), entry("second"), entry("third")]],
      plusMinutes(api.now(), 60),
    );
    const before = await api.app.store.couplings.get(coupling.id);
    if (before === undefined) throw new Error("no coupling");
    const none = await api.ask(`GET /v1/couplings/${coupling.id}/log`);
    await api.app.store.couplings.save([{ kind: "update", before, after: { ...before, history } }]);

    const path = `GET /v1/couplings/${coupling.id}/log?limit=2`;
    const page = read(Log, await api.ask(path));
    const rest = read(Log, await api.ask(`${path}&cursor=${page.cursor}`));

    expect(none.body).toEqual({ items: [] });
    expect([...page.items, ...rest.items].map(({ title }) => title)).toEqual([
      "third",
      "second",
      "first",
    ]);
    expect(page.items[0]?.changes).toEqual([{ field: "name", from: "Adatum", to: "third" }]);
    expect(rest.cursor).toBeUndefined();
  });
});

test("Delete Coupling by a filter with an unknown mapping answers 400 and starts nothing", async () => {
  const { status, body } = await api.ask("POST /v1/couplings/actions/delete", {
    body: { filter: { mapping: "NOPE" } },
  });

  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain("There is no mapping NOPE.");
  expect(api.sent).toEqual([]);
});

describe("synchronizing chosen couplings", () => {
  test("one job per mapping; skipped and unknown ones are left out with a reason", async () => {
    const [ofContact, , active, skipped] = made;
    const unknown = "CUSTOMER.00000000-0000-4000-8000-00000000dead";

    const answer = await api.ask("POST /v1/couplings/actions/synchronize", {
      body: { ids: [ofContact?.id, active?.id, active?.id, skipped?.id, unknown] },
    });

    const end = read(BulkShape, answer);
    expect(answer.status).toBe(202);
    expect(end.taken).toBe(2);
    expect(end.jobs.map(({ mapping }) => mapping)).toEqual(["CONTACT", "CUSTOMER"]);
    const jobs = await Promise.all(end.jobs.map(({ id }) => api.app.store.jobs.get(id)));
    expect(jobs.map((job) => job?.request)).toEqual([
      { kind: "synchronizeCouplings", ids: [ofContact?.id] },
      { kind: "synchronizeCouplings", ids: [active?.id] },
    ]);
    expect(end.leftOutCount).toBe(2);
    expect(end.leftOut).toEqual([
      { id: skipped?.id, reason: expect.stringContaining("resolve or retry error CUSTOMER.b") },
      { id: unknown, reason: "There is no such coupling." },
    ]);
  });

  test("what cannot be an id is refused", async () => {
    const answer = await api.ask("POST /v1/couplings/actions/synchronize", {
      body: { ids: [`CUSTOMER.${"-".repeat(36)}`] },
    });

    expect(answer.status).toBe(400);
    expect(api.sent).toEqual([]);
  });

  test("of one mapping only: the answer leads to its job", async () => {
    const answer = await api.ask("POST /v1/couplings/actions/synchronize", {
      body: { ids: [made[0]?.id] },
    });

    const [job] = read(BulkShape, answer).jobs;
    expect(answer.headers.get("location")).toBe(`/v1/jobs/${job?.id}`);
  });

  test("nothing but unknown ones: 404", async () => {
    const answer = await api.ask("POST /v1/couplings/actions/synchronize", {
      body: { ids: ["NO-SUCH.00000000-0000-4000-8000-00000000dead"] },
    });

    expect(answer.status).toBe(404);
    expect(api.sent).toEqual([]);
  });

  test.each([{}, { filter: {} }, { ids: [] }, { ids: ["x"] }, { ids: [], all: true }])(
    "%j answers 400",
    async (body) => {
      const answer = await api.ask("POST /v1/couplings/actions/synchronize", { body });

      expect(answer.status).toBe(400);
    },
  );
});
