import { expect, test } from "vitest";
import { entityOf, selectionOf } from "../../../lib/domain/conversion/selection.ts";
import type { Entity } from "../../../lib/domain/mapping/entity.ts";
import { Condition } from "../../../lib/domain/mapping/mapping.ts";
import { aField, aTable } from "../a-field.ts";

const businessCentral = { entity: "customers", key: "number", title: "displayName" };
const dataverse = { set: "accounts", table: "account", id: "accountid", title: "name" };
const filter = [{ column: "blocked", is: "blank" }];

test("M3 of Business Central are read the fields, the filter's column, key and title, but not twice", () => {
  const names = aField("text", {
    name: "names",
    businessCentral: { columns: ["displayName", "displayName2"] },
  });
  const mapping = aTable([aField("guid", { businessCentral: { column: "id" } }), names], {
    businessCentral: { ...businessCentral, api: "tandem/sales/v1.0", filter },
  });

  expect(entityOf(mapping, "businessCentral")).toEqual({
    mapping: "CUSTOMER",
    set: "customers",
    api: "tandem/sales/v1.0",
    id: "id",
    changeTracking: false,
    columns: ["blocked", "displayName", "displayName2", "number"],
    filter,
  });
  expect(entityOf(aTable([aField("text")]), "businessCentral")).not.toHaveProperty("api");
});

test("M3 of Dataverse are read the fields, the filter's column and title, and what tells of merges", () => {
  const of = (more: Readonly<Record<string, unknown>>) =>
    entityOf(aTable([aField("text")], { dataverse: { ...dataverse, ...more } }), "dataverse");

  expect(of({ filter, changeTracking: false })).toEqual({
    mapping: "CUSTOMER",
    set: "accounts",
    id: "accountid",
    changeTracking: false,
    columns: ["blocked", "dv", "name"],
    filter,
  });
  expect(of({ mergeable: true })).toMatchObject({
    changeTracking: true,
    columns: ["_masterid_value", "dv", "merged", "name"],
  });
});

test("M3 the fingerprint of a selection stays as it is over versions, or all cursors were lost", () => {
  const mapping = aTable([aField("text")], { businessCentral: { ...businessCentral, filter } });

  expect(selectionOf(entityOf(mapping, "businessCentral"))).toBe("eiehwzre6z5j");
});

test("M3 it is another one for each part of what is read, and each order of it", () => {
  const entity: Entity = entityOf(aTable([aField("text")]), "dataverse");
  const others: readonly Entity[] = [
    entity,
    { ...entity, set: "contacts" },
    { ...entity, api: "tandem/sales/v1.0" },
    { ...entity, id: "contactid" },
    { ...entity, columns: ["dv"] },
    { ...entity, columns: ["name", "dv"] },
    { ...entity, filter: filter.map((condition) => Condition.parse(condition)) },
  ];

  expect(new Set(others.map(selectionOf)).size).toBe(others.length);
  expect(selectionOf({ ...entity, changeTracking: false })).toBe(selectionOf(entity));
});
