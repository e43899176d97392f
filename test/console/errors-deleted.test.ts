import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Coupling, listOf } from "../end-to-end/api-answers.ts";
import { type ConsoleSystem, startConsole } from "./console-system.ts";
import { allListed, holdSchedules, type Listed, rowOf, titleOf } from "./listed.ts";

let tandem: ConsoleSystem;

beforeAll(async () => {
  tandem = await startConsole({ TANDEM_DEMO: "off" });
  await holdSchedules(tandem.system);
  const [first, second, third, fourth] = await listOf(
    tandem.system,
    "/v1/couplings?mapping=CONTACT",
    Coupling,
  );
  const { businessCentral, dataverse } = tandem.system;
  for (const pair of [first, second]) {
    await businessCentral.remove("contacts", pair?.businessCentralId ?? "");
  }
  for (const pair of [third, fourth]) await dataverse.remove("contacts", pair?.dataverseId ?? "");
}, 90_000);
afterAll(() => tandem.stop());

const kinds = ["deletedInBusinessCentral", "deletedInDataverse"];

/** One of each kind. */
const oneEach = async (): Promise<readonly Listed[]> => {
  const listed = await allListed(tandem.system);
  return kinds.flatMap((kind) => listed.filter((item) => item.kind === kind).slice(0, 1));
};

const namesIn = async (app: "businessCentral" | "dataverse"): Promise<readonly unknown[]> => {
  const people = await tandem.system[app].list("contacts");
  return people.map((person) => person["displayName"] ?? person["fullname"]);
};

describe("records that either app lost", { timeout: 60_000 }, () => {
  test("are found, restored both ways in one go, and deleted both ways in one go", async () => {
    const { page, complaints, close } = await tandem.open("#/errors");
    await page.getByRole("button", { name: "Find for Deleted", exact: true }).click();
    await page.getByRole("button", { name: "Find", exact: true }).click();
    await page.getByText("4 rows").waitFor();

    const restored = await oneEach();
    for (const item of restored) await rowOf(page, item).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Restore Records" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This is about 2 records.").waitFor();
    expect(await dialog.getByText("1 record will be created").count()).toBe(2);
    await dialog.getByRole("button", { name: "Restore" }).click();
    await page.getByText("Restore Records is done").waitFor();
    await page.getByText("2 rows").waitFor();
    for (const item of restored) {
      expect(await namesIn("businessCentral")).toContain(titleOf(item));
      expect(await namesIn("dataverse")).toContain(titleOf(item));
    }

    const deleted = await oneEach();
    for (const item of deleted) await rowOf(page, item).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete Records" }).click();
    await dialog.getByText("This is about 2 records.").waitFor();
    expect(await dialog.getByText("1 record will be deleted").count()).toBe(2);
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page.getByText("Delete Records is done").waitFor();
    await page.getByText("Everything is in step.").waitFor();
    const statuses = await Promise.all(
      deleted.map(async ({ businessCentral, dataverse }) => {
        const path = `contacts(${businessCentral.id ?? ""})`;
        const other = `contacts(${dataverse.id ?? ""})`;
        return [
          (await tandem.system.businessCentral.request("GET", path)).status,
          (await tandem.system.dataverse.request("GET", other)).status,
        ];
      }),
    );
    expect(statuses).toEqual([
      [404, 404],
      [404, 404],
    ]);
    expect(complaints()).toEqual([]);
    await close();
  });
});
