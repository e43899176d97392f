import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { parseTenant, readTenant } from "../../infra/tenant.ts";

const tenants = new URL("../../infra/tenants/", import.meta.url);
const example = () => readTenant(new URL("example.json", tenants));

test.each(readdirSync(tenants))("%s can be used", (file) => {
  const tenant = readTenant(new URL(file, tenants));

  expect(`${tenant.name}.json`).toBe(file);
});

test("what a file leaves out has a default", () => {
  expect(example()).toMatchObject({ mappingsAtOnce: 2, retentionDays: 30, logDays: 30 });
});

test.each([
  ["name", "Example Ltd"],
  ["region", "europe"],
  ["account", "12345"],
  ["businessCentralUrl", "https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0"],
  ["businessCentralUrl", "http://api.example.com/api/v2.0/companies(1)"],
  ["dataverseUrl", "https://example.crm4.dynamics.com/"],
  ["dataverseUrl", "http://example.crm4.dynamics.com"],
  ["tokenUrl", "login.microsoftonline.com"],
  ["signIn.issuer", "http://issuer"],
  ["signIn.audience", []],
  ["alarmEmail", "nobody"],
  ["mappingsAtOnce", 1],
  ["retentionDays", 0],
  ["logDays", 31],
])("%s = %j is refused, and the field is named", (field, value) => {
  const [name = "", inner] = field.split(".");
  const { signIn, ...rest } = example();
  const wrong = inner
    ? { ...rest, signIn: { ...signIn, [inner]: value } }
    : { ...rest, signIn, [name]: value };

  expect(() => parseTenant(wrong, "acme.json")).toThrow(
    new RegExp(`^acme\\.json cannot be used:\n {2}${field}: `),
  );
});

test("a field that is missing is named", () => {
  const { tokenUrl: _left, ...rest } = example();

  expect(() => parseTenant(rest, "acme.json")).toThrow("  tokenUrl: ");
});

test("a field that nobody knows is refused, so that a misspelt one is found", () => {
  expect(() => parseTenant({ ...example(), retentiondays: 7 }, "acme.json")).toThrow(
    "retentiondays",
  );
});
