import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { listMany } from "./list-many.ts";

const many = 10_000;

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole({ TANDEM_DEMO: "off", TANDEM_SCHEDULE: "off", TANDEM_SEED: "0" });
  await listMany(tandem.system.addresses.dynamoDb, many);
}, 120_000);
afterAll(() => tandem.stop());

describe("10,000 errors", { timeout: 60_000 }, () => {
  test("a few rows are in the document wherever the list is scrolled, down to the oldest", async () => {
    const { page, complaints, close } = await tandem.open("#/errors");
    const grid = page.getByRole("grid");
    await grid.getByText("Customer 10000").waitFor();

    await grid.getByRole("row").nth(1).focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press("End");
          return grid.getByText("Customer 00001", { exact: true }).count();
        },
        { timeout: 50_000 },
      )
      .toBe(1);

    await page.getByText("10,000 rows").waitFor();
    expect(await grid.getByRole("row").count()).toBeLessThan(60);
    expect(complaints()).toEqual([]);
    await close();
  });

  test("one among them is found by its name", async () => {
    const { page, close } = await tandem.open("#/errors");

    await page.getByRole("searchbox").fill("customer 00042");
    await page.getByRole("grid").getByText("Customer 00042").waitFor();
    await page.getByText("1 row", { exact: true }).waitFor();
    await close();
  });

  test("an action on everything of a filter counts all of it, loaded or not", async () => {
    const { page, close } = await tandem.open("#/errors?kind=locked");
    await page.getByRole("grid").getByText("Customer").first().waitFor();

    await page.getByRole("checkbox", { name: "Select all rows" }).check();
    await page.getByRole("button", { name: "Select everything that matches the filter" }).click();
    await page.getByRole("button", { name: "Remove Coupling" }).click();

    await page
      .getByRole("dialog")
      .getByText(/^This is about 1,111 records/)
      .waitFor();
    await close();
  });
});
