import { afterAll, beforeAll, expect, test } from "vitest";
import type { ErrorItem } from "../../lib/domain/error/error-item.ts";
import { errorIdOf, JobId, MappingName, RecordId } from "../../lib/domain/ids.ts";
import { retryErrors } from "../../lib/manage/errors/retry-errors.ts";
import type { Store } from "../../lib/ports/store.ts";
import { type ApiWorld, startApi } from "../functions/api/api-world.ts";

let api: ApiWorld;
const customer = MappingName.parse("CUSTOMER");

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const items = (count: number): readonly ErrorItem[] =>
  Array.from({ length: count }, (_, index) => {
    const id = RecordId.parse(`11111111-0000-4000-8000-${String(index).padStart(12, "0")}`);
    return {
      id: errorIdOf(customer, "businessCentral", id),
      mapping: customer,
      kind: "rejected",
      status: "skipped",
      message: "Refused.",
      hint: "Correct it.",
      occurrences: 1,
      firstFailedAt: api.now(),
      lastFailedAt: api.now(),
      jobId: JobId.parse("CUSTOMER.0mwt00000-first"),
      sides: { businessCentral: { id }, dataverse: {} },
      retryRequested: false,
      revision: 0,
    };
  });

test("retrying all goes through every page; more than a thousand are a job (many-errors.test.ts)", async () => {
  await api.app.store.errors.save(items(903));

  const end = await retryErrors(api.app, {
    selection: { all: true },
    runNow: false,
    requestedBy: undefined,
  });

  expect(end.ok && end.value).toEqual({ taken: 903, leftOut: [], jobs: [], notStarted: [] });
  let due = 0;
  let cursor: string | undefined;
  do {
    const page = await api.app.store.errors.due(customer, { limit: 500, cursor });
    due += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(due).toBe(903);
});

test("an item that a run changes at the same moment is left out, and says so", async () => {
  const item = await api.addError({ kind: "locked" });
  const { store } = api.app;
  const meanwhile: Store = {
    ...store,
    errors: {
      ...store.errors,
      async save(saved) {
        const found = await store.errors.get(saved.map(({ id }) => id));
        await store.errors.save([...found.values()].map((each) => ({ ...each, occurrences: 2 })));
        return store.errors.save(saved);
      },
    },
  };

  const end = await retryErrors(
    { ...api.app, store: meanwhile },
    { selection: { ids: [item.id] }, runNow: true, requestedBy: undefined },
  );

  expect(end.ok && end.value).toMatchObject({
    taken: 0,
    jobs: [],
    leftOut: [{ id: item.id, reason: expect.stringContaining("this moment") }],
  });
});
