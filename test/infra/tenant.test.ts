import { expect, test } from "vitest";
import { parseTenant } from "../../infra/tenant/tenant.ts";
import { findTenant, readTenant, tenantNames } from "../../infra/tenant/tenant-file.ts";
import { exampleTenant } from "./synthesized.ts";

const zeros = "00000000-0000-0000-0000-000000000000";

test.each(tenantNames())("%s can be used", (name) => {
  expect(findTenant(name).tenant?.name).toBe(name);
});

test("what a file leaves out has a default", () => {
  expect(exampleTenant()).toMatchObject({
    mappingsAtOnce: 2,
    retentionDays: 30,
    logDays: 30,
    removalPolicy: "retain",
    dashboard: false,
    openAtOnce: 2,
    secretNames: {},
    signIn: { scopes: true },
  });
});

test.each([
  ["name", "Example Ltd"],
  ["region", "europe"],
  ["region", "eu-wst-1"],
  ["account", "12345"],
  ["businessCentralUrl", "https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0"],
  ["businessCentralUrl", "http://api.example.com/api/v2.0/companies(1)"],
  [
    "businessCentralUrl",
    `https://api.businesscentral.dynamics.com/v2.0/common/production/api/v2.0/companies(${zeros})`,
  ],
  ["appSecretEndsOn", "March"],
  ["openAtOnce", 0],
  ["openAtOnce", "all"],
  ["dataverseUrl", "https://example.crm4.dynamics.com/"],
  ["dataverseUrl", "http://example.crm4.dynamics.com"],
  ["tokenUrl", "login.microsoftonline.com"],
  ["tokenUrl", "https://login.microsoftonline.com/x"],
  ["tokenUrl", `https://login.microsoftonline.com/${zeros}/oauth2/token`],
  ["tokenUrl", "https://login.microsoftonline.com/common/oauth2/v2.0/token"],
  ["signIn.issuer", "http://issuer"],
  ["signIn.issuer", "https://sts.windows.net/x/"],
  ["signIn.issuer", `https://sts.windows.net/${zeros}/`],
  ["signIn.issuer", `https://login.microsoftonline.com/${zeros}`],
  ["signIn.issuer", `https://login.microsoftonline.com/${zeros}/v2.0/`],
  ["signIn.issuer", "https://login.microsoftonline.com/common/v2.0"],
  ["signIn.audience", []],
  ["signIn.audience", [""]],
  ["signIn.audience", [`api://${zeros}`]],
  ["signIn.consoleClientId", "xyz"],
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

const said = (changes: object): string | undefined =>
  parseTenant({ ...exampleTenant(), ...changes }, "acme.json")
    .problem?.split("\n")
    .at(-1);

test.each([
  [{ tokenUrl: undefined }, "tokenUrl: This is required: an https address without a query."],
  [{ account: 123456789012 }, "account: This must be the account's twelve digits, in quotes."],
  [{ mappingsAtOnce: 9 }, "mappingsAtOnce: This must be a whole number from 2 to 5."],
  [{ logDays: 31 }, "logDays: This must be one of: 7, 14, 30, 60, 90, 180, 365."],
  [{ alarmEmail: "nobody" }, "alarmEmail: This must be one mail address."],
  [{ signIn: undefined }, "signIn: This is required."],
  [
    { schedules: { CUSTOMERS: { minutesBetweenRuns: 5 } } },
    'schedules: There is no "CUSTOMERS" here. There are: SALESPEOPLE, CURRENCY, CUSTOMER, CONTACT, ITEM-PRODUCT.',
  ],
  [
    { schedules: { CUSTOMER: { minutesBetweenRuns: 1.5 } } },
    "schedules.CUSTOMER.minutesBetweenRuns: This must be a whole number.",
  ],
  [
    { secretNames: { notice: "tandem/notice" } },
    'secretNames: There is no "notice" here. There are: appCredentials, notices.',
  ],
  [
    { signIn: { ...exampleTenant().signIn, consoleClientId: "xyz" } },
    "signIn.consoleClientId: This must be an Application (client) ID of Entra ID, a GUID, without api:// before it.",
  ],
])("%j is answered in plain words, with what belongs there", (changes, line) => {
  expect(said(changes)).toBe(`  ${line}`);
});

test("a misspelt field is told the names that there are", () => {
  expect(said({ retentiondays: 7 })).toMatch(
    /^ {2}the file: There is no "retentiondays" here\. There are: name, account, .*, retentionDays, logDays\.$/,
  );
});

test.each([
  {
    tokenUrl: "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token",
    signIn: { issuer: "https://example.eu.auth0.com/", audience: ["tandem"], consoleClientId: "c" },
  },
  {
    tokenUrl: `https://login.partner.microsoftonline.cn/${zeros}/oauth2/v2.0/token`,
    signIn: {
      issuer: `https://login.partner.microsoftonline.cn/${zeros}/v2.0`,
      audience: [zeros, zeros],
    },
  },
])("another issuer, a directory's domain and other clouds can be named: %j", (changes) => {
  expect(said(changes)).toBeUndefined();
});

test("a file that is not JSON, and one that names another tenant, are refused", () => {
  expect(readTenant("infra/tenants/acme.json", "{").problem).toMatch(
    /^infra\/tenants\/acme\.json is not JSON: /,
  );
  expect(readTenant("infra/tenants/acme.json", JSON.stringify(exampleTenant())).problem).toMatch(
    /\n {2}name: This must be "acme", as the file is called; it is "example"\.$/,
  );
});
