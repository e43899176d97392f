import { expect, test } from "vitest";
import { parseTenant } from "../../infra/tenant.ts";
import { findTenant, readTenant, tenantNames } from "../../infra/tenant-file.ts";
import { exampleTenant } from "./synthesized.ts";

test.each(tenantNames())("%s can be used", (name) => {
  expect(findTenant(name).tenant?.name).toBe(name);
});

test("what a file leaves out has a default", () => {
  expect(exampleTenant()).toMatchObject({
    mappingsAtOnce: 2,
    retentionDays: 30,
    logDays: 30,
    removalPolicy: "retain",
    secretNames: {},
    signIn: { scopes: true },
  });
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
  ["mappingsAtOnce", 6],
  ["signIn.scopes", "yes"],
  ["secretNames.notices", "a secret"],
  ["removalPolicy", "snapshot"],
  ["schedules", { CUSTOMERS: { minutesBetweenRuns: 5 } }],
  ["schedules", { CUSTOMER: { minutesBetweenRuns: 0 } }],
  ["retentionDays", 0],
  ["logDays", 31],
])("%s = %j is refused, and the field is named", (field, value) => {
  const [name = "", inner] = field.split(".");
  const { signIn, secretNames, ...rest } = exampleTenant();
  const parts: Readonly<Record<string, object>> = { signIn, secretNames };
  const wrong = { ...rest, ...parts, [name]: inner ? { ...parts[name], [inner]: value } : value };

  expect(parseTenant(wrong, "acme.json").problem).toMatch(
    new RegExp(`^acme\\.json cannot be used:\n {2}${field}[:.]`),
  );
});

test("a field that is missing is named", () => {
  const { tokenUrl: _left, ...rest } = exampleTenant();

  expect(parseTenant(rest, "acme.json").problem).toContain("  tokenUrl: ");
});

test("a field that nobody knows is refused, so that a misspelt one is found", () => {
  const wrong = { ...exampleTenant(), retentiondays: 7 };

  expect(parseTenant(wrong, "acme.json").problem).toContain("retentiondays");
});

test("a file that is not JSON, and one that names another tenant, are refused", () => {
  expect(readTenant("infra/tenants/acme.json", "{").problem).toMatch(
    /^infra\/tenants\/acme\.json is not JSON: /,
  );
  expect(readTenant("infra/tenants/acme.json", JSON.stringify(exampleTenant())).problem).toMatch(
    /\n {2}name: it is "example"/,
  );
});
