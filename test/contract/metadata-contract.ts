import { describe, expect, test } from "vitest";
import type { AppFailure } from "../../lib/domain/error/app-failure.ts";
import type { Entity } from "../../lib/domain/mapping/entity.ts";
import type { TableRef } from "../../lib/domain/metadata/table-description.ts";
import type { Result } from "../../lib/domain/result.ts";
import type { Metadata, Searchable } from "../../lib/ports/metadata.ts";

/** What every app's metadata must be like, and what is in one's sandbox to see it by. */
export interface DescribedApp {
  open(): Promise<Metadata & Searchable>;
  readonly table: TableRef;
  readonly entity: Entity;
  /** A column of text, with its length. */
  readonly text: { readonly name: string; readonly maxLength: number };
  readonly choice: {
    readonly name: string;
    readonly value: string | number;
    readonly label: string;
  };
  /** A column that the app computes. */
  readonly computed: string;
  /** Two records of which one has this in its title, in other letters. */
  readonly sought: { readonly column: string; readonly text: string; readonly title: string };
}

export const metadataContract = (name: string, app: DescribedApp): void => {
  describe(`metadata of ${name}`, () => {
    test("its tables are named, in the order of their names", async () => {
      const tables = good(await (await app.open()).tables());

      const names = tables.map((table) => table.name);
      expect(names).toContain(app.table.name);
      expect(names).toEqual(names.toSorted());
      expect(tables.every(({ title }) => title.text !== "")).toBe(true);
    });

    test("a table tells type and length of a text, the options of a choice, and what the app computes", async () => {
      const described = good(await (await app.open()).describe(app.table));
      const column = (sought: string) => described?.columns.find((one) => one.name === sought);

      expect(column(app.text.name)).toMatchObject({
        type: "text",
        maxLength: app.text.maxLength,
        writes: "always",
      });
      const choice = column(app.choice.name);
      expect(choice?.type).toBe("choice");
      const option = choice?.options?.find(({ value }) => value === app.choice.value);
      expect(option?.label.text).toBe(app.choice.label);
      expect(column(app.computed)?.writes).toBe("never");
      expect(described?.id).toBe(app.entity.id);
      expect(described?.leftOut).toBe(0);
    });

    test("a table that the app does not have is none, whatever it is called", async () => {
      const opened = await app.open();
      for (const unknown of ["uomschedulez", "a'b", "<b>", "__proto__", "x".repeat(128)]) {
        expect(await opened.describe({ name: unknown })).toEqual({ ok: true, value: undefined });
      }
    });

    test("records are found by a part of their title in any letters, and quotes are no syntax", async () => {
      const opened = await app.open();
      const search = (text: string) =>
        opened.search({ entity: app.entity, columns: [app.sought.column], text, limit: 20 });

      const found = good(await search(app.sought.text));
      expect(found.map(({ fields }) => fields[app.sought.column])).toEqual([app.sought.title]);
      expect(good(await search("O'Brien') or true or contains("))).toEqual([]);
    });
  });
};

function good<T>(result: Result<T, AppFailure>): T {
  if (result.ok) return result.value;
  throw new Error(result.failure.message);
}
