import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import {
  inFolder,
  type LocalSystem,
  type Settings,
  startLocalSystem,
} from "../end-to-end/local-system.ts";
import { launchChromium } from "./chromium.ts";
import { type Complaints, complaintsOf } from "./complaints.ts";

/*
 * How a flow is tested: the real local system with its sample data and its records in trouble, as a
 * process of its own, and a real Chromium. One of each per test file, in `beforeAll`:
 *
 *   console = await startConsole();                        // about ten seconds; `stop()` in afterAll
 *   const { page, complaints, close } = await console.open("#/errors", { width: "narrow" });
 *   await page.getByRole("button", { name: "Retry" }).click();
 *   await console.system.ask("GET", "/v1/errors");         // what the API says
 *   await console.system.businessCentral.…                 // somebody works in an app meanwhile
 *   expect(await axeViolations(page)).toEqual([]);
 *   expect(complaints()).toEqual([]);                      // console errors, CSP violations, crashes
 *   await close();
 *
 * Playwright waits for what it is told to find, so nothing sleeps. `page.route` stands in for an API
 * that is down. `SCREENSHOTS=1 npx vitest run test/console` makes the README's pictures again.
 */
export interface ConsoleSystem {
  readonly system: LocalSystem;
  readonly browser: Browser;
  /** Opens the console; by default as somebody who reads English on a wide light screen. */
  open(hash?: string, reader?: Partial<Reader>): Promise<OpenPage>;
  stop(): Promise<void>;
}

export interface Reader {
  readonly width: keyof typeof sizes;
  readonly theme: "light" | "dark";
  readonly language: "en-GB" | "cs-CZ";
}

export interface OpenPage {
  readonly page: Page;
  readonly complaints: Complaints;
  close(): Promise<void>;
}

const sizes = {
  narrow: { width: 360, height: 740 },
  wide: { width: 1280, height: 800 },
} as const;

export async function startConsole(settings: Settings = {}): Promise<ConsoleSystem> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-console-"));
  const [system, browser] = await Promise.all([
    startLocalSystem({ ...inFolder(folder), TANDEM_DEMO: "on", ...settings }),
    launchChromium(),
  ]);
  return {
    system,
    browser,
    open: (hash = "", reader = {}) => openPage(browser, `${system.addresses.api}/${hash}`, reader),
    async stop() {
      await browser.close();
      await system.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Each page has a profile of its own: nothing is kept from one test to the next. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = "wide", theme = "light", language = "en-GB" }: Partial<Reader> = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: sizes[width],
    colorScheme: theme,
    locale: language,
    timezoneId: "Europe/Prague",
    reducedMotion: "reduce",
  });
  // Below the tests' own: what is waited for in vain is then named.
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = await complaintsOf(page);
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** `rule: where`, by the rules of WCAG 2.2 AA and axe's own good practices. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // Half as long: the other mode opens a page of its own to join the findings of frames, of which there are none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`),
  );
}

const screenshots = fileURLToPath(new URL("screenshots/", import.meta.url));

/** For the README; only when asked for, so that tests leave the project as it is. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (process.env["SCREENSHOTS"] === undefined) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: `${screenshots}${name}.png`, animations: "disabled" });
}
