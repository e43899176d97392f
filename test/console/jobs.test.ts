import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { axeViolations, type ConsoleSystem, startConsole } from "./console-system.ts";
import { holdSchedules, oneOf, titleOf } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
  await holdSchedules(tandem.system);
}, 90_000);
afterAll(() => tandem.stop());
afterEach(() => dataverseTakes(0));

const Jobs = z.object({ items: z.array(z.looseObject({ id: z.string(), state: z.string() })) });

const dataverseTakes = (latencyMs: number) =>
  fetch(new URL("/sandbox/faults", tandem.system.addresses.dataverse), {
    method: "PUT",
    headers: { authorization: "Bearer sandbox", "content-type": "application/json" },
    body: JSON.stringify({ latencyMs }),
  });

const newestState = async (): Promise<string | undefined> => {
  const { body } = await tandem.system.ask("GET", "/v1/jobs?mapping=CUSTOMER&limit=1");
  return Jobs.parse(body).items[0]?.state;
};

describe("Integration Synchronization Jobs", () => {
  test("a job that failed with some records leads to them, and to the log of each", async () => {
    const { page, complaints, close } = await tandem.open("#/jobs");
    const item = await oneOf(tandem.system, "rejected");

    await page.getByLabel("State").selectOption("completedWithErrors");
    await page.getByLabel("Table").selectOption(item.mapping);
    const row = page.getByRole("row", { name: "Completed with errors" }).first();
    await row.click({ position: { x: 60, y: 10 } });
    await page.getByRole("complementary").getByText("What was done").waitFor();
    await page.getByRole("button", { name: "Show Records" }).click();
    await page.getByLabel("Outcome").selectOption("failed");
    await page.waitForURL(/outcome=failed/);
    const record = page.getByRole("row", { name: titleOf(item) }).first();
    await record.click({ position: { x: 60, y: 10 } });
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.getByRole("row", { name: "Unchanged" }).count()).toBe(0);
    await page
      .getByRole("complementary")
      .getByRole("link", { name: "Synchronization Log" })
      .click();

    await page.getByRole("heading", { name: `Synchronization Log: ${titleOf(item)}` }).waitFor();
    await page.getByRole("list", { name: "Entries" }).getByText("Failed").first().waitFor();
    expect(complaints()).toEqual([]);
    await close();
  });

  test("a job that waits for a slow one shows how far it is, and is cancelled", async () => {
    const { page, close } = await tandem.open("#/jobs");
    await dataverseTakes(60_000);
    for (let number = 0; number < 2; number += 1) {
      await tandem.system.ask("POST", "/v1/mappings/CUSTOMER/actions/full-synchronize", {});
    }

    await page.getByRole("button", { name: "Refresh" }).click();
    const waiting = page.getByRole("row", { name: "Waiting" });
    await expect.poll(() => waiting.count()).toBe(2);
    await waiting.first().click({ position: { x: 60, y: 10 } });
    await page.getByRole("complementary").getByRole("progressbar").waitFor();
    await page.getByRole("button", { name: "Cancel Job" }).click();
    await page.getByText("The job stops at its next step").first().waitFor();
    await dataverseTakes(0);

    await expect.poll(newestState, { timeout: 15_000 }).toBe("cancelled");
    await page.getByRole("row", { name: "Cancelled" }).first().waitFor();
    const cancel = page.getByRole("button", { name: "Cancel Job" });
    await expect.poll(() => cancel.getAttribute("title")).toBe("The job has ended.");
    await close();
  });
});
