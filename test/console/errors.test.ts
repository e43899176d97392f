import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorKinds } from "../../lib/domain/error/error-item.ts";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { allListed, holdSchedules, type Listed, oneOf, rowOf, titleOf } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole();
  await holdSchedules(tandem.system);
}, 90_000);
afterAll(() => tandem.stop());

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Beside the links, which lead into the apps. */
const select = (page: Page, item: Listed) =>
  rowOf(page, item).click({ position: { x: 60, y: 10 } });

const dialog = (page: Page) => page.getByRole("dialog");

/** Waits for a message above the page. */
const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

const isListed = async ({ id }: Listed): Promise<boolean> =>
  (await allListed(tandem.system)).some((item) => item.id === id);

const isGone = async (item: Listed): Promise<void> => {
  await expect.poll(() => isListed(item)).toBe(false);
};

const valueOf = async (item: Listed): Promise<unknown> =>
  (await tandem.system.businessCentral.get("customers", item.businessCentral.id ?? ""))["email"];

describe("Coupled Data Synchronization Errors", () => {
  test("lists each kind of trouble, with links into both apps, and tells what to do", async () => {
    const { page, complaints, close } = await tandem.open("#/errors");
    const items = await allListed(tandem.system);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(errorKinds));

    for (const item of items) await rowOf(page, item).waitFor();
    const conflict = await oneOf(tandem.system, "updateConflict");
    const links = rowOf(page, conflict).getByRole("link", { name: titleOf(conflict) });

    expect(await links.count()).toBe(2);
    expect(await links.first().getAttribute("href")).toContain(conflict.businessCentral.id);
    expect(await links.last().getAttribute("href")).toContain(conflict.dataverse.id);
    await select(page, conflict);
    await page.getByRole("complementary").getByText("Choose Synchronize and decide").waitFor();
    expect(complaints()).toEqual([]);
    await close();
  });

  test("actions are enabled as the chosen rows allow them", async () => {
    const { page, close } = await tandem.open("#/errors");
    const conflict = await oneOf(tandem.system, "updateConflict");
    const deleted = await oneOf(tandem.system, "deletedInDataverse");
    const isEnabled = (name: string) => page.getByRole("button", { name, exact: true }).isEnabled();

    await rowOf(page, conflict).getByRole("checkbox").check();
    expect([await isEnabled("Synchronize"), await isEnabled("Restore Records")]).toEqual([
      true,
      false,
    ]);
    await rowOf(page, deleted).getByRole("checkbox").check();
    expect([await isEnabled("Synchronize"), await isEnabled("Restore Records")]).toEqual([
      false,
      false,
    ]);
    await rowOf(page, conflict).getByRole("checkbox").uncheck();
    expect([await isEnabled("Synchronize"), await isEnabled("Restore Records")]).toEqual([
      false,
      true,
    ]);
    await close();
  });

  test("filters and searches, and keeps that in the address", async () => {
    const { page, close } = await tandem.open("#/errors");
    const conflict = await oneOf(tandem.system, "updateConflict");
    const rejected = await oneOf(tandem.system, "rejected");
    await rowOf(page, rejected).waitFor();

    await page.getByLabel("What happened").selectOption("updateConflict");
    await rowOf(page, conflict).waitFor();
    await rowOf(page, rejected).waitFor({ state: "detached" });
    await press(page, "Clear filters");
    await page.getByRole("searchbox", { name: "Search" }).fill(titleOf(rejected).slice(0, 6));
    await page.waitForURL(/search=/);
    await rowOf(page, conflict).waitFor({ state: "detached" });
    await rowOf(page, rejected).waitFor();

    await page.reload();
    await rowOf(page, rejected).waitFor();
    expect(await rowOf(page, conflict).count()).toBe(0);
    await close();
  });

  test("says who looks after an error, and what is known of it", async () => {
    const { page, close } = await tandem.open("#/errors");
    const rejected = await oneOf(tandem.system, "rejected");

    await select(page, rejected);
    await press(page, "Assign / Note");
    await dialog(page).getByLabel("Assigned to").fill("Renee Lo");
    await dialog(page).getByLabel("Note", { exact: true }).fill("<b>Ask the reception</b>");
    await press(page, "Save");

    await told(page, "The note is saved");
    await page.getByRole("complementary").getByText("<b>Ask the reception</b>").first().waitFor();
    expect((await oneOf(tandem.system, "rejected")).assignee).toBe("Renee Lo");
    await close();
  });
});

