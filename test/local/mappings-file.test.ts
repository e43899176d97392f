import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { currency } from "../../lib/domain/mapping/default-mappings/currency.ts";
import { defaultMappings } from "../../lib/domain/mapping/default-mappings/default-mappings.ts";
import { readMappings } from "../../lib/local/mappings-file.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem-mappings-"));
const file = join(folder, "mappings.json");
afterAll(() => rm(folder, { recursive: true }));

async function reading(content: unknown) {
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return readMappings(file);
}

describe("a file of table mappings", () => {
  test("without one, the shipped defaults", async () => {
    expect(await readMappings(undefined)).toBe(defaultMappings);
  });

  test("a list, or a list named mappings", async () => {
    expect(await reading([currency])).toEqual([currency]);
    expect(await reading({ mappings: [currency] })).toEqual([currency]);
  });

  const { direction: _, ...undirected } = currency;
  test.each([
    ["no JSON", "[{", "It is not JSON: "],
    ["no list", {}, "A list of table mappings is expected."],
    ["a field left out", [undirected], "CURRENCY direction: "],
    ["a field that is wrong inside", [{ ...currency, dependsOn: [1] }], "CURRENCY dependsOn/0: "],
    ["no name", [{}], "mapping 1 name: "],
    ["a name twice", [currency, currency], "CURRENCY: there are two mappings of this name"],
    ["a dependency that is not there", [{ ...currency, dependsOn: ["X"] }], "CURRENCY dependsOn"],
  ])("%s: one line with the setting, the file and the place", async (_title, content, told) => {
    const trouble = await reading(content).catch((error: unknown) => String(error));
    expect(trouble).toMatch(/^[^\n]*$/);
    expect(trouble).toContain(`TANDEM_MAPPINGS: ${file} cannot be used. `);
    expect(trouble).toContain(told);
  });

  test("a file that is not there is named", async () => {
    await expect(readMappings("/nowhere/mappings.json")).rejects.toThrow(
      "TANDEM_MAPPINGS: /nowhere/mappings.json cannot be used. ENOENT",
    );
  });
});
