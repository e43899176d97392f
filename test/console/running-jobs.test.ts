import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { holdSchedules } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
  await holdSchedules(tandem.system);
}, 90_000);
afterAll(() => tandem.stop());
afterEach(() => slowDown(0));

/** Each answer of Dataverse takes so long. */
const slowDown = async (latencyMs: number): Promise<void> => {
  await fetch(new URL("/sandbox/faults", tandem.system.addresses.dataverse), {
    method: "PUT",
    body: JSON.stringify({ latencyMs }),
  });
};

describe("jobs that were started on the page", { timeout: 60_000 }, () => {
  test("show how far they are on every page, go on without one, and tell how they ended", async () => {
    const { page, complaints, close } = await tandem.open("#/errors");
    await slowDown(60_000);

    await page.getByRole("button", { name: "Find for Deleted", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Table").selectOption("CONTACT");
    await page.getByRole("button", { name: "Find", exact: true }).click();
    await page.getByRole("progressbar", { name: "Find for Deleted" }).waitFor();
    await page.getByText("It goes on when this page is closed.").waitFor();
    await page.getByRole("link", { name: "Home", exact: true }).click();
    await page.getByRole("progressbar", { name: "Find for Deleted" }).waitFor();
    expect(complaints()).toEqual([]);
    await close();

    const again = await tandem.open("#/home");
    await again.page.getByRole("progressbar", { name: "Find for Deleted" }).waitFor();
    await slowDown(0);
    await again.page.getByText("Find for Deleted is done").waitFor();
    await again.page.getByText("1 deleted record found and listed").waitFor();
    await again.page.getByRole("progressbar").waitFor({ state: "detached" });
    await again.close();
  });
});
