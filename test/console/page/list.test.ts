import { describe, expect, test } from "vitest";
import { hrefTo, routeOf } from "../../../functions/console/page/context/route.ts";
import {
  type Column,
  nextSorting,
  sorted,
} from "../../../functions/console/page/controls/list/column.ts";
import {
  rowsToDraw,
  scrolledTo,
  windowOf,
} from "../../../functions/console/page/controls/list/window-of.ts";
import { safeUrl } from "../../../functions/console/page/controls/record/safe-url.ts";
import { formatFor } from "../../../functions/console/page/texts/format.ts";
import { localeFor, preferredLanguage } from "../../../functions/console/page/texts/language.ts";
import { pluralIn } from "../../../functions/console/page/texts/plural.ts";
import { Instant } from "../../../lib/domain/instant.ts";

describe("the rows that are drawn", () => {
  test("are those that can be seen and a few around them, however many there are", () => {
    expect(windowOf({ scrollTop: 0, height: 400 }, 40, 100_000)).toEqual({ from: 0, to: 20 });
    expect(windowOf({ scrollTop: 2_000_000, height: 400 }, 40, 100_000)).toEqual({
      from: 49_990,
      to: 50_020,
    });
    expect(windowOf({ scrollTop: 0, height: 400 }, 40, 3)).toEqual({ from: 0, to: 3 });
    expect(windowOf({ scrollTop: 9000, height: 400 }, 40, 0)).toEqual({ from: 0, to: 0 });
  });

  test("and the one that takes the keys, in the order of the list", () => {
    expect(rowsToDraw({ from: 3, to: 6 }, 4)).toEqual([3, 4, 5]);
    expect(rowsToDraw({ from: 3, to: 6 }, 9)).toEqual([3, 4, 5, 9]);
    expect(rowsToDraw({ from: 3, to: 6 }, 0)).toEqual([0, 3, 4, 5]);
    expect(rowsToDraw({ from: 0, to: 0 }, undefined)).toEqual([]);
  });

  test("the list scrolls as little as it takes to see a row whole", () => {
    const seen = { scrollTop: 400, height: 400 };
    expect(scrolledTo(seen, 40, 12)).toBe(400);
    expect(scrolledTo(seen, 40, 3)).toBe(120);
    expect(scrolledTo(seen, 40, 20)).toBe(440);
  });
});

describe("sorting", () => {
  const columns: readonly Column<string>[] = [
    { id: "text", title: "", width: [1, 1], cell: (text) => text, sortBy: (text) => text },
    {
      id: "length",
      title: "",
      width: [1, 1],
      cell: (text) => text,
      sortBy: ({ length }) => length,
    },
  ];

  test("is by language for text, by value for numbers, and off after both ways", () => {
    const cities = ["Ústí", "Ostrava", "Čáslav", "Cheb"];
    const up = nextSorting(undefined, "text");
    expect(sorted(cities, columns, up, "cs")).toEqual(["Čáslav", "Cheb", "Ostrava", "Ústí"]);
    const down = nextSorting(up, "text");
    expect(sorted(cities, columns, down, "cs")).toEqual(["Ústí", "Ostrava", "Cheb", "Čáslav"]);
    expect(nextSorting(down, "text")).toBeUndefined();
    const byLength = nextSorting(down, "length");
    expect(sorted(["aaa", "b", "cc"], columns, byLength, "en")).toEqual(["b", "cc", "aaa"]);
    expect(sorted(cities, columns, undefined, "cs")).toBe(cities);
  });
});

describe("links that come with records", () => {
  test.each([
    "https://contoso.crm.dynamics.com/main.aspx?id=1",
    "http://127.0.0.1:4602/api/data/v9.2/accounts(1)",
    "http://localhost:4602/",
  ])("%s is one", (url) => {
    expect(safeUrl(url)).toBe(url);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://example.com/",
    "http://127.0.0.1.example.com/",
    "//example.com",
    "",
    null,
    undefined,
  ])("%s is none", (url) => {
    expect(safeUrl(url)).toBeUndefined();
  });
});

describe("the page's address", () => {
  test("leads where it came from", () => {
    const to = { page: "mappings", item: "ITEM-PRODUCT", params: { tab: "a&b" } } as const;
    expect(routeOf(hrefTo(to))).toEqual(to);
  });

  test("of nobody's making leads home, or is taken as it stands", () => {
    expect(routeOf("#/nowhere").page).toBe("home");
    expect(routeOf("#/jobs/%E0%A4%A").item).toBe("%E0%A4%A");
    expect(hrefTo({ page: "errors", params: { kind: undefined, search: "" } })).toBe("#/errors");
  });
});

describe("languages", () => {
  test("the first of the browser's that there are texts for", () => {
    expect(preferredLanguage(["sk-SK", "cs-CZ", "en"])).toBe("cs");
    expect(preferredLanguage(["de"])).toBe("en");
    expect(localeFor("en", ["cs-CZ", "en-GB"])).toBe("en-GB");
    expect(localeFor("en", ["cs"])).toBe("en");
  });

  test("count as their grammar does", () => {
    const forms = { one: "{n} záznam", few: "{n} záznamy", other: "{n} záznamů" };
    const counted = [1, 3, 5, 1000].map((count) => pluralIn("cs")(count, forms));
    expect(counted).toEqual(["1 záznam", "3 záznamy", "5 záznamů", "1\u00a0000 záznamů"]);
  });

  test("write values as their readers do; a reference is called by its key", () => {
    const { value, distance, shortDistance } = formatFor("en-GB");
    expect(value(1234.5)).toBe("1,234.5");
    expect(value("2026-03-01")).toBe("1 Mar 2026");
    expect(value(null)).toBe("");
    expect(value("RENEE.LO|5021fe22-794f-40f9-a398-0edfc0fe7703")).toBe("RENEE.LO");
    expect(value("a|b")).toBe("a|b");
    const now = Date.parse("2026-03-01T08:00:00.000Z");
    const at = (text: string) => distance(Instant.parse(text), now);
    expect(at("2026-03-01T07:55:00.000Z")).toBe("5 minutes ago");
    expect(at("2026-03-01T10:00:00.000Z")).toBe("in 2 hours");
    expect(shortDistance(Instant.parse("2026-03-01T07:55:00.000Z"), now)).toBe("5 min ago");
    expect(at("2026-02-28T08:00:00.000Z")).toBe("yesterday");
  });
});
