import { expect, test } from "vitest";
import { mergedInto } from "../../../lib/domain/mapping/merged-rows.ts";
import type { WireFields } from "../../../lib/domain/record.ts";
import { aField, anId, aTable } from "../a-field.ts";

const dataverse = { set: "accounts", table: "account", id: "accountid", title: "name" };
const mergeable = aTable([aField("text")], { dataverse: { ...dataverse, mergeable: true } });
const survivor = anId(2);
const row = (fields: WireFields) => ({ id: anId(1), version: "1", fields });

test("D30 a row that lost a merge names the one that lives on", () => {
  expect(mergedInto(mergeable, row({ merged: true, _masterid_value: survivor }))).toBe(survivor);
});

test("D30 a row that was not merged stands for itself, whatever it names", () => {
  expect(mergedInto(mergeable, row({ merged: false, _masterid_value: survivor }))).toBeUndefined();
  expect(mergedInto(mergeable, row({ merged: null, _masterid_value: null }))).toBeUndefined();
  expect(mergedInto(mergeable, row({ merged: true, _masterid_value: null }))).toBeUndefined();
});

test("D30 a column that is called so in a table without merges means something else", () => {
  const other = aTable([aField("text")]);

  expect(mergedInto(other, row({ merged: true, _masterid_value: survivor }))).toBeUndefined();
});
