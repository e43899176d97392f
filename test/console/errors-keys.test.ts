import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations, type ConsoleSystem, startConsole } from "./console-system.ts";
import { allListed, holdSchedules, oneOf, rowOf, titleOf } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
  await holdSchedules(tandem.system);
}, 90_000);
afterAll(() => tandem.stop());

/** Goes on with a key until something of that name has the focus; fails when it never gets there. */
async function goTo(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
    });
    if (name.test(focused)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${name.source}`);
}

describe("Coupled Data Synchronization Errors without a mouse", () => {
  test("rows are reached, ticked and resolved with keys alone", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "deletedInDataverse");
    await rowOf(page, item).waitFor();

    await goTo(page, /^Select all rows/);
    const first = (await allListed(tandem.system))[0];
    await goTo(page, new RegExp(first === undefined ? "" : titleOf(first)));
    await goTo(page, new RegExp(titleOf(item)), "ArrowDown");
    await page.keyboard.press("Space");
    await page.getByText("1 record selected").waitFor();
    await page.keyboard.down("Shift");
    await goTo(page, /^Restore Records/);
    await page.keyboard.up("Shift");
    await page.keyboard.press("Enter");
    await page.getByText("1 record will be created").waitFor();
    await goTo(page, /^Restore$/);
    await page.keyboard.press("Enter");

    await page.getByText("Restore Records is done").waitFor();
    await expect
      .poll(async () => (await allListed(tandem.system)).map(({ id }) => id))
      .not.toContain(item.id);
    await close();
  });

  test("Escape closes a dialog, and the focus is where it was", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "updateConflict");
    await rowOf(page, item).click({ position: { x: 60, y: 10 } });
    const synchronize = page.getByRole("button", { name: "Synchronize", exact: true });

    await synchronize.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");

    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await synchronize.evaluate((button) => button === document.activeElement)).toBe(true);
    await close();
  });
});

describe("Coupled Data Synchronization Errors for whoever reads it otherwise", () => {
  test("in Czech, by the browser or by choice", async () => {
    const { page, complaints, close } = await tandem.open("#/errors", { language: "cs-CZ" });

    await page.getByRole("heading", { name: "Chyby synchronizace spárovaných dat" }).waitFor();
    await page.getByRole("grid").getByText("Změněno na obou stranách").first().waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("cs");
    await page.getByLabel("Jazyk").selectOption("en");
    await page.getByRole("heading", { name: "Coupled Data Synchronization Errors" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Coupled Data Synchronization Errors" }).waitFor();
    expect(complaints()).toEqual([]);
    await close();
  });

  test("on a telephone: a row opens its details, and a conflict can be resolved", async () => {
    const { page, close } = await tandem.open("#/errors", { width: "narrow" });
    const item = await oneOf(tandem.system, "updateConflict");

    await rowOf(page, item).click({ position: { x: 200, y: 40 } });
    await page.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog");
    await details.getByText("Choose Synchronize and decide").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await details.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Synchronize", exact: true }).click();
    await page.getByRole("radio", { name: "Get data from Dataverse" }).check();
    await page.getByText("1 record will be changed").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Synchronize" }).click();

    await page.getByText("Synchronize is done").waitFor();
    await close();
  });

  test.each(["light", "dark"] as const)("dialogs break none of axe's rules, %s", async (theme) => {
    const { page, close } = await tandem.open("#/errors", { theme });
    const conflict = await oneOf(tandem.system, "updateConflict");
    const deleted = await oneOf(tandem.system, "deletedInBusinessCentral");
    const open = async (name: string): Promise<void> => {
      await page.getByRole("button", { name, exact: true }).click();
      await page.getByRole("dialog").waitFor();
    };
    const isClean = async (): Promise<void> => {
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    };

    await rowOf(page, conflict).click({ position: { x: 60, y: 10 } });
    await open("Synchronize");
    await page.getByRole("radio", { name: "Get data from Dataverse" }).check();
    await page.getByText("1 record will be changed").waitFor();
    await isClean();
    await open("Assign / Note");
    await isClean();
    await open("Find for Deleted");
    await isClean();
    await rowOf(page, deleted).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Select everything that matches the filter" }).click();
    await open("Delete Records");
    await page.getByText(/records left out/).waitFor();
    await isClean();
    await close();
  });
});

describe("while the API is down", () => {
  test("says so, asks again by itself, and is there again when the API is", async () => {
    const { page, close } = await tandem.open("#/home");
    const item = await oneOf(tandem.system, "rejected");
    await page.route("**/v1/**", (route) => route.abort());

    await page.getByRole("link", { name: "Synchronization Errors" }).click();
    await page.getByText("Tandem does not answer").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.unroute("**/v1/**");

    await rowOf(page, item).waitFor();
    await page.getByText("Tandem does not answer").waitFor({ state: "detached" });
    await close();
  });

  test("what was confirmed twice because no answer came is done once", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "deletedInBusinessCentral");
    await rowOf(page, item).click({ position: { x: 60, y: 10 } });
    await page.getByRole("button", { name: "Remove Coupling" }).click();
    await page.getByText("the records stay").first().waitFor();
    const keys: (string | undefined)[] = [];
    let isDown = true;
    await page.route("**/actions/remove-coupling", async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      const answer = await route.fetch();
      if (isDown) await route.abort();
      else await route.fulfill({ response: answer });
    });
    const remove = page.getByRole("dialog").getByRole("button", { name: "Remove" });

    await remove.click();
    await page.getByRole("dialog").getByText("Tandem does not answer").waitFor();
    isDown = false;
    await remove.click();

    await page.getByText("Remove Coupling is done").waitFor();
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBe(2);
    await close();
  });
});
