import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { writePage } from "../../functions/console/build/write-page.ts";
import type { HttpHost } from "../../lib/local/http-host.ts";
import { type ApiWorld, startApi } from "../functions/api/api-world.ts";
import { launchChromium } from "./chromium.ts";
import { axeViolations, type OpenPage, openPage } from "./console-system.ts";
import { startGateway } from "./gateway.ts";
import { type IdentityProvider, startIdentityProvider } from "./identity-provider.ts";

const pageFolder = mkdtempSync(join(tmpdir(), "tandem-sign-in-"));
const ida = { sub: "ida", preferred_username: "ida@example.com", roles: ["Tandem.Resolve"] };

let api: ApiWorld;
let browser: Browser;
let provider: IdentityProvider;
let gateway: HttpHost;
let opened: OpenPage[];

beforeAll(async () => {
  [api, browser] = await Promise.all([
    startApi(undefined, "jwt"),
    launchChromium(),
    writePage(pageFolder, "little"),
  ]);
  await api.addError();
}, 60_000);
afterAll(async () => {
  await Promise.all([api.stop(), browser.close()]);
  rmSync(pageFolder, { recursive: true });
});

beforeEach(async () => {
  provider = await startIdentityProvider();
  provider.account = ida;
  gateway = await startGateway({ app: api.app, pageFolder, provider });
  opened = [];
});
afterEach(async () => {
  for (const { close } of opened) await close();
  await Promise.all([gateway.stop(), provider.stop()]);
});

const open = async (path: string): Promise<OpenPage> => {
  const made = await openPage(browser, `${gateway.url}/${path}`);
  opened.push(made);
  return made;
};

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Whatever the browser keeps of this page, as text. */
const kept = (page: Page) =>
  page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));

test("whoever opens the console is sent to sign in, and comes back to the page that was asked for", async () => {
  const { page, complaints } = await open("#/errors");

  await heading(page).filter({ hasText: "Coupled Data Synchronization Errors" }).waitFor();

  expect(page.url()).toBe(`${gateway.url}/#/errors`);
  expect(provider.asked).toEqual(["authorize", "code"]);
  expect(await page.getByText("ida@example.com").count()).toBeGreaterThan(0);
  expect(complaints()).toEqual([]);
});

test("no token is kept where a script of a later visit finds it; a reload signs in again by itself", async () => {
  const { page } = await open("#/errors");
  await heading(page).waitFor();

  expect(await kept(page)).not.toMatch(/eyJ|token|verifier/);

  await page.reload();
  await heading(page).waitFor();
  expect(provider.asked).toEqual(["authorize", "code", "authorize", "code"]);
});

test("a token that is about to end is renewed before it is used, and nobody is asked anything", async () => {
  provider.lifetime = 30;
  const { page, complaints } = await open("#/errors");

  await page.getByText("Adatum").first().waitFor();

  expect(provider.asked).toEqual(["authorize", "code", "refresh"]);
  expect(complaints()).toEqual([]);
});

test("whoever may not be renewed signs in again, and comes back to the same page", async () => {
  provider.lifetime = 30;
  provider.renewedLifetime = 30;
  const { page } = await open("");
  await heading(page).waitFor();
  provider.forget();
  provider.lifetime = 3600;

  await page.goto(`${gateway.url}/#/errors`);

  await page.getByText("Adatum").first().waitFor();
  expect(provider.asked.filter((each) => each === "authorize")).toHaveLength(2);
  expect(page.url()).toBe(`${gateway.url}/#/errors`);
});

test("what the issuer says to somebody it does not let in is shown, and nothing goes round in circles", async () => {
  provider.account = undefined;
  const { page, complaints } = await open("#/errors");

  await page.getByText("Ida has no account here.").waitFor();

  expect(provider.asked).toEqual(["authorize"]);
  expect(await axeViolations(page)).toEqual([]);
  expect(complaints()).toEqual([]);

  provider.account = ida;
  await page.getByRole("button", { name: "Sign in again" }).click();
  await heading(page).filter({ hasText: "Coupled Data Synchronization Errors" }).waitFor();
});

test.each([
  ["Tandem.Read", false],
  ["Tandem.Resolve", true],
])("whoever has the role %s may press Retry All: %s", async (role, isEnabled) => {
  provider.account = { ...ida, roles: [role] };
  const { page } = await open("#/errors");
  await page.getByText("Adatum").first().waitFor();

  const button = page.getByRole("button", { name: "Retry All" });

  expect(await button.isEnabled()).toBe(isEnabled);
});

test.each([
  ["Tandem.Resolve", false],
  ["Tandem.Admin", true],
])(
  "whoever has the role %s may edit a table mapping: %s, and is told why not",
  async (role, may) => {
    provider.account = { ...ida, roles: [role] };
    const { page } = await open("#/mappings");
    await page.getByRole("row", { name: "Customer" }).click({ position: { x: 60, y: 10 } });

    const button = page.getByRole("button", { name: "Edit" });

    expect(await button.isEnabled()).toBe(may);
    expect(await button.getAttribute("title")).toBe(
      may ? null : "This needs the role Tandem.Admin.",
    );
  },
);

test("somebody without a role is told so, and can sign in as somebody else", async () => {
  provider.account = { ...ida, roles: [] };
  const { page } = await open("");

  await heading(page).filter({ hasText: "You may not use Tandem yet" }).waitFor();

  await page.getByRole("button", { name: "Sign in as somebody else" }).click();
  await expect.poll(() => provider.asked).toContain("logout");
});

test("an issuer that does not answer is named as the cause", async () => {
  await provider.stop();
  const { page } = await open("");

  await heading(page).filter({ hasText: "Signing in does not work at the moment" }).waitFor();
});

test("an answer that this browser did not ask for is not taken", async () => {
  const { page } = await open("?code=stolen&state=somebody-elses");

  await heading(page).waitFor();

  expect(provider.asked).toEqual(["authorize", "code"]);
  expect(page.url()).not.toContain("stolen");
});

test("signing out ends the session at the issuer", async () => {
  const { page } = await open("#/errors");
  await heading(page).waitFor();

  await page.getByText("ida@example.com").first().click();
  await page.getByText("Sign out").click();

  await expect.poll(() => provider.asked).toContain("logout");
});
