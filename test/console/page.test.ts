import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  axeViolations,
  type ConsoleSystem,
  keepScreenshot,
  startConsole,
} from "./console-system.ts";
import { oneOf, rowOf } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
}, 60_000);
afterAll(() => tandem.stop());

describe("the page", () => {
  test("stands where npm start says", async () => {
    const { page, complaints, close } = await tandem.open();

    await page.getByRole("heading", { level: 1 }).waitFor();

    const line = tandem.system.lines().find((one) => one.startsWith("Console"));
    expect(line).toBe(`Console  ${tandem.system.addresses.api}/`);
    expect(complaints()).toEqual([]);
    await close();
  });

  test("is loaded with 300 KB or less to where the list of errors shows", async () => {
    const { page, close } = await tandem.open("#/errors");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await isStill(page);

    const files = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .filter(({ name }) => name.includes("/console/"))
        .map(({ encodedBodySize }) => encodedBodySize),
    );

    expect(files.length).toBeGreaterThan(1);
    expect(files.reduce((sum, size) => sum + size, 0)).toBeLessThan(300 * 1024);
    await close();
  });

  test("XC27: says that Tandem does not answer when a part of it cannot be loaded", async () => {
    const { page, close } = await tandem.open();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.route("**/console/part-*", (route) => route.abort());

    await page.getByRole("link", { name: "Jobs" }).click();

    await page.getByText("Tandem does not answer").waitFor();
    await page.getByRole("button", { name: "Load the page again" }).waitFor();
    expect(await page.getByText("This page broke").count()).toBe(0);

    await page.unroute("**/console/part-*");
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page
      .getByRole("heading", { level: 1, name: "Integration Synchronization Jobs" })
      .waitFor();
    await close();
  });

  test("complaints are heard: text that would become markup or a style is stopped and told of", async () => {
    const { page, complaints, close } = await tandem.open();

    await page.evaluate(() => document.body.setAttribute("style", "color: red"));
    const asMarkup = page.evaluate(() => {
      document.body.innerHTML = "<b>from a record</b>";
    });

    await expect(asMarkup).rejects.toThrow("This document requires 'TrustedHTML' assignment");
    const found = () => complaints().filter((each) => each.startsWith("policy:"));
    await expect
      .poll(found)
      .toEqual([
        "policy: style-src-attr inline",
        "policy: require-trusted-types-for trusted-types-sink",
      ]);
    await close();
  });
});

const pages = ["home", "errors", "mappings", "couplings", "jobs"] as const;

describe("no page breaks axe's rules or its own policy", () => {
  test.each([
    ["light", "wide"],
    ["light", "narrow"],
    ["dark", "wide"],
    ["dark", "narrow"],
  ] as const)("%s and %s", async (theme, width) => {
    const { page, complaints, close } = await tandem.open("", { theme, width });
    for (const name of pages) {
      await page.goto(`${tandem.system.addresses.api}/#/${name}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await isStill(page);

      expect.soft([name, await axeViolations(page)]).toEqual([name, []]);
      expect.soft([name, await overflows(page)]).toEqual([name, false]);
      if (
        name === "errors"
          ? width === "narrow" && theme === "dark"
          : `${theme} ${width}` === "light wide"
      ) {
        await keepScreenshot(page, `${name}-${theme}-${width}`);
      }
    }
    expect(complaints()).toEqual([]);
    await close();
  });
});

test("the comparison of a conflict and the log of its record break none either", async () => {
  const { page, close } = await tandem.open("#/errors");
  const item = await oneOf(tandem.system, "updateConflict");

  await rowOf(page, item).click({ position: { x: 70, y: 20 } });
  await page.getByRole("complementary").getByText("Choose Synchronize").waitFor();
  await keepScreenshot(page, "errors-light-wide");
  await page.getByRole("button", { name: "Synchronize", exact: true }).click();
  await page.getByRole("radio", { name: "Send data from Business Central" }).check();
  await page.getByText("1 record will be changed").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await keepScreenshot(page, "synchronize-light-wide");

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Synchronization Log" }).click();
  await page.getByText("Email:").first().waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await keepScreenshot(page, "log-light-wide");
  await close();
}, 60_000);

/** Nothing is being loaded any more. */
async function isStill(page: Page): Promise<void> {
  await expect.poll(() => page.locator("[aria-busy=true]").count(), { timeout: 5000 }).toBe(0);
  await expect.poll(() => page.getByRole("progressbar").count(), { timeout: 5000 }).toBe(0);
}

/** Whether the whole page has to be moved sideways to be read. */
const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
