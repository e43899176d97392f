import { expect, test } from "vitest";
import { valueFieldsOf } from "../../../lib/domain/mapping/field-flow.ts";
import { searchColumnOf } from "../../../lib/domain/mapping-checks/match-groups.ts";
import { aField, aTable } from "../a-field.ts";

type Deps = Readonly<Record<string, unknown>>;

const link = {
  mapping: "CONTACT",
  dataverse: { column: "dv", navigation: "nav", set: "contacts" },
};
const transform = [{ kind: "upper" }];

test.each<[string, Deps, string | undefined]>([
  ["text", {}, "dv"],
  ["code", {}, "dv"],
  ["guid", {}, "dv"],
  ["integer", {}, "dv"],
  ["text", { transform }, "dv"],
  ["text", { transform, direction: "toDataverse" }, "dv"],
  ["text", { direction: "toBusinessCentral" }, "dv"],
  ["text", { transform, direction: "toBusinessCentral" }, undefined],
  ["code", { transform, direction: "toBusinessCentral" }, undefined],
  ["text", { dataverse: { columns: ["first", "last"] } }, undefined],
  ["boolean", {}, undefined],
  ["decimal", { scale: 2 }, undefined],
  ["date", {}, undefined],
  ["dateTime", {}, undefined],
  ["choice", { values: { A: 1 } }, undefined],
  ["lookup", link, undefined],
])("K5 Dataverse is searched for a %s of %j by column %s", (kind, more, column) => {
  const [field] = valueFieldsOf(aTable([aField(kind, more)]));

  expect(field && searchColumnOf(field)).toBe(column);
});
