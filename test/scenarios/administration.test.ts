import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { defaultMappings } from "../../lib/domain/mapping/default-mappings/default-mappings.ts";
import { salespeople } from "../../lib/domain/mapping/default-mappings/salespeople.ts";
import { fieldFlowsTo } from "../../lib/domain/mapping/field-flow.ts";
import { directions, type Side } from "../../lib/domain/side.ts";
import { JobShape } from "../../lib/runtime/http/shapes/job.ts";
import { pageOf } from "../../lib/runtime/http/shapes/page.ts";
import { read } from "../functions/api/api-world.ts";
import { startWorld } from "../world/world.ts";
import { customersOf, present } from "./customers.ts";
import { idsOf, startPeople } from "./people.ts";

const world = await startWorld({ mappings: defaultMappings });
const people = await startPeople(world);
afterAll(async () => {
  await people.stop();
  await world.stop();
});

const Named = z.object({ items: z.array(z.object({ name: z.string() })) });
const mappingNames = async () =>
  Named.parse((await people.ask("GET /v1/mappings?limit=500")).body).items.map(({ name }) => name);

describe("O: mappings", () => {
  test("O254 ☠ to synchronize chosen records no mapping is copied for the time being: the list of mappings is the same while such a job is open", async () => {
    const on = await customersOf(world, "O254");
    const adatum = await on.pair("Adatum");
    const before = await mappingNames();

    const { status } = await people.ask(
      "POST /v1/couplings/actions/synchronize",
      idsOf([await people.couplingOf(on, adatum)]),
    );

    expect(status).toBe(202);
    expect(await mappingNames()).toEqual(before);
    await world.workOff();
    expect(await mappingNames()).toEqual(before);
  });

  test("O256 the job log of one of two mappings has its jobs only, newest first", async () => {
    const on = await customersOf(world, "O256");
    const other = await customersOf(world, "O256B");
    const started: string[] = [];
    for (const each of [on, other, on, other, on]) {
      world.pass(1);
      const { id } = await people.job(`POST /v1/mappings/${each.mapping.name}/actions/synchronize`);
      if (each === on) started.unshift(id);
    }

    const { items } = read(pageOf(JobShape), await people.ask("GET /v1/jobs?mapping=O256"));

    expect(items.map(({ id }) => id)).toEqual(started);
  });

  test("O257 of two mappings one is deleted: its field mappings go with it, the other keeps all of its own", async () => {
    await customersOf(world, "O257");
    await customersOf(world, "O257B");
    const { body: kept } = await people.ask("GET /v1/mappings/O257B");

    const whatever = { "if-match": "*" };
    const deleted = await people.ask("DELETE /v1/mappings/O257", undefined, whatever);

    expect(deleted.body).toEqual({ outcome: "removed", name: "O257" });

    expect((await people.ask("GET /v1/mappings/O257")).status).toBe(404);
    expect((await people.ask("GET /v1/mappings/O257B")).body).toEqual(kept);
  });

  test("O259 a shipped mapping that was changed is put back with its default fields, and there are as many mappings as before", async () => {
    const before = await mappingNames();
    const path = "/v1/mappings/SALESPEOPLE";
    const shipped = await people.ask(`GET ${path}`);
    const changed = await people.ask(
      `PUT ${path}`,
      { ...salespeople, fields: salespeople.fields.slice(0, 2) },
      { "if-match": shipped.headers.get("etag") ?? "" },
    );
    expect(changed.body).not.toEqual(shipped.body);

    const { status } = await people.ask(`DELETE ${path}`, undefined, {
      "if-match": changed.headers.get("etag") ?? "",
    });

    expect(status).toBe(200);
    expect((await people.ask(`GET ${path}`)).body).toEqual(shipped.body);
    expect(await mappingNames()).toEqual(before);
  });

  test.each(directions.flatMap((table) => directions.map((field) => [table, field] as const)))(
    "O260 a table mapping %s with a field %s: the field is carried only where both allow it",
    async (table, field) => {
      const mapping = {
        ...salespeople,
        direction: table,
        fields: salespeople.fields.map((each) => ({ ...each, direction: field })),
      };
      const first = present(mapping.fields[0], "a field");
      const allows = (direction: string, side: Side): boolean =>
        direction === "bidirectional" ||
        direction === (side === "dataverse" ? "toDataverse" : "toBusinessCentral");
      for (const side of ["businessCentral", "dataverse"] as const) {
        expect(fieldFlowsTo(mapping, first, side)).toBe(allows(table, side) && allows(field, side));
      }
    },
  );

  test("O262 ☠ directions and filters of the shipped mappings are Business Central's, but for its company id, which is not kept on records", () => {
    const table = defaultMappings.map(({ name, direction, onlyCoupled, ...sides }) => ({
      name,
      direction,
      onlyCoupled,
      businessCentral: sides.businessCentral.filter.map(inWords),
      dataverse: sides.dataverse.filter.map(inWords),
    }));
    expect(table).toEqual([
      {
        name: "SALESPEOPLE",
        direction: "toBusinessCentral",
        onlyCoupled: true,
        businessCentral: [],
        dataverse: [
          "isdisabled equal false",
          "islicensed equal true",
          "isintegrationuser equal false",
        ],
      },
      {
        name: "CURRENCY",
        direction: "toDataverse",
        onlyCoupled: true,
        businessCentral: [],
        dataverse: [],
      },
      {
        name: "CUSTOMER",
        direction: "bidirectional",
        onlyCoupled: true,
        businessCentral: ["blocked equal _x0020_"],
        dataverse: ["statecode equal 0", "customertypecode equal 3"],
      },
      {
        name: "CONTACT",
        direction: "bidirectional",
        onlyCoupled: true,
        businessCentral: ["type equal Person"],
        dataverse: ["statecode equal 0"],
      },
      {
        name: "ITEM-PRODUCT",
        direction: "bidirectional",
        onlyCoupled: true,
        businessCentral: ["blocked equal false"],
        dataverse: ["producttypecode equal 1", "statecode notEqual 1"],
      },
    ]);
  });
});

const inWords = ({ column, is, value }: { column: string; is: string; value?: unknown }): string =>
  `${column} ${is} ${String(value)}`;
