import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { allListed, holdSchedules } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
  await holdSchedules(tandem.system);
}, 90_000);
afterAll(() => tandem.stop());

describe("Home", () => {
  test("says how much is not in step, and leads to the errors of a table and kind", async () => {
    const { page, complaints, close } = await tandem.open("#/home");
    const listed = await allListed(tandem.system);
    const customers = listed.filter(
      ({ mapping, kind }) => mapping === "CUSTOMER" && kind === "updateConflict",
    );

    await page.getByText(`${listed.length} records are not in step.`).waitFor();
    await page
      .getByRole("row", { name: "Customer" })
      .getByRole("link", { name: `Changed on both sides: ${customers.length}` })
      .click();
    await page.getByRole("heading", { name: "Coupled Data Synchronization Errors" }).waitFor();
    await page.getByText(`${customers.length} rows`).waitFor();
    expect(complaints()).toEqual([]);
    await close();
  });

  test("says whether both apps answer, and how long one asked to wait", async () => {
    const { page, close } = await tandem.open("#/home");
    const cards = page.getByRole("region", { name: "Apps" });
    await cards.getByText("Reachable", { exact: true }).nth(1).waitFor();

    await page.route("**/v1/status", async (route) => {
      const answer = await route.fetch();
      const text = await answer.text();
      const throttledUntil = '"throttledUntil":"2199-01-01T00:00:00.000Z"';
      await route.fulfill({
        response: answer,
        body: text.replace(
          /"reachable":true(?=.*"dataverse")/,
          `"reachable":false,${throttledUntil}`,
        ),
      });
    });
    await page.getByRole("button", { name: "Refresh" }).click();

    await cards.getByText("Not reachable").waitFor();
    await cards.getByText(/^Asked to wait until/).waitFor();
    await close();
  });

  test("draws what changed and what failed, and says it in words", async () => {
    const { page, close } = await tandem.open("#/home");

    const chart = page.getByRole("img", { name: /^Changed records from .*: [\d,]+ in all$/ });
    await chart.waitFor();
    expect(await chart.locator("rect").count()).toBe(24);
    await page.getByRole("img", { name: /^Errors from/ }).waitFor();
    await close();
  });
});
