import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { axeViolations, type ConsoleSystem, startConsole } from "./console-system.ts";
import { holdSchedules, oneOf, titleOf } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
  await holdSchedules(tandem.system);
}, 90_000);
afterAll(() => tandem.stop());

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

const dialog = (page: Page) => page.getByRole("dialog");

const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

const Coupling = z.object({
  id: z.string(),
  businessCentralId: z.string(),
  dataverseId: z.string(),
  status: z.string(),
  titles: z.object({ businessCentral: z.string() }),
});
const Couplings = z.object({ items: z.array(Coupling) });
type Coupling = z.infer<typeof Coupling>;

const couplingsBy = async (query: string): Promise<readonly Coupling[]> =>
  Couplings.parse((await tandem.system.ask("GET", `/v1/couplings?${query}`)).body).items;

/** One of customers that nothing is wrong with; each test takes another one. */
async function aPair(number: number): Promise<Coupling> {
  const pair = (await couplingsBy("mapping=CUSTOMER&status=active"))[number];
  if (pair === undefined) throw new Error("There are too few coupled customers");
  return pair;
}

async function numberOf({ businessCentralId }: Coupling): Promise<string> {
  const customer = await tandem.system.businessCentral.get("customers", businessCentralId);
  return String(customer["number"]);
}

/** The account's, as a browser shows it. */
const addressOf = ({ dataverseId }: Coupling): string =>
  `https://acme.crm4.dynamics.com/main.aspx?pagetype=entityrecord&etn=account&id=${dataverseId}`;

/** Finds the pair by its id in Business Central, and looks at it. */
async function lookAt(page: Page, { businessCentralId, titles }: Coupling): Promise<void> {
  await page.getByRole("textbox", { name: "Id in Business Central" }).fill(businessCentralId);
  await page.getByText("1 row", { exact: true }).waitFor();
  await page
    .getByRole("row", { name: titles.businessCentral })
    .click({ position: { x: 60, y: 10 } });
}

describe("Couplings", () => {
  test("are found by title, table and status, and lead into both apps", async () => {
    const { page, complaints, close } = await tandem.open("#/couplings");
    const conflict = await oneOf(tandem.system, "updateConflict");

    await page.getByRole("searchbox", { name: "Title or number" }).fill(titleOf(conflict));
    await page.getByLabel("Table").selectOption("CUSTOMER");
    await page.getByLabel("Status").selectOption("skipped");
    const links = page.getByRole("row").getByRole("link", { name: titleOf(conflict) });
    await links.first().waitFor();
    await page.getByText("1 row", { exact: true }).waitFor();

    expect(await links.first().getAttribute("href")).toContain(conflict.businessCentral.id);
    expect(await links.last().getAttribute("href")).toContain(conflict.dataverse.id);
    await page.getByRole("gridcell", { name: "Customer" }).click();
    await press(page, "Show Error");
    await page.getByRole("heading", { name: "Coupled Data Synchronization Errors" }).waitFor();
    await page.getByRole("row", { name: titleOf(conflict) }).waitFor();
    expect(complaints()).toEqual([]);
    await close();
  });

  test("a pair is uncoupled after its preview, and coupled again by hand", async () => {
    const { page, complaints, close } = await tandem.open("#/couplings");
    const pair = await aPair(0);
    await lookAt(page, pair);

    await press(page, "Delete Coupling");
    await dialog(page).getByText("1 coupling will be removed").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await press(page, "Delete");
    await told(page, "Delete Coupling is done");
    expect(await couplingsBy(`businessCentralId=${pair.businessCentralId}`)).toEqual([]);

    await press(page, "Set Up Coupling");
    await dialog(page).getByLabel("Table").selectOption("CUSTOMER");
    await dialog(page)
      .getByLabel("No. or code in Business Central")
      .fill(await numberOf(pair));
    await dialog(page).getByLabel("Name in Dataverse").fill("https://acme.crm4.dynamics.com/");
    await dialog(page).getByText("This address is not of a record").waitFor();
    await dialog(page).getByLabel("Name in Dataverse").fill(addressOf(pair));
    await dialog(page).getByLabel("Initial data").selectOption("none");
    await press(page, "What would happen?");
    await dialog(page).getByText("1 pair will be coupled").first().waitFor();
    await press(page, "Couple");

    await told(page, "Set Up Coupling is done");
    expect(await couplingsBy(`businessCentralId=${pair.businessCentralId}`)).toMatchObject([
      { dataverseId: pair.dataverseId },
    ]);
    expect(complaints()).toEqual([]);
    await close();
  });

  test("what the API refuses is told in the dialog", async () => {
    const pair = await aPair(1);
    const { page, close } = await tandem.open(
      `#/couplings?couple=1&mapping=CUSTOMER&businessCentralId=${pair.businessCentralId}`,
    );

    await dialog(page).getByLabel("Create a new record in Dataverse").check();
    await press(page, "Couple");

    await dialog(page).getByText("is already coupled").waitFor();
    await close();
  });

  test("a pair is synchronized now, and its log tells what was written with the values before", async () => {
    const { page, complaints, close } = await tandem.open("#/couplings");
    const pair = await aPair(2);
    await tandem.system.businessCentral.change("customers", pair.businessCentralId, {
      phoneNumber: "+420 111 222",
    });
    await lookAt(page, pair);

    await press(page, "Synchronize Now");
    await told(page, "Synchronize Now is done");
    await press(page, "Synchronization Log");

    const log = page.getByRole("list", { name: "Entries" });
    const newest = log.getByRole("listitem").first();
    await newest.getByText("Modified").waitFor();
    await newest.getByText("Phone No.:").waitFor();
    expect(await newest.locator("del").count()).toBe(1);
    expect(await newest.locator("ins").textContent()).toBe("+420 111 222");
    await newest.getByText("asked for by a person").waitFor();
    await log.getByText("Created").first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await newest.getByRole("link", { name: /^Job/ }).click();
    await page.getByRole("row", { name: pair.titles.businessCentral }).first().waitFor();
    expect(complaints()).toEqual([]);
    await close();
  });

  test("the log of a listed error is there too, in Czech on a telephone", async () => {
    const item = await oneOf(tandem.system, "rejected");
    const { page, close } = await tandem.open(`#/log?error=${item.id}`, {
      language: "cs-CZ",
      width: "narrow",
      theme: "dark",
    });

    const log = page.getByRole("list", { name: "Položky" });
    await log.getByText("Selhalo").first().waitFor();
    await page.getByRole("link", { name: "Zobrazit chybu" }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await close();
  });
});
