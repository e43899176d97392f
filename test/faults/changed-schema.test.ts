import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Transport } from "../../lib/connector/http/transport.ts";
import { FieldMapping } from "../../lib/domain/mapping/mapping.ts";
import { type Side, sides } from "../../lib/domain/side.ts";
import { type Customers, customersOf, type Pair } from "../scenarios/customers.ts";
import { customer } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";
import { endOf, expectInStep, heldBy, nameOf, writesSent } from "./watch.ts";

/** What an app's administrator does to a column: what we ask, or what we are answered, changes. */
interface Change {
  readonly asked?: (text: string) => string;
  readonly answered?: (text: string) => string;
}

let change: Change | undefined;
const changing =
  (real: Transport): Transport =>
  async (request) => {
    if (change === undefined) return real(request);
    const { asked = same, answered = same } = change;
    const body = request.body === undefined ? undefined : asked(request.body);
    const answer = await real({ ...request, url: asked(request.url), body });
    return "error" in answer ? answer : { ...answer, text: answered(answer.text) };
  };
const same = (text: string): string => text;

const world = await startWorld({ mappings: [], transport: changing });
afterAll(() => world.stop());
afterEach(() => {
  change = undefined;
});

const columns = { businessCentral: "phoneNumber", dataverse: "telephone1" } as const;
const everywhere = (from: string, to: string) => (text: string) => text.replaceAll(from, to);

const changes: Readonly<Record<string, (side: Side) => Change>> = {
  // We ask for a name that is not there any more; the app answers in its own words.
  "was removed": (side) => ({ asked: everywhere(columns[side], `${columns[side]}x`) }),
  "holds numbers now": (side) => ({
    answered: (text) =>
      text.replaceAll(
        new RegExp(`"${columns[side]}":(?:null|"[^"]*")`, "g"),
        `"${columns[side]}":5`,
      ),
  }),
};

async function withNews(number: string): Promise<{ on: Customers; pairs: readonly Pair[] }> {
  const on = await customersOf(world, number);
  const pairs = await on.pairs(["Adatum", "Fabrikam", "Contoso"], { phoneNumber: "1" });
  for (const pair of pairs) {
    await on.edit(pair, "businessCentral", { city: "Oslo" });
    await on.edit(pair, "dataverse", { emailaddress1: "a@b.no" });
  }
  return { on, pairs };
}

describe.each(sides)("FM15 a mapped column of %s changes while it is in use", (side) => {
  test.each(Object.keys(changes))(
    "it %s: one message of the mapping that names it, nothing written, nothing listed",
    async (what) => {
      const { on } = await withNews(nameOf(side, Object.keys(changes).indexOf(what)));
      const { cursors } = await on.state();
      const before = await heldBy(world, on);
      change = changes[what]?.(side);
      world.calls.reset();
      const job = await on.run();
      expect(job.state).toBe("failed");
      expect(job.message).toContain(columns[side]);
      expect(writesSent(world)).toBe(0);
      expect(await on.errors()).toEqual([]);
      expect((await on.state()).cursors).toEqual(cursors);
      change = undefined;
      expect(await heldBy(world, on)).toEqual(before);

      expect(endOf(await on.run())).toBe("completed");
      await expectInStep(world, on, 3);
    },
  );
});

test("FM15 a column of Business Central is shorter than its mapping says: the value is listed, and never cut", async () => {
  const fields = customer.fields.map((field) =>
    field.kind === "text" && field.name === "city"
      ? { ...field, businessCentral: { column: "city", maxLength: 80 } }
      : field,
  );
  const on = await customersOf(world, "SHORT", { fields });
  const pair = await on.pair("Adatum", { city: "Oslo" });
  const city = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
  await on.edit(pair, "dataverse", { address1_city: city });
  await on.run();
  expect(await on.errors()).toMatchObject([{ kind: "rejected", status: "skipped" }]);
  expect((await on.read(pair)).businessCentral).toMatchObject({ city: "Oslo" });
  expect((await on.read(pair)).dataverse).toMatchObject({ address1_city: city });
});

test("FM18 the same values in another form on either side: nothing is written", async () => {
  const on = await customersOf(world, "FORM");
  await world.businessCentral.create("countriesRegions", { code: "NO", displayName: "Norway" });
  const pair = await on.pair("Adatum", {
    city: "Oslo",
    country: "NO",
    postalCode: "0150",
    creditLimit: 1200.5,
  });
  world.calls.reset();
  await on.edit(pair, "dataverse", {
    address1_country: "no",
    address1_postalcode: " 0150 ",
    telephone1: "",
    creditlimit: 1200.5,
  });
  await on.run();
  await on.edit(pair, "businessCentral", { country: "no", creditLimit: 1200.5, email: "" });
  world.pass(10);
  expect(endOf(await on.run())).toBe("completed");
  await on.run({ kind: "synchronizeAll" });
  expect(writesSent(world)).toBe(0);
  expect(await on.errors()).toEqual([]);
});

describe("FM19 an option that the value map does not name", () => {
  const terms = FieldMapping.parse({
    name: "kind",
    kind: "choice",
    direction: "bidirectional",
    businessCentral: { column: "type" },
    dataverse: { column: "paymenttermscode" },
    values: { Company: 1 },
  });
  const unknown = {
    businessCentral: { type: "Person" },
    dataverse: { paymenttermscode: 2 },
  } as const;
  const known = {
    businessCentral: { type: "Company" },
    dataverse: { paymenttermscode: 1 },
  } as const;

  test.each(sides)(
    "in %s: the pair is listed with the option, and no default is written for it",
    async (side) => {
      const on = await customersOf(world, nameOf("option", side), {
        fields: [...customer.fields, terms],
      });
      const pair = await on.pair("Adatum", { type: "Company" });
      const before = await on.read(pair);
      world.calls.reset();
      await on.edit(pair, side, unknown[side]);
      await on.run();
      await on.run();
      expect(writesSent(world)).toBe(0);
      const [item, ...others] = await on.errors();
      expect(others).toEqual([]);
      expect(item?.message).toContain(side === "dataverse" ? '"2"' : "Person");
      expect(item?.message).toContain("value map");
      const other = side === "dataverse" ? "businessCentral" : "dataverse";
      expect((await on.read(pair))[other]).toEqual(before[other]);

      await on.edit(pair, side, known[side]);
      await on.run();
      expect(await on.errors()).toEqual([]);
    },
  );
});
