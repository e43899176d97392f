import { afterAll, beforeAll, expect, test } from "vitest";
import { synchronize } from "../end-to-end/api-answers.ts";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { allListed } from "./listed.ts";

/** What would run, or look like somebody else's page, if a value were taken for markup, a link or a formula. */
const payloads = [
  "<img src=x onerror=hit()>",
  '"><script>hit()</script>',
  "<svg/onload=hit()>",
  "javascript:hit()",
  "{{hit()}} ${hit()}",
  '=HYPERLINK("http://evil.example")',
  "\u202Egnp.exe",
] as const;

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole({ TANDEM_DEMO: "off", TANDEM_SCHEDULE: "off", TANDEM_SEED: "0" });
  const { system } = tandem;
  for (const payload of payloads) {
    await system.businessCentral.create("customers", { displayName: payload, city: "Oslo" });
    await system.dataverse.create("accounts", {
      name: `${payload} ${"long ".repeat(25)}`,
      customertypecode: 3,
    });
  }
  await synchronize(system, "CUSTOMER");
}, 120_000);
afterAll(() => tandem.stop());

test("FM29 values of records are shown as the text they are in the list and its details, and nothing of them runs", async () => {
  const listed = await allListed(tandem.system);
  expect(listed).toHaveLength(payloads.length);
  const { page, complaints, close } = await tandem.open("#/errors");
  let hits = 0;
  await page.exposeFunction("hit", () => {
    hits += 1;
  });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));

  for (const item of listed) {
    const title = item.dataverse.title ?? "";
    const row = page.getByRole("row").filter({ hasText: title.trim() });
    await row.waitFor();
    await row.click({ position: { x: 60, y: 10 } });
    await page.getByRole("complementary").getByText(title.trim()).first().waitFor();
  }
  const links = await page
    .locator("a")
    .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));

  expect(links.filter((href) => !/^(#|https?:\/\/127\.0\.0\.1)/.test(href))).toEqual([]);
  expect(await page.locator("img[src=x], script:not([src]), svg[onload]").count()).toBe(0);
  expect(new Set(asked)).toEqual(new Set([new URL(tandem.system.addresses.api).origin]));
  expect(hits).toBe(0);
  expect(complaints()).toEqual([]);
  await close();
}, 60_000);