describe("resolving by hand", () => {
  test("a conflict, field by field, with the result before it is confirmed", async () => {
    const { page, complaints, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "updateConflict");

    await select(page, item);
    await press(page, "Synchronize");
    const choices = dialog(page).getByRole("radio", { name: /^Data for .*: Dataverse/ });
    await choices.first().waitFor();
    expect(await dialog(page).getByRole("button", { name: "Synchronize" }).isEnabled()).toBe(false);
    for (const choice of await choices.all()) await choice.check();
    await dialog(page).getByText("1 record will be changed").waitFor();
    await dialog(page).getByRole("button", { name: "Synchronize" }).click();

    await told(page, "Synchronize is done");
    await rowOf(page, item).waitFor({ state: "detached" });
    expect(await isListed(item)).toBe(false);
    const account = await tandem.system.dataverse.get("accounts", item.dataverse.id ?? "");
    expect(await valueOf(item)).toBe(account["emailaddress1"]);
    expect(complaints()).toEqual([]);
    await close();
  });

  test("a conflict that changed meanwhile: shows the new comparison and overwrites nothing", async () => {
    const { page, complaints, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "updateConflict");

    await select(page, item);
    await press(page, "Synchronize");
    await dialog(page).getByRole("radio", { name: "Get data from Dataverse" }).check();
    await dialog(page).getByText("1 record will be changed").waitFor();
    await tandem.system.businessCentral.change("customers", item.businessCentral.id ?? "", {
      email: "changed.meanwhile@example.com",
    });
    await dialog(page).getByRole("button", { name: "Synchronize" }).click();

    await dialog(page).getByText("The data changed meanwhile").waitFor();
    await dialog(page)
      .getByRole("radio", { name: /Business Central, changed.meanwhile@example.com/ })
      .waitFor();
    expect(await valueOf(item)).toBe("changed.meanwhile@example.com");
    await dialog(page).getByRole("radio", { name: "Send data from Business Central" }).check();
    await dialog(page).getByRole("button", { name: "Synchronize" }).click();
    await told(page, "Synchronize is done");
    await isGone(item);
    const account = await tandem.system.dataverse.get("accounts", item.dataverse.id ?? "");
    expect(account["emailaddress1"]).toBe("changed.meanwhile@example.com");
    // The browser itself tells of the answer that refused.
    expect(complaints().filter((line) => !line.includes("409"))).toEqual([]);
    await close();
  });

  test("a record that Dataverse lost: restored there", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "deletedInDataverse");

    await select(page, item);
    await press(page, "Restore Records");
    await dialog(page).getByText("1 record will be created").waitFor();
    await dialog(page).getByRole("button", { name: "Restore" }).click();

    await told(page, "Restore Records is done");
    await isGone(item);
    const contacts = await tandem.system.dataverse.list("contacts");
    expect(contacts.map(({ fullname }) => fullname)).toContain(titleOf(item));
    await close();
  });

  test("a record that Business Central lost: deleted in Dataverse too", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "deletedInBusinessCentral");

    await select(page, item);
    await press(page, "Delete Records");
    await dialog(page).getByText("1 record will be deleted").waitFor();
    await dialog(page).getByRole("button", { name: "Delete" }).click();

    await told(page, "Delete Records is done");
    await isGone(item);
    const path = `contacts(${item.dataverse.id ?? ""})`;
    expect((await tandem.system.dataverse.request("GET", path)).status).toBe(404);
    await close();
  });

  test("records that are gone and nobody told of: found, and one is uncoupled", async () => {
    const { page, close } = await tandem.open("#/errors");

    await press(page, "Find for Deleted");
    await press(page, "Find");
    await told(page, "1 deleted record found and listed");
    const item = await oneOf(tandem.system, "deletedInBusinessCentral");
    await select(page, item);
    await press(page, "Remove Coupling");
    await dialog(page).getByText("the records stay").first().waitFor();
    await dialog(page).getByRole("button", { name: "Remove" }).click();

    await told(page, "Remove Coupling is done");
    await isGone(item);
    const path = `contacts(${item.dataverse.id ?? ""})`;
    expect((await tandem.system.dataverse.request("GET", path)).status).toBe(200);
    await close();
  });

  test("a value that was not accepted: corrected in its app, and tried again", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "rejected");
    await tandem.system.dataverse.change("accounts", item.dataverse.id ?? "", {
      emailaddress1: "reception@example.com",
    });

    await select(page, item);
    await press(page, "Retry");
    await told(page, "1 record is part of the next synchronization");
    await rowOf(page, item).getByText("Next run").waitFor();
    await tandem.system.ask("POST", `/v1/mappings/${item.mapping}/actions/synchronize`, {});

    await isGone(item);
    await press(page, "Refresh");
    await rowOf(page, item).waitFor({ state: "detached" });
    expect(await valueOf(item)).toBe("reception@example.com");
    await close();
  });

  test("a record that waits for another: synchronized with Business Central's data", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "dependencyMissing");

    await select(page, item);
    await press(page, "Synchronize");
    await dialog(page).getByRole("radio", { name: "Send data from Business Central" }).check();
    await dialog(page).getByText("1 record will be changed").waitFor();
    await dialog(page).getByRole("button", { name: "Synchronize" }).click();

    await told(page, "Synchronize is done");
    await isGone(item);
    await close();
  });

  test("in bulk: everything is tried again once the apps take it, with what was left out and why", async () => {
    const { page, close } = await tandem.open("#/errors");
    const gone = await Promise.all(
      ["locked", "unavailable", "notPermitted"].map((kind) => oneOf(tandem.system, kind)),
    );
    const unclear = await oneOf(tandem.system, "ambiguousMatch");
    const { businessCentral, dataverse } = tandem.system.addresses;
    for (const app of [businessCentral, dataverse]) {
      await fetch(new URL("/sandbox/faults", app), { method: "DELETE" });
    }

    await press(page, "Retry All");
    await press(page, "What would happen?");
    await dialog(page).getByText("1 record will be changed").first().waitFor();
    await dialog(page).getByRole("button", { name: "Retry", exact: true }).click();

    await told(page, /^Retry is done/);
    for (const item of gone) await rowOf(page, item).waitFor({ state: "detached" });
    expect((await allListed(tandem.system)).map(({ id }) => id)).toEqual([unclear.id]);
    await close();
  });

  test("a record whose counterpart was merged away: coupled by hand with the one that survived", async () => {
    const { page, close } = await tandem.open("#/errors");
    const item = await oneOf(tandem.system, "ambiguousMatch");
    const [survivor = ""] = item.candidates ?? [];
    await tandem.system.dataverse.change("accounts", survivor, { customertypecode: 3 });

    await select(page, item);
    await press(page, "Set Up Coupling");
    await page.getByRole("heading", { name: "Set Up Coupling" }).waitFor();
    expect(await dialog(page).getByLabel("Name in Dataverse").inputValue()).toBe(survivor);
    await dialog(page).getByLabel("Initial data").selectOption("businessCentral");
    await dialog(page).getByRole("button", { name: "Couple", exact: true }).click();

    await told(page, "Set Up Coupling is done");
    await isGone(item);
    await close();
  });
});
