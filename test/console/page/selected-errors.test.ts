import { describe, expect, test } from "vitest";
import type { ErrorItem } from "../../../functions/console/page/api/shapes.ts";
import {
  type Selection,
  withAdded,
  withoutGone,
  withToggled,
} from "../../../functions/console/page/controls/list/selection.ts";
import { rowsOf } from "../../../functions/console/page/controls/list/use-list.ts";
import {
  filterOf,
  isFiltered,
  type ListFilter,
} from "../../../functions/console/page/errors/error-filter.ts";
import {
  isAllowed,
  isForSome,
  requestSelections,
  selectedErrors,
} from "../../../functions/console/page/errors/selected-errors.ts";
import { ErrorItemShape } from "../../../lib/runtime/http/shapes/error-item.ts";

const item = (number: number, actions: ErrorItem["actions"]): ErrorItem => {
  const id = `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`;
  const side = { id, exists: true, title: "Adatum", url: null };
  const at = "2026-03-01T08:00:00.000Z";
  return ErrorItemShape.parse({
    id: `CUSTOMER.b${id}`,
    mapping: "CUSTOMER",
    kind: "updateConflict",
    status: "skipped",
    message: "",
    hint: "",
    occurrences: 1,
    firstFailedAt: at,
    lastFailedAt: at,
    jobId: "CUSTOMER.0mlw9x3c0-due",
    retryRequested: false,
    businessCentral: side,
    dataverse: side,
    actions,
    edits: [],
    revision: number,
  });
};

const rows = (...items: readonly ErrorItem[]): Selection => ({
  kind: "rows",
  keys: new Set(items.map(({ id }) => id)),
});

const conflict = item(1, ["retry", "synchronize", "remove-coupling"]);
const deleted = item(2, ["restore", "delete", "remove-coupling"]);
const items = [conflict, deleted];
const everything: Selection = { kind: "everything" };

interface Listed {
  readonly items: readonly ErrorItem[];
  readonly selection: Selection;
  readonly current: string | undefined;
  readonly filter: ListFilter;
}

const selectedOf = ({ filter, ...listed }: Listed) => {
  const keys = listed.items.map(({ id }) => id);
  return selectedErrors({ ...listed, selectedRows: rowsOf({ ...listed, keys }) }, filter);
};

describe("what an action is about", () => {
  test("the ticked rows; where none is ticked, the row that is looked at", () => {
    const on = { items, filter: {}, current: conflict.id };
    expect(selectedOf({ ...on, selection: rows(deleted) })).toEqual({
      kind: "items",
      items: [deleted],
    });
    expect(selectedOf({ ...on, selection: rows() })).toEqual({ kind: "items", items: [conflict] });
  });

  test("it is allowed when each selected row allows it", () => {
    const both = selectedOf({ items, filter: {}, current: undefined, selection: rows(...items) });
    expect(isAllowed(both, "remove-coupling")).toBe(true);
    expect(isAllowed(both, "restore")).toBe(false);
    expect(isForSome(both, "restore")).toBe(true);
    expect(isForSome(both, "remove-coupling")).toBe(false);
    const none = selectedOf({ items, filter: {}, current: undefined, selection: rows() });
    expect(isAllowed(none, "remove-coupling")).toBe(false);
  });

  test("of everything that matches it is allowed when some allow it", () => {
    const all = selectedOf({ items, filter: {}, current: undefined, selection: everything });
    expect(isAllowed(all, "restore")).toBe(true);
  });

  test("rows are sent with the revisions that were shown, a thousand in one request", () => {
    const many = Array.from({ length: 1001 }, (_, number) => item(number, []));
    const [first, second, ...more] = requestSelections({ kind: "items", items: many });

    expect(first).toMatchObject({ ids: { length: 1000 } });
    const last = many.at(-1)?.id ?? "";
    expect(second).toEqual({ ids: [last], seen: { [last]: 1000 } });
    expect(more).toEqual([]);
  });

  test("everything is sent as the filter, or as all where there is none", () => {
    const on = { items, current: undefined, selection: everything };
    expect(requestSelections(selectedOf({ ...on, filter: {} }))).toEqual([{ all: true }]);
    expect(requestSelections(selectedOf({ ...on, filter: { kind: "locked" } }))).toEqual([
      { filter: { kind: "locked" } },
    ]);
  });
});

describe("ticking", () => {
  test("one row off everything leaves the other rows that are loaded", () => {
    expect(withToggled(everything, "a", ["a", "b"])).toEqual({
      kind: "rows",
      keys: new Set(["b"]),
    });
  });

  test("rows that are not there any more are not ticked either", () => {
    const ticked: Selection = { kind: "rows", keys: new Set(["a", "b"]) };
    expect(withoutGone(ticked, ["b", "c"])).toEqual({ kind: "rows", keys: new Set(["b"]) });
    expect(withoutGone(ticked, ["a", "b"])).toBe(ticked);
    expect(withAdded(ticked, ["c"])).toEqual({ kind: "rows", keys: new Set(["a", "b", "c"]) });
  });
});

describe("the filter in the page's address", () => {
  test("what it says wrongly is left out", () => {
    expect(filterOf({ mapping: "CUSTOMER", kind: "locked", status: "gone", search: " " })).toEqual({
      mapping: "CUSTOMER",
      kind: "locked",
      status: undefined,
      search: undefined,
    });
    expect(filterOf({ mapping: "<b>" }).mapping).toBeUndefined();
    expect(isFiltered(filterOf({}))).toBe(false);
    expect(isFiltered(filterOf({ search: "Adatum" }))).toBe(true);
  });
});
