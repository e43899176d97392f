import { describe, expect, test } from "vitest";
import { idIn, recordIn } from "../../../functions/console/page/couplings/record-in.ts";

const id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const other = "11111111-2222-4333-8444-555555555555";

describe("what a person types to name a record", () => {
  test.each([
    ["the id", id],
    ["the id in capitals and braces, as some tools print it", ` {${id.toUpperCase()}} `],
    [
      "the address of a row's form",
      `https://acme.crm4.dynamics.com/main.aspx?appid=${other}&pagetype=entityrecord&etn=account&id=${id}`,
    ],
    [
      "the same with braces, encoded",
      `https://acme.crm4.dynamics.com/main.aspx?etn=account&id=%7b${id}%7d&x=1`,
    ],
    [
      "the console's link into Business Central",
      `https://businesscentral.dynamics.com/${other}/Production?page=21&filter=${encodeURIComponent(`'Customer'.SystemId IS '${id}'`)}`,
    ],
    [
      "the address of a record in an app's API",
      `https://api.businesscentral.dynamics.com/v2.0/companies(${other})/customers(${id})?$select=number`,
    ],
  ])("%s is its id", (_, text) => {
    expect(recordIn(text)).toEqual({ id });
    expect(idIn(text)).toBe(id);
  });

  test.each(["C00010", "  Adatum Corporation ", "100 % Bio", `${id}0`])(
    "%s is what it is called",
    (text) => {
      expect(recordIn(text)).toEqual({ called: text.trim() });
      expect(idIn(text)).toBeUndefined();
    },
  );

  test.each([
    "",
    "   ",
    "https://acme.crm4.dynamics.com/",
    `https://businesscentral.dynamics.com/${other}/Production?page=21&bookmark=27_BgAAAA`,
    `https://acme.crm4.dynamics.com/main.aspx?appid=${other}&pagetype=entitylist`,
    "https://acme.crm4.dynamics.com/main.aspx?id=%",
  ])("%s names no record", (text) => {
    expect(recordIn(text)).toBeUndefined();
    expect(idIn(text)).toBeUndefined();
  });
});
