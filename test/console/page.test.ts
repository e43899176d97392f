import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  axeViolations,
  type ConsoleSystem,
  keepScreenshot,
  startConsole,
} from "./console-system.ts";

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

  test.each([
    ["light", "wide"],
    ["light", "narrow"],
    ["dark", "wide"],
    ["dark", "narrow"],
  ] as const)(
    "%s and %s has no violation of axe's rules or of its policy",
    async (theme, width) => {
      const { page, complaints, close } = await tandem.open("", { theme, width });

      await page.getByRole("heading", { level: 1 }).waitFor();

      expect(await axeViolations(page)).toEqual([]);
      expect(complaints()).toEqual([]);
      await keepScreenshot(page, `home-${theme}-${width}`);
      await close();
    },
  );

  test("complaints are heard: a script of somebody else's is stopped and told of", async () => {
    const { page, complaints, close } = await tandem.open();

    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'taken'";
      document.head.append(script);
      document.body.setAttribute("style", "color: red");
    });

    await expect.poll(() => complaints().join("\n")).toMatch(/policy: script-src-elem inline/);
    expect(complaints().join("\n")).toMatch(/policy: style-src-attr inline/);
    expect(await page.title()).not.toBe("taken");
    await close();
  });
});
